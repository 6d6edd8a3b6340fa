//! Errors that newer versions of the standard have a number for, and clients of older ones don't.

use crate::card::Card;
use crate::desk::{ADDRESS, Desk, MATCHING_ID, NOW, Operator};
use landfall_smdp::{Asked, Refusal, Sessions, checks};
use model::{UnixTime, without};
use rsp::cert::Assurance;
use rsp::es9::{InitiateAuthenticationRequest, Request, Response};
use rsp::es10::{EuiccInfo2, EuiccRspCapability, LpaRspCapability, OperationType};
use rsp::{Raw, VersionType};

const CAN: LpaRspCapability = LpaRspCapability::CERT_CHAIN_V3_SUPPORT;

/// A client: its eUICC's versions, and whether its LPA is of version 3.
#[derive(Debug, Clone, Copy)]
struct Client {
    lowest: VersionType,
    highest: Option<VersionType>,
    lpa_v3: bool,
}

const fn client(lowest: (u8, u8), highest: Option<(u8, u8)>, lpa_v3: bool) -> Client {
    let highest = match highest {
        Some((major, minor)) => Some(VersionType::new(major, minor, 0)),
        None => None,
    };
    Client { lowest: VersionType::new(lowest.0, lowest.1, 0), highest, lpa_v3 }
}

const V2_2: Client = client((2, 2), None, false);
const V2_5: Client = client((2, 5), None, false);
const V2_6: Client = client((2, 6), None, false);
const V3_0: Client = client((2, 2), Some((3, 0)), true);
const V3_1: Client = client((2, 2), Some((3, 1)), true);
/// An eUICC of version 3 behind an LPA that knows nothing of it.
const V3_CARD: Client = client((2, 2), Some((3, 1)), false);
const ALL: [Client; 6] = [V2_2, V2_5, V2_6, V3_0, V3_1, V3_CARD];

impl Client {
    fn card(self, desk: &Desk) -> Card {
        let operation = self.lpa_v3.then_some(OperationType::PROFILE_DOWNLOAD);
        let lpa_rsp_capability = self.lpa_v3.then_some(CAN);
        Card { lowest: self.lowest, highest: self.highest, operation, lpa_rsp_capability, ..desk.card() }
    }
}

/// The number on the wire.
fn number(refused: &Refusal, request: Request) -> u8 {
    let answer = refused.response(Asked::by(&request)).expect("has an answer");
    assert_eq!(Response::decode(&answer.encode_with_status()).as_ref(), Ok(&answer));
    let encoded = answer.encode();
    assert_eq!(encoded.len(), 8, "the number, and nothing that a strict reader does not know");
    // A2 len BF xx len 81 01 number
    encoded[7]
}

// R: E7
#[test]
fn a_server_without_room_is_busy_for_those_who_know_the_word() {
    for (client, expected) in ALL.into_iter().zip([127, 127, 127, 126, 126, 127]) {
        let mut desk = Desk::new();
        desk.sessions = Sessions::new(1, 600);
        let mut card = desk.card();
        desk.offered(&mut card);
        let request = client.card(&desk).initiate(ADDRESS);
        let refused = desk.initiate(&request).expect_err("a proven one has the place");
        assert_eq!((&refused, refused.status().to_string().as_str()), (&Refusal::Busy, "8.8/4.2"));
        assert_eq!(number(&refused, Request::InitiateAuthentication(request)), expected, "{client:?}");
    }
}

// R: E7
#[test]
fn an_expired_order_has_a_number_in_some_versions() {
    for (client, expected) in ALL.into_iter().zip([127, 127, 18, 127, 18, 127]) {
        let mut desk = Desk::new();
        desk.order.terms.expires = Some(UnixTime(NOW.0 - 1));
        let card = client.card(&desk);
        let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
        let request = card.authenticate(&ok, Some(MATCHING_ID));
        let refused = desk.authenticate(&request).expect_err("expired");
        assert_eq!((&refused, refused.status().to_string().as_str()), (&Refusal::OrderExpired, "8.8.5/4.10"));
        assert_eq!(number(&refused, Request::AuthenticateClient(request)), expected, "{client:?}");
    }
}

// R: E5
// R: E7
#[test]
fn another_root_than_was_asked_for() {
    for (client, expected) in ALL.into_iter().zip([9, 9, 9, 12, 12, 9]) {
        let second = Operator::new();
        let mut desk = Desk::with(|config| config.roots.add(second.ci.clone()).expect("a root"));
        let ok = desk.initiate(&client.card(&desk).initiate(ADDRESS)).expect("initiated");
        let other = Card::new(&second, "890490320012345123451234567890", Assurance::Tee);
        let own = client.card(&desk);
        let other = Card { key: other.key, certificate: other.certificate, eum: other.eum, root: other.root, ..own };
        let request = other.authenticate(&ok, Some(MATCHING_ID));
        let refused = desk.authenticate(&request).expect_err("another root");
        assert_eq!((&refused, refused.status().to_string().as_str()), (&Refusal::OtherRoot, "8.11.1/3.9"));
        assert_eq!(number(&refused, Request::AuthenticateClient(request)), expected, "{client:?}");
    }
}

