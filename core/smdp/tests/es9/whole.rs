use crate::card::Card;
use crate::desk::{ADDRESS, Desk, MATCHING_ID, NOW, Operator, UPP, versions};
use landfall_smdp::order::State;
use rsp::cert::{Assurance, Certificate, Role, chain::verify_dp};
use rsp::es10::SessionContext;
use rsp::metadata::NotificationEvent;
use rsp::{Message, VersionType};

// R: E5
// R: A4
// R: A7
#[test]
fn a_profile_goes_from_the_order_to_the_card() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    // The eUICC checks the server.
    assert_eq!(ok.server_signed1.euicc_challenge, [0xC4; 16]);
    assert_eq!(ok.server_signed1.server_address, ADDRESS);
    let auth = Certificate::parse(&ok.server_certificate).expect("DPauth");
    let config = desk.server.config();
    verify_dp(&auth, Role::DpAuth, &config.roots, &config.crls, Some(NOW)).expect("its chain");
    ok.verify(auth.public_key().expect("P-256")).expect("its signature");
    // The server checks the eUICC, and offers.
    let request = card.authenticate(&ok, Some(MATCHING_ID));
    let offer = desk.authenticate(&request).expect("offered");
    let pb = Certificate::parse(&offer.smdp_certificate).expect("DPpb");
    let config = desk.server.config();
    verify_dp(&pb, Role::DpPb, &config.roots, &config.crls, Some(NOW)).expect("its chain");
    assert_eq!(desk.order.state, State::Released, "an offer changes nothing");
    let package = desk.package(&card.prepare(&offer, None)).expect("bound");
    assert_eq!((desk.order.state, desk.order.eid), (State::Downloaded, Some(card.eid)));
    assert_eq!(card.open(&offer, &package).as_deref(), Some(UPP));
    // Nobody else opens it.
    let other = Card::new(&desk.operator, "890490320099999999999999999999", Assurance::Tee);
    assert_eq!(other.open(&offer, &package), None);
    card.one_time = rsp::crypto::OneTimeKey::generate(&mut crate::desk::random);
    assert_eq!(card.open(&offer, &package), None);
    // Its own signature alone makes it installed.
    let verified = desk.notify(card.installed(&offer.transaction_id)).expect("its result");
    assert!(verified.is_installed());
    assert_eq!((verified.eid, verified.seq_number), (card.eid, 7));
    assert_eq!(desk.order.state, State::Installed);
    // Told again, as outboxes do.
    desk.notify(card.installed(&offer.transaction_id)).expect("again");
    assert_eq!(desk.order.state, State::Installed);
    let enabled = desk.notify(card.event(NotificationEvent::ENABLE, &card.key)).expect("enabled");
    assert_eq!((enabled.event, enabled.result), (NotificationEvent::ENABLE, None));
}

// R: E2
// R: E9
#[test]
fn the_session_is_held_at_what_both_have() {
    let context = |v: [u8; 3]| Some(SessionContext { server_svn: VersionType(v), ..SessionContext::default() });
    let v = VersionType;
    let table = [
        (v([2, 2, 0]), Some(v([3, 0, 0])), &["3.0.0", "2.3.0"][..], context([3, 0, 0])),
        (v([2, 2, 0]), Some(v([3, 0, 0])), &["2.3.0"], None),
        (v([2, 2, 2]), None, &["3.0.0", "2.3.0"], None),
        // An eUICC of version 2 knows no session context.
        (v([2, 2, 2]), None, &["2.3.0"], None),
        (v([3, 0, 0]), None, &["3.1.0"], context([3, 1, 0])),
    ];
    for (lowest, highest, server, expected) in table {
        let mut desk = Desk::with(|config| config.versions = versions(server));
        let card = Card { lowest, highest, ..desk.card() };
        let ok = desk.initiate(&card.initiate(ADDRESS)).expect("supported");
        assert_eq!(ok.server_signed1.session_context, expected, "{lowest} {highest:?} {server:?}");
        desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("offered");
    }
}

// R: E7
#[test]
fn several_roots_stand_side_by_side() {
    let second = Operator::new();
    let mut keys = std::collections::BTreeMap::new();
    let set = second.certificates("second", &mut keys);
    let mut desk = Desk::with(|config| {
        config.roots.add(second.ci.clone()).expect("a root");
        config.certificates.push(set);
    });
    desk.keys.append(&mut keys);
    for operator_is_second in [false, true] {
        let operator = if operator_is_second { &second } else { &desk.operator };
        let card = Card::new(operator, "890490320012345123451234567890", Assurance::Tee);
        let root = card.root.clone();
        let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
        assert_eq!(ok.euicc_ci_pk_id_to_be_used, root);
        assert_eq!(Certificate::parse(&ok.server_certificate).expect("DPauth").authority_key_id(), root);
        desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("offered");
    }
    // An eUICC that trusts one root and signs under the other.
    let card = Card::new(&second, "890490320012345123451234567890", Assurance::Tee);
    let mut request = card.initiate(ADDRESS);
    let mut info = card.info1();
    info.euicc_ci_pk_id_list_for_verification = vec![desk.operator.root_id()];
    request.euicc_info1 = rsp::Raw::decode(&info.encode()).expect("own encoding");
    let ok = desk.initiate(&request).expect("initiated");
    assert_eq!(ok.euicc_ci_pk_id_to_be_used, second.root_id());
    let auth = Certificate::parse(&ok.server_certificate).expect("DPauth");
    assert_eq!(auth.authority_key_id(), desk.operator.root_id());
}
