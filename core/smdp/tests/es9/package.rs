use crate::desk::{ADDRESS, Desk, Key, MATCHING_ID, NOW, UPP, random};
use landfall_smdp::order::{ConfirmationCode, Rebinding, State};
use landfall_smdp::{Asked, Function, Refusal};
use rsp::Raw;
use rsp::bpp::{BindError, Payload};
use rsp::crypto::OneTimeKey;
use rsp::es10::{DownloadErrorCode, EuiccSigned2, PrepareDownloadResponse, PrepareDownloadResponseError};

#[test]
fn the_signature_covers_the_offer() {
    // Another key.
    let mut desk = Desk::new();
    let mut card = desk.card();
    let offer = desk.offered(&mut card);
    let signed = EuiccSigned2 {
        transaction_id: offer.transaction_id.clone(),
        euicc_otpk: card.one_time.public_key(),
        hash_cc: None,
    };
    let forged = card.prepare_with(&offer.transaction_id, signed, &offer, &Key::generate());
    let refused = desk.package(&forged).expect_err("another key").refusal;
    assert_eq!((refused.clone(), refused.status().to_string().as_str()), (Refusal::Signature, "8.1/6.1"));
    assert!(desk.sessions.is_empty());
    // The right key, over the offer of another session.
    let mut first = desk.offered(&mut card);
    let second = desk.offered(&mut card);
    first.transaction_id = second.transaction_id.clone();
    let mixed = card.prepare(&first, None);
    assert_eq!(desk.package(&mixed).expect_err("another offer").refusal, Refusal::Signature);
    // The right key and offer, about another session.
    let offer = desk.offered(&mut card);
    let signed = EuiccSigned2 { transaction_id: [3; 16].into(), euicc_otpk: card.one_time.public_key(), hash_cc: None };
    let other = card.prepare_with(&offer.transaction_id, signed, &offer, &card.key);
    let refused = desk.package(&other).expect_err("another session").refusal;
    assert_eq!((&refused, refused.status().to_string().as_str()), (&Refusal::OtherTransaction, "8.10.1/3.9"));
    assert_eq!(desk.order.state, State::Released);
}

#[test]
fn a_card_that_refused_the_offer() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let offer = desk.offered(&mut card);
    let mut request = card.prepare(&offer, None);
    let error = PrepareDownloadResponseError {
        transaction_id: offer.transaction_id.clone(),
        download_error_code: DownloadErrorCode::InvalidSignature,
    };
    request.prepare_download_response = Raw::new(PrepareDownloadResponse::Error(error));
    assert_eq!(desk.package(&request).expect_err("an error").refusal, Refusal::Euicc { code: 2 });
}

#[test]
fn confirmation_codes_are_counted() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    desk.order.code = Some(ConfirmationCode::of(b"4711"));
    let mut attempt = |desk: &mut Desk, code: Option<&[u8]>| {
        let offer = desk.offered(&mut card);
        assert!(offer.smdp_signed2.cc_required_flag);
        let request = card.prepare(&offer, code);
        desk.package(&request).map_err(|e| (e.refusal.clone(), e.refusal.status().to_string())).err()
    };
    let missing = attempt(&mut desk, None);
    assert_eq!(missing, Some((Refusal::CodeMissing, "8.2.7/2.2".into())));
    assert_eq!(desk.order.wrong_codes, 0);
    for tries in 1..=2 {
        let wrong = attempt(&mut desk, Some(b"0000"));
        assert_eq!(wrong, Some((Refusal::CodeWrong, "8.2.7/3.8".into())));
        assert_eq!((desk.order.wrong_codes, desk.order.state), (tries, State::Released));
    }
    let before = desk.order.clone();
    assert_eq!(attempt(&mut desk, Some(b"4711")), None);
    assert_eq!((desk.order.state, desk.order.wrong_codes), (State::Downloaded, 0));
    // The third wrong one ends the order.
    desk.order = before;
    let last = attempt(&mut desk, Some(b"0000"));
    assert_eq!(last, Some((Refusal::CodeAttempts, "8.2.7/6.4".into())));
    assert_eq!(desk.order.state, State::Error);
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let refused = desk.authenticate(&card.authenticate(&ok, Some(MATCHING_ID)));
    assert_eq!(refused.err(), Some(Refusal::OrderOver));
}