// R: E7
#[test]
fn an_order_that_is_not_released_is_no_eligible_profile() {
    let mut desk = Desk::new();
    desk.order.state = landfall_smdp::order::State::Confirmed;
    let card = desk.card();
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let request = card.authenticate(&ok, Some(MATCHING_ID));
    let refused = desk.authenticate(&request).expect_err("not released");
    assert_eq!(number(&refused, Request::AuthenticateClient(request)), 8);
}

/// A session of a client of version 3 whose first message was changed on its way: what becomes of it.
fn changed_on_the_way(change: fn(&mut InitiateAuthenticationRequest)) -> Result<(), (Refusal, u8)> {
    let mut desk = Desk::new();
    let info2 = EuiccInfo2 { euicc_rsp_capability: told(), ..EuiccInfo2::default() };
    let card = Card { info2, ..V3_0.card(&desk) };
    let mut request = card.initiate(ADDRESS);
    let info1 = rsp::es10::EuiccInfo1 { euicc_rsp_capability: Some(told()), ..card.info1() };
    request.euicc_info1 = Raw::new(info1);
    change(&mut request);
    let ok = desk.initiate(&request).expect("initiated");
    let request = card.authenticate(&ok, Some(MATCHING_ID));
    match desk.authenticate(&request) {
        Ok(_) => Ok(()),
        Err(refused) => {
            assert_eq!(refused.status().to_string(), "8.1/6.1");
            let code = number(&refused, Request::AuthenticateClient(request));
            Err((refused, code))
        }
    }
}

fn told() -> EuiccRspCapability {
    EuiccRspCapability::RPM_SUPPORT | EuiccRspCapability::EUICC_RSP_CAP_IN_INFO1
}

fn info1(request: &mut InitiateAuthenticationRequest, change: impl FnOnce(&mut rsp::es10::EuiccInfo1)) {
    let mut info = (*request.euicc_info1).clone();
    change(&mut info);
    request.euicc_info1 = Raw::new(info);
}

// R: E8
#[test]
fn versions_and_capabilities_are_what_was_told_at_the_beginning() {
    assert_eq!(changed_on_the_way(|_| {}), Ok(()));
    let lowered = |r: &mut InitiateAuthenticationRequest| {
        info1(r, |info| info.highest_svn = Some(VersionType::new(3, 1, 0)));
    };
    assert!(matches!(changed_on_the_way(lowered), Err((Refusal::Downgraded(_), 13))));

    type Change = fn(&mut InitiateAuthenticationRequest);
    let less: Change = |r| info1(r, |i| i.euicc_rsp_capability = Some(EuiccRspCapability::EUICC_RSP_CAP_IN_INFO1));
    let more: Change = |r| info1(r, |i| i.euicc_rsp_capability = Some(told() | EuiccRspCapability::LOAD_CRL_SUPPORT));
    let gone: Change = |r| info1(r, |i| i.euicc_rsp_capability = None);
    let lpa_gone: Change = |r| r.lpa_rsp_capability = None;
    let lpa_more: Change = |r| r.lpa_rsp_capability = Some(CAN | LpaRspCapability::PUSH_SERVICE_SUPPORT);
    for (change, expected) in [
        (less, (Refusal::EuiccCapability, 13)),
        (more, (Refusal::EuiccCapability, 13)),
        (gone, (Refusal::EuiccCapability, 13)),
        (lpa_gone, (Refusal::LpaCapability, 14)),
        (lpa_more, (Refusal::LpaCapability, 14)),
    ] {
        assert_eq!(changed_on_the_way(change), Err(expected));
        assert_eq!(without(&[checks::CAPABILITIES], || changed_on_the_way(change)), Ok(()), "it is the check");
    }
}

// R: E7
#[test]
fn at_version_2_capabilities_are_what_older_servers_skip() {
    let mut desk = Desk::with(|config| config.versions = crate::desk::versions(&["2.3.0"]));
    let card = V3_0.card(&desk);
    let mut request = card.initiate(ADDRESS);
    request.lpa_rsp_capability = None;
    let ok = desk.initiate(&request).expect("initiated");
    desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("taken");
    // One that the LPA tells at the beginning alone is taken too.
    let mut desk = Desk::new();
    let card = V3_0.card(&desk);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let silent = Card { lpa_rsp_capability: None, ..card };
    desk.authenticate(&silent.authenticate(&ok, Some(MATCHING_ID))).expect("taken");
}
