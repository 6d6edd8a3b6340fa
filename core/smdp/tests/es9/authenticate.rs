use crate::card::Card;
use crate::desk::{ADDRESS, DAY, Desk, Key, MATCHING_ID, NOW, Operator, days, random, released};
use crate::names::other_eid;
use landfall_smdp::order::{State, Terms};
use landfall_smdp::{Asked, Function, Order, Refusal};
use model::UnixTime;
use rsp::cert::{Assurance, ChainError, Role, issue};
use rsp::es9::{InitiateAuthenticationOk, Request};
use rsp::es10::{
    AuthenticateErrorCode, AuthenticateResponseError, AuthenticateServerResponse, EuiccInfo2, EuiccSigned1,
    OperationType,
};
use rsp::metadata::{PprIds, StoreMetadataRequest};
use rsp::{Raw, VersionType};

fn begun(card: impl FnOnce(&Desk) -> Card) -> (Desk, Card, InitiateAuthenticationOk) {
    let mut desk = Desk::new();
    let card = card(&desk);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    (desk, card, ok)
}

/// What an order that was changed so is refused with.
fn refused_with(change: impl FnOnce(&mut Order, &Card)) -> Refusal {
    let (mut desk, card, ok) = begun(Desk::card);
    change(&mut desk.order, &card);
    let refused = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect_err("refused");
    assert!(desk.sessions.is_empty(), "the session is over");
    refused
}

fn code(refusal: &Refusal) -> String {
    refusal.status().to_string()
}

// R: E5
#[test]
fn what_the_card_signs_must_be_this_sessions() {
    let check = |change: fn(&mut EuiccSigned1), expected: Refusal, status: &str| {
        let (mut desk, card, ok) = begun(Desk::card);
        let mut signed = card.signed1(&ok, Some(MATCHING_ID));
        change(&mut signed);
        let request = card.authenticate_with(&ok.transaction_id, signed, &card.key);
        let refused = desk.authenticate(&request).expect_err(status);
        assert_eq!((&refused, code(&refused).as_str()), (&expected, status));
        // The session is over: the right answer comes too late.
        let late = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID)));
        assert_eq!(late.err(), Some(Refusal::Session));
    };
    check(|s| s.transaction_id = [9; 16].into(), Refusal::OtherTransaction, "8.10.1/3.9");
    let other = |what| Refusal::SignedOther { what };
    check(|s| s.server_challenge[0] ^= 1, other("server challenge"), "8.1/6.1");
    check(|s| s.server_address = "evil.example".into(), other("server address"), "8.1/6.1");
}

// R: E5
#[test]
fn a_signature_of_another_key_is_refused() {
    let (mut desk, card, ok) = begun(Desk::card);
    let forged = card.authenticate_with(&ok.transaction_id, card.signed1(&ok, Some(MATCHING_ID)), &Key::generate());
    let refused = desk.authenticate(&forged).expect_err("another key");
    assert_eq!((refused.clone(), code(&refused).as_str()), (Refusal::Signature, "8.1/6.1"));
    // BF3B { 81 01 05 }: euiccSignatureInvalid.
    let response = refused.response(Asked::of(Function::AuthenticateClient)).expect("has an answer");
    assert_eq!(hex::encode(response.encode()), "a206bf3b03810105");
}