// R: E7
// R: F1
#[test]
fn a_mistyped_code_is_corrected_in_the_same_session() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    desk.order.code = Some(ConfirmationCode::of(b"4711"));
    let offer = desk.offered(&mut card);
    let told = |desk: &mut Desk, code: Option<&[u8]>| {
        let refused = desk.package(&card.prepare(&offer, code)).err().map(|refused| refused.refusal);
        (refused, desk.order.wrong_codes)
    };
    assert_eq!(told(&mut desk, None), (Some(Refusal::CodeMissing), 0));
    assert_eq!(told(&mut desk, Some(b"0000")), (Some(Refusal::CodeWrong), 1));
    // Sent twice, or played again by somebody in the middle, a wrong code counts once.
    assert_eq!(told(&mut desk, Some(b"0000")), (Some(Refusal::CodeWrong), 1));
    assert_eq!(told(&mut desk, Some(b"0001")), (Some(Refusal::CodeWrong), 2));
    assert_eq!(told(&mut desk, Some(b"0000")), (Some(Refusal::CodeWrong), 2));
    let before = desk.order.clone();
    assert_eq!(told(&mut desk, Some(b"4711")), (None, 0));
    assert_eq!(told(&mut desk, Some(b"4711")), (Some(Refusal::Session), 0), "one package a session");
    // The session ends with the last wrong one that the order bears.
    desk.order = before;
    let offer = desk.offered(&mut card);
    let last = desk.package(&card.prepare(&offer, Some(b"0002"))).expect_err("the third").refusal;
    assert_eq!((last, desk.order.state), (Refusal::CodeAttempts, State::Error));
    let late = desk.package(&card.prepare(&offer, Some(b"4711"))).expect_err("over").refusal;
    assert_eq!(late, Refusal::Session);
}

#[test]
fn a_code_of_another_session_is_wrong() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    desk.order.code = Some(ConfirmationCode::of(b"4711"));
    let first = desk.offered(&mut card);
    let replayed = rsp::crypto::hash_confirmation_code(b"4711", &first.transaction_id);
    let offer = desk.offered(&mut card);
    let signed = EuiccSigned2 {
        transaction_id: offer.transaction_id.clone(),
        euicc_otpk: card.one_time.public_key(),
        hash_cc: Some(replayed),
    };
    let request = card.prepare_with(&offer.transaction_id, signed, &offer, &card.key);
    assert_eq!(desk.package(&request).expect_err("another session's").refusal, Refusal::CodeWrong);
}

// R: F1
#[test]
fn a_failed_download_is_tried_again_by_the_same_card_only() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    desk.bound(&mut card);
    // The server tells which one-time key may be used again; with it, the order may be bound again always.
    desk.order.terms.rebinding = Rebinding::SameKey;
    let offer = desk.offered(&mut card);
    assert_eq!(offer.smdp_signed2.bpp_euicc_otpk, Some(card.one_time.public_key()));
    let package = desk.package(&card.prepare(&offer, None)).expect("bound again");
    assert_eq!(card.open(&offer, &package).as_deref(), Some(UPP));
    assert_eq!(desk.order.downloads, 2);
    // With another one-time key it depends on the order's terms.
    card.one_time = OneTimeKey::generate(&mut random);
    let offer = desk.offered(&mut card);
    let refused = desk.package(&card.prepare(&offer, None)).expect_err("another key").refusal;
    assert_eq!((refused.clone(), refused.status().to_string().as_str()), (Refusal::Rebinding, "8.2/3.7"));
    desk.order.terms.rebinding = Rebinding::AnyKey;
    desk.bound(&mut card);
    // Another eUICC gets nothing any more.
    let other = crate::card::Card::new(&desk.operator, "890490320099999999999999999999", rsp::cert::Assurance::Tee);
    let ok = desk.initiate(&other.initiate(ADDRESS)).expect("initiated");
    let refused = desk.authenticate(&other.authenticate(&ok, Some(MATCHING_ID)));
    assert_eq!(refused.err(), Some(Refusal::Eid));
}

/// otPK.DP of a package, and what follows after the request that is signed anew for each session.
fn key_and_sections(package: &[u8]) -> ([u8; 65], Vec<u8>) {
    let mut parts = tlv::parse_one(package, 0xBF36).expect("a package").children();
    let initialise = parts.next().expect("reads").expect("InitialiseSecureChannelRequest");
    let body = initialise.children();
    let otpk = body.find(0x5F49u32).expect("reads").expect("otPK.DP").value;
    let rest = std::iter::from_fn(|| parts.next().expect("reads")).flat_map(|section| section.raw.to_vec());
    (otpk.try_into().expect("65 bytes"), rest.collect())
}

