use super::*;
use crate::{
    card_of,
    state::{Home, Identity},
};
use model::{Algorithm, Change, Eid, Iccid, Subscriber};
use rsp::{
    message::Message,
    metadata::{ConfigureIsdpRequest, StoreMetadataRequest},
};
use uicc::{KeyId, Outcome, Smartcard, Step, Transport, card::RefreshMode};

fn zeros(out: &mut [u8]) {
    out.fill(0);
}

fn entry(iccid: Iccid, enabled: bool) -> ProfileEntry {
    ProfileEntry {
        iccid,
        isdp_aid: [u8::from(enabled); 16],
        enabled,
        nickname: None,
        metadata: StoreMetadataRequest::new(iccid, "Harbour", "Week"),
        smdp_oid: Vec::new(),
        ci_key_id: Vec::new(),
        configuration: ConfigureIsdpRequest::default(),
        home: Home::default(),
    }
}

/// Profile 1 in use, with a proactive command that the terminal has fetched and not answered; and profile 2.
fn in_session() -> (Euicc, [Iccid; 2]) {
    let iccids = ["890010100000000001", "890010100000000002"].map(|n| Iccid::with_check_digit(n).expect("18 digits"));
    let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
    let identity = Identity { eid, key: KeyId("key".to_owned()), chains: Vec::new(), roots: Vec::new() };
    let mut state = State::new(identity);
    state.profiles.insert(iccids[0], entry(iccids[0], true));
    state.profiles.insert(iccids[1], entry(iccids[1], false));
    let subscriber = Subscriber {
        iccid: iccids[0],
        imsi: "001010000000001".parse().expect("15 digits"),
        msisdn: None,
        ki: [1; 16].into(),
        algorithm: Algorithm::Milenage { opc: [2; 16].into() },
        pin: b"4711"[..].into(),
        puk: b"87654321"[..].into(),
        adm: b"ADM1ADM1"[..].into(),
        mnc_digits: 2,
        operator: "Harbour".to_owned(),
    };
    let resolved = saip::resolve(&saip::build(&subscriber).expect("a complete row")).expect("a profile");
    let records = card_of(&resolved).expect("a card").records();
    let put = |change| match change {
        Change::Put { id, value, .. } => Some((id, value)),
        // What a card of the same number had left.
        Change::Delete { .. } | Change::DeletePrefix { .. } => None,
    };
    let records: Vec<_> = records.changes.into_iter().filter_map(put).collect();
    let mut euicc = Euicc::new(state, Transport::Block);
    // TERMINAL PROFILE with REFRESH; FETCH.
    assert!(matches!(euicc.transmit(&[0x80, 0x10, 0, 0, 3, 1, 0, 0x80], &mut zeros), Step::Load { .. }));
    euicc.resume(Outcome::Loaded(records), &mut zeros);
    assert!(euicc.card().expect("read").queue_refresh(RefreshMode::SessionReset, &[]));
    euicc.transmit(&[0x80, 0x12, 0, 0, 0x0B], &mut zeros);
    (euicc, iccids)
}

// R: A11
#[test]
fn a_proactive_session_stands_in_the_way_of_a_refresh_alone() {
    let (euicc, [one, two]) = in_session();
    let is_busy = |act: Act, busy: Vec<u8>| matches!(act, Act::Answer(answer) if answer == busy);
    for refresh_flag in [true, false] {
        let request = EnableProfileRequest { profile_identifier: ProfileIdentifier::Iccid(two), refresh_flag };
        let busy = EnableProfileResponse { result: EnableResult::CatBusy }.encode();
        assert_eq!(is_busy(enable(&euicc, &request), busy), refresh_flag);
        let request = DisableProfileRequest { profile_identifier: ProfileIdentifier::Iccid(one), refresh_flag };
        let busy = DisableProfileResponse { result: DisableResult::CatBusy }.encode();
        assert_eq!(is_busy(disable(&euicc, &request), busy), refresh_flag);
    }
}