// R: E5
// R: E8
#[test]
fn chains() {
    // Of another operator, whose root is not installed.
    let (mut desk, _, ok) = begun(Desk::card);
    let foreign = Card::new(&Operator::new(), "890490320012345123451234567890", Assurance::Tee);
    let refused = desk.authenticate(&foreign.authenticate(&ok, Some(MATCHING_ID))).expect_err("foreign");
    assert!(matches!(refused, Refusal::EumCertificate(ChainError::UnknownRoot { .. })));
    assert_eq!(code(&refused), "8.11.1/3.9");
    // An eUICC of a stolen EUM key, outside of the range.
    let (mut desk, mut wide, ok) = begun(Desk::card);
    let narrow = issue::eum(
        &desk.operator.ci,
        "Harbour",
        "Kiosk EUM",
        &desk.operator.eum_key.public(),
        &["8904903299"],
        days(7),
        &mut random,
    );
    wide.eum = desk.operator.key.finish(narrow.expect("fits"));
    let refused = desk.authenticate(&wide.authenticate(&ok, Some(MATCHING_ID))).expect_err("outside");
    assert!(matches!(refused, Refusal::EuiccCertificate(ChainError::EidRange { .. })), "{refused}");
    assert_eq!(code(&refused), "8.1.3/6.1");
    // The EUM has expired.
    let (mut desk, card2, ok) = begun(Desk::card);
    desk.now = NOW.plus(60);
    let short = issue::eum(
        &desk.operator.ci,
        "Harbour",
        "Kiosk EUM",
        &desk.operator.eum_key.public(),
        &["8904903"],
        issue::Validity { from: NOW, until: NOW.plus(59) },
        &mut random,
    );
    let expired = Card { eum: desk.operator.key.finish(short.expect("fits")), ..card2 };
    let refused = desk.authenticate(&expired.authenticate(&ok, Some(MATCHING_ID))).expect_err("expired");
    assert!(matches!(refused, Refusal::EumCertificate(ChainError::Expired { role: Role::Eum, .. })), "{refused}");
    assert_eq!(code(&refused), "8.1.2/6.3");
}

// R: F8
#[test]
fn certificates_of_tomorrow_and_of_yesterday() {
    let at = |from: u64, until: u64| issue::Validity { from: UnixTime(NOW.0 + from), until: UnixTime(NOW.0 + until) };
    // Valid in a minute, or for a minute; which certificate; what is answered a little later.
    let table = [
        (at(60, 3_600), true, "8.1.2/6.1", 1),
        (at(60, 3_600), false, "8.1.3/6.1", 3),
        (at(0, 5), true, "8.1.2/6.3", 2),
        (at(0, 5), false, "8.1.3/6.3", 4),
    ];
    for (validity, eum, status, code) in table {
        let (mut desk, card, ok) = begun(Desk::card);
        desk.now = NOW.plus(30);
        let card = desk.reissued(card, validity, eum);
        let request = card.authenticate(&ok, Some(MATCHING_ID));
        let refused = desk.authenticate(&request).expect_err("out of its time");
        assert_eq!(refused.status().to_string(), status);
        let answer = refused.response(Asked::by(&Request::AuthenticateClient(request))).expect("has an answer");
        assert_eq!(answer.encode(), [&[0xA2, 6, 0xBF, 0x3B, 3, 0x81, 1][..], &[code]].concat(), "{status}");
        assert!(rsp::reason::explain(&refused.status()).is_some_and(|row| row.advice.contains("clock")));
        // In its time it is taken.
        desk.now = UnixTime(NOW.0 + if code % 2 == 1 { 61 } else { 4 });
        let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
        desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("in its time");
    }
}

// R: E8
#[test]
fn a_revoked_eum_is_refused_though_it_was_verified_before() {
    let (mut desk, card, ok) = begun(Desk::card);
    desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("offered");
    let list = issue::crl(&desk.operator.ci, 1, NOW, NOW.plus(DAY), &[desk.operator.eum.serial()]).expect("fits");
    let list = desk.operator.key.finish(list);
    let mut crls = desk.server.config().crls.clone();
    crls.add(&list, &desk.server.config().roots).expect("own list");
    desk.server.set_crls(crls);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let refused = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect_err("revoked");
    assert!(matches!(refused, Refusal::EumCertificate(ChainError::Revoked { role: Role::Eum, .. })));
    assert_eq!(code(&refused), "8.1.2/6.1");
}

#[test]
fn garbage_in_place_of_certificates() {
    let (mut desk, card, ok) = begun(Desk::card);
    let response = rsp::es10::AuthenticateResponseOk::unsigned(
        card.signed1(&ok, Some(MATCHING_ID)),
        vec![0x30, 0],
        card.eum.as_der().to_vec(),
    );
    let mut request = card.authenticate(&ok, Some(MATCHING_ID));
    request.authenticate_server_response = Raw::new(card.key.finish(response));
    let refused = desk.authenticate(&request).expect_err("garbage");
    assert!(matches!(refused, Refusal::EuiccCertificate(ChainError::Malformed(_))));
}