// R: E7
// R: F1
#[test]
fn a_retry_with_the_same_one_time_key_gets_the_same_package() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let first = key_and_sections(&desk.bound(&mut card));
    // After a cancellation that keeps the order, in a new session.
    let offer = desk.offered(&mut card);
    let again = desk.package(&card.prepare(&offer, None)).expect("bound again");
    assert_eq!(key_and_sections(&again), first);
    assert_eq!(card.open(&offer, &again).as_deref(), Some(UPP), "signed for the new session");
    // Another one-time key of the eUICC gets another one of the server, and nothing of the first package.
    let old = std::mem::replace(&mut card.one_time, OneTimeKey::generate(&mut random));
    let offer = desk.offered(&mut card);
    let other = desk.package(&card.prepare(&offer, None)).expect("bound again");
    assert_ne!(key_and_sections(&other).0, first.0);
    assert_ne!(key_and_sections(&other).1, first.1);
    assert_eq!(card.open(&offer, &other).as_deref(), Some(UPP));
    // So does a key whose server half was not kept.
    card.one_time = old;
    let fresh = key_and_sections(&desk.bound(&mut card));
    assert_ne!(fresh.0, first.0);
    desk.order.bound.as_mut().expect("bound").otsk_dp = None;
    assert_ne!(key_and_sections(&desk.bound(&mut card)).0, fresh.0);
    // It is shown to nobody.
    assert_eq!(
        format!("{:?}", desk.order.bound),
        format!("Some(Bound({}))", desk.order.bound.as_ref().expect("bound").transaction_id)
    );
}

// R: A7
#[test]
fn of_two_cards_at_once_one_is_served() {
    let mut desk = Desk::new();
    let mut first = desk.card();
    let mut second =
        crate::card::Card::new(&desk.operator, "890490320099999999999999999999", rsp::cert::Assurance::Tee);
    let (offer1, offer2) = (desk.offered(&mut first), desk.offered(&mut second));
    desk.package(&second.prepare(&offer2, None)).expect("the faster one");
    let refused = desk.package(&first.prepare(&offer1, None)).expect_err("the slower one");
    assert_eq!((refused.refusal, refused.order), (Refusal::Eid, None));
    assert_eq!(desk.order.eid, Some(second.eid));
    // This function has no row for it: the profile is not to be had any more.
    let response = Refusal::Eid.response(Asked::of(Function::GetBoundProfilePackage)).expect("has an answer");
    assert_eq!(hex::encode(response.encode()), "a206bf3a03810105");
    assert_eq!(response.refusal().map(ToString::to_string).as_deref(), Some("8.2/3.7"));
}

#[test]
fn an_order_that_changed_between_the_calls() {
    type Row = (fn(&mut landfall_smdp::Order), Refusal, &'static str);
    let table: [Row; 6] = [
        (|order| order.matching_id = "OTHER".into(), Refusal::MatchingId, "8.2/3.7"),
        (|order| order.iccid = "8900101999999999999".parse().expect("digits"), Refusal::MatchingId, "8.2/3.7"),
        (|order| order.state = State::Unavailable, Refusal::OrderOver, "8.2/3.7"),
        (|order| order.state = State::Confirmed, Refusal::NotReleased, "8.2/3.7"),
        (|order| order.downloads = 10, Refusal::Attempts, "8.2/3.7"),
        (|order| order.terms.expires = Some(model::UnixTime(NOW.0 - 1)), Refusal::OrderExpired, "8.8.5/4.10"),
    ];
    for (change, expected, told) in table {
        let mut desk = Desk::new();
        let mut card = desk.card();
        let offer = desk.offered(&mut card);
        change(&mut desk.order);
        let refused = desk.package(&card.prepare(&offer, None)).expect_err("changed").refusal;
        assert_eq!(refused, expected);
        assert_eq!(refused.told(Function::GetBoundProfilePackage).to_string(), told, "{expected:?}");
    }
}

#[test]
fn an_empty_profile_is_not_bound() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let offer = desk.offered(&mut card);
    let request = card.prepare(&offer, None);
    let checked = desk.server.get_bound_profile_package(&mut desk.sessions, &request, NOW).expect("proven");
    assert_eq!(
        (checked.matching_id(), checked.eid(), checked.transaction_id()),
        (MATCHING_ID, &card.eid, &offer.transaction_id)
    );
    let bound =
        checked.with_order(&desk.server, &mut desk.sessions, &desk.order, Payload::Unprotected(&[]), NOW, &mut random);
    let refused = bound.expect_err("empty").refusal;
    assert_eq!(
        (refused.clone(), refused.status().to_string().as_str()),
        (Refusal::Binding { why: BindError::Empty }, "8.8/4.2")
    );
}