// R: E5
#[test]
fn under_the_root_that_was_asked_for_only() {
    let second = Operator::new();
    let mut desk = Desk::with(|config| config.roots.add(second.ci.clone()).expect("a root"));
    let card = desk.card();
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let other = Card::new(&second, "890490320012345123451234567890", Assurance::Tee);
    let refused = desk.authenticate(&other.authenticate(&ok, Some(MATCHING_ID))).expect_err("another root");
    assert_eq!((refused.clone(), code(&refused).as_str()), (Refusal::OtherRoot, "8.11.1/3.9"));
}

// R: E8
#[test]
fn a_downgrade_in_the_middle_is_refused() {
    let mut desk = Desk::new();
    let card = desk.card();
    let mut request = card.initiate(ADDRESS);
    let mut info = card.info1();
    info.highest_svn = None;
    request.euicc_info1 = Raw::new(info);
    let ok = desk.initiate(&request).expect("initiated");
    assert_eq!(ok.server_signed1.session_context, None, "held at the minimum");
    let refused = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect_err("downgraded");
    assert!(matches!(refused, Refusal::Downgraded(_)));
    assert_eq!(code(&refused), "8.1/6.1");
}

// R: E7
#[test]
fn a_lone_version_may_be_signed_at_another_revision() {
    let mut desk = Desk::new();
    let offering = Card { lowest: VersionType::new(2, 2, 0), highest: None, ..desk.card() };
    let ok = desk.initiate(&offering.initiate(ADDRESS)).expect("initiated");
    let signing = Card { lowest: VersionType::new(2, 0, 12), ..offering };
    desk.authenticate(&signing.authenticate(&ok, Some(MATCHING_ID))).expect("offered");
}

// R: E5
#[test]
fn the_operation_type_counts_at_the_maximum_only() {
    let rpm = Some(OperationType::RPM);
    let (mut desk, card, ok) = begun(|desk| Card { operation: rpm, ..desk.card() });
    let refused = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect_err("no download");
    assert_eq!((refused.clone(), code(&refused).as_str()), (Refusal::Operation, "8.2.5/4.3"));
    let both = Some(OperationType::RPM | OperationType::PROFILE_DOWNLOAD);
    for operation in [both, None] {
        let (mut desk, card, ok) = begun(|desk| Card { operation, ..desk.card() });
        desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("a download");
    }
    let old = |desk: &Desk| Card { operation: rpm, lowest: VersionType::new(2, 2, 0), highest: None, ..desk.card() };
    let (mut desk, card, ok) = begun(old);
    desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect("skipped by older servers");
}

#[test]
fn a_card_that_refused_the_server() {
    let (mut desk, card, ok) = begun(Desk::card);
    let error = AuthenticateResponseError {
        transaction_id: ok.transaction_id.clone(),
        authenticate_error_code: AuthenticateErrorCode::InvalidSignature,
    };
    let mut request = card.authenticate(&ok, Some(MATCHING_ID));
    request.authenticate_server_response = Raw::new(AuthenticateServerResponse::Error(error));
    let refused = desk.authenticate(&request).expect_err("an error");
    assert_eq!((refused.clone(), code(&refused).as_str()), (Refusal::Euicc { code: 2 }, "8.1/4.2"));
}

// R: A7
// R: A14
#[test]
fn orders_that_are_not_there_or_not_for_this_card() {
    let other = other_eid();
    type Row = (fn(&mut Order), Refusal, &'static str);
    let table: [Row; 4] = [
        (|order| order.matching_id = "OTHER".into(), Refusal::MatchingId, "8.2.6/3.8"),
        (|order| order.state = State::Confirmed, Refusal::NotReleased, "8.2/1.2"),
        (|order| order.state = State::Installed, Refusal::OrderOver, "8.2.6/3.8"),
        (|order| order.downloads = order.terms.most_downloads, Refusal::Attempts, "8.8.5/6.4"),
    ];
    for (change, expected, status) in table {
        let refused = refused_with(|order, _| change(order));
        assert_eq!((&refused, code(&refused).as_str()), (&expected, status));
    }
    // What has become of it is told to its own card only.
    for state in [State::Released, State::Confirmed, State::Installed, State::Error] {
        let refused = refused_with(|order, _| (order.eid, order.state) = (Some(other), state));
        assert_eq!((&refused, code(&refused).as_str()), (&Refusal::Eid, "8.1.1/3.8"));
    }
    let refused = refused_with(|order, _| order.terms.expires = Some(model::UnixTime(NOW.0 - 1)));
    assert_eq!((&refused, code(&refused).as_str()), (&Refusal::OrderExpired, "8.8.5/4.10"));
}

// R: E7
#[test]
fn an_order_found_by_the_card_alone_is_its_own() {
    for (linked, fine) in [(true, true), (false, false)] {
        let (mut desk, card, ok) = begun(Desk::card);
        desk.order.eid = linked.then_some(card.eid);
        let request = card.authenticate(&ok, None);
        let checked = desk.server.authenticate_client(&mut desk.sessions, &request, NOW).expect("proven");
        assert_eq!((checked.matching_id(), checked.eid()), (None, &card.eid));
        let offered = checked.with_order(&desk.server, &mut desk.sessions, Some(&desk.order), NOW);
        assert_eq!(offered.err(), (!fine).then_some(Refusal::NoOrderForCard));
    }
    // None was found for it.
    let (mut desk, card, ok) = begun(Desk::card);
    let refused = desk.authenticate(&card.authenticate(&ok, None)).expect_err("no order");
    assert_eq!((&refused, code(&refused).as_str()), (&Refusal::NoOrderForCard, "8.1.1/3.8"));
}

// R: E8
#[test]
fn products_demand_assurance() {
    // Written in the certificate, believed of the EUM, demanded by the order; accepted?
    use Assurance::{KioskBorn, None as Nothing, SecureElement, Tee};
    let table = [
        (Tee, Tee, Tee, true),
        (KioskBorn, Tee, Tee, false),
        (SecureElement, Tee, SecureElement, false),
        (SecureElement, SecureElement, SecureElement, true),
        (SecureElement, Nothing, KioskBorn, false),
        (Nothing, SecureElement, Nothing, true),
    ];
    for (written, believed, demanded, accepted) in table {
        let mut desk = Desk::new();
        let id = desk.operator.eum.subject_key_id().to_vec();
        let mut config = desk.server.config().clone();
        config.assurance = [(id, believed)].into();
        desk.server = landfall_smdp::Server::new(config, Some(NOW)).expect("fits");
        desk.order = released(Terms { least_assurance: demanded, ..Terms::default() });
        let card = Card::new(&desk.operator, "890490320012345123451234567890", written);
        let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
        let answer = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).err();
        let expected = Refusal::Assurance { needed: demanded, found: written.min(believed) };
        assert_eq!(answer, (!accepted).then_some(expected), "{written} {believed} {demanded}");
    }
    let refusal = Refusal::Assurance { needed: Tee, found: Nothing };
    assert_eq!(code(&refusal), "8.2.5/4.3");
}

#[test]
fn cards_that_have_no_room_or_forbid_the_rules() {
    let table = [(1_000u64, true), (1_001, false)];
    for (needed, accepted) in table {
        let info2 = EuiccInfo2 {
            ext_card_resource: vec![0x81, 1, 0, 0x82, 2, 0x03, 0xE8, 0x83, 1, 9],
            ..EuiccInfo2::default()
        };
        let (mut desk, card, ok) = begun(|desk| Card { info2, ..desk.card() });
        desk.order.terms.memory = Some(needed);
        let answer = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).err();
        assert_eq!(answer, (!accepted).then_some(Refusal::Memory { free: 1_000, needed }));
    }
    assert_eq!(code(&Refusal::Memory { free: 0, needed: 1 }), "8.1/4.8");
    let info2 = EuiccInfo2 { forbidden_profile_policy_rules: Some(PprIds::PPR2), ..EuiccInfo2::default() };
    let (mut desk, card, ok) = begun(|desk| Card { info2, ..desk.card() });
    let metadata = StoreMetadataRequest {
        profile_policy_rules: Some(PprIds::PPR2 | PprIds::PPR1),
        ..(*desk.order.metadata).clone()
    };
    desk.order.metadata = Raw::new(metadata);
    let refused = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID))).expect_err("forbidden");
    assert_eq!((&refused, code(&refused).as_str()), (&Refusal::PolicyRules, "8.2.5/4.3"));
}
