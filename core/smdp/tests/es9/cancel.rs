use crate::desk::{ADDRESS, Desk, Key, NOW};
use landfall_smdp::order::{ConfirmationCode, State};
use landfall_smdp::{Asked, Function, Refusal};
use rsp::Raw;
use rsp::es9::Response;
use rsp::es10::{CancelSessionErrorCode, CancelSessionReason as Reason, CancelSessionResponse};

const OID: [u8; 3] = [0x88, 0x37, 7];

// R: F1
#[test]
fn the_reason_decides_what_becomes_of_the_order() {
    let table = [
        (Reason::EndUserRejection, State::Error),
        (Reason::PprNotAllowed, State::Error),
        (Reason::MetadataMismatch, State::Error),
        (Reason::Postponed, State::Released),
        (Reason::Timeout, State::Released),
        (Reason::LoadBppExecutionError, State::Released),
        (Reason::SessionAborted, State::Released),
        (Reason::UndefinedReason, State::Released),
        (Reason::Other(99), State::Released),
    ];
    for (reason, state) in table {
        let mut desk = Desk::new();
        let mut card = desk.card();
        let offer = desk.offered(&mut card);
        let request = card.cancel(&offer.transaction_id, &OID, reason, &card.key);
        let cancelled = desk.server.cancel_session(&mut desk.sessions, &request, NOW).expect("its own");
        assert_eq!((cancelled.reason, cancelled.eid), (reason, card.eid));
        assert_eq!(desk.order.cancelled(&cancelled).state, state, "{reason:?}");
        assert_eq!(cancelled.keeps_order(), state == State::Released);
        assert_eq!(hex::encode(cancelled.response().encode()), "a205bf4102a000");
        // The session is over.
        let late = desk.package(&card.prepare(&offer, None)).expect_err("cancelled");
        assert_eq!(late.refusal, Refusal::Session);
    }
}

#[test]
fn after_the_package_too() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let offer = desk.offered(&mut card);
    desk.package(&card.prepare(&offer, None)).expect("bound");
    let request = card.cancel(&offer.transaction_id, &OID, Reason::EndUserRejection, &card.key);
    let cancelled = desk.server.cancel_session(&mut desk.sessions, &request, NOW).expect("its own");
    assert_eq!(desk.order.cancelled(&cancelled).state, State::Error);
    // An order that is installed is not ended by it.
    desk.order.state = State::Installed;
    assert_eq!(desk.order.cancelled(&cancelled).state, State::Installed);
}

// R: E7 F1
#[test]
fn an_lpa_that_can_not_ask_again_for_the_code_keeps_the_order() {
    for (typed, state) in [(Some(&b"1111"[..]), State::Released), (None, State::Error)] {
        let mut desk = Desk::new();
        desk.order.code = Some(ConfirmationCode::of(b"4711"));
        let mut card = desk.card();
        let offer = desk.offered(&mut card);
        // One that types nothing leaves before the package, and may as well have said no.
        if typed.is_some() {
            let refused = desk.package(&card.prepare(&offer, typed)).expect_err("another code");
            assert_eq!(refused.refusal, Refusal::CodeWrong);
        }
        let request = card.cancel(&offer.transaction_id, &OID, Reason::EndUserRejection, &card.key);
        let cancelled = desk.server.cancel_session(&mut desk.sessions, &request, NOW).expect("its own");
        assert_eq!((cancelled.code_refused, desk.order.cancelled(&cancelled).state), (typed.is_some(), state));
    }
    // What else an LPA says after a wrong code, it means.
    let mut desk = Desk::new();
    desk.order.code = Some(ConfirmationCode::of(b"4711"));
    let mut card = desk.card();
    let offer = desk.offered(&mut card);
    desk.package(&card.prepare(&offer, Some(b"1111"))).expect_err("another code");
    let request = card.cancel(&offer.transaction_id, &OID, Reason::PprNotAllowed, &card.key);
    let cancelled = desk.server.cancel_session(&mut desk.sessions, &request, NOW).expect("its own");
    assert_eq!(desk.order.cancelled(&cancelled).state, State::Error);
}

#[test]
fn nobody_else_cancels() {
    let mut desk = Desk::new();
    let mut card = desk.card();
    let offer = desk.offered(&mut card);
    let id = &offer.transaction_id;
    let forged = card.cancel(id, &OID, Reason::EndUserRejection, &Key::generate());
    let refused = desk.server.cancel_session(&mut desk.sessions, &forged, NOW).expect_err("forged");
    assert_eq!((refused.clone(), refused.status().to_string().as_str()), (Refusal::Signature, "8.1/6.1"));
    // Signed for another session of the same card.
    let other = desk.offered(&mut card);
    let mut replayed = card.cancel(&other.transaction_id, &OID, Reason::EndUserRejection, &card.key);
    replayed.transaction_id = id.clone();
    let refused = desk.server.cancel_session(&mut desk.sessions, &replayed, NOW).expect_err("another session's");
    assert_eq!((&refused, refused.status().to_string().as_str()), (&Refusal::OtherTransaction, "8.10.1/3.9"));
    // The session of the forgeries goes on.
    desk.package(&card.prepare(&offer, None)).expect("still there");
    let foreign = card.cancel(&other.transaction_id, &[0x2A, 3], Reason::Postponed, &card.key);
    let refused = desk.server.cancel_session(&mut desk.sessions, &foreign, NOW).expect_err("another server's");
    assert_eq!((refused.clone(), refused.status().to_string().as_str()), (Refusal::OtherServer, "8.8/3.10"));
    // Where both are wrong the server comes first.
    let mut both = card.cancel(id, &[0x2A, 3], Reason::Postponed, &card.key);
    both.transaction_id = other.transaction_id.clone();
    let refused = desk.server.cancel_session(&mut desk.sessions, &both, NOW);
    assert_eq!(refused.err(), Some(Refusal::OtherServer));
}

#[test]
fn sessions_that_can_not_be_cancelled() {
    let mut desk = Desk::new();
    let card = desk.card();
    let unknown = card.cancel(&[1; 16].into(), &OID, Reason::Postponed, &card.key);
    let refused = desk.server.cancel_session(&mut desk.sessions, &unknown, NOW).expect_err("unknown");
    let response = refused.response(Asked::of(Function::CancelSession)).expect("has an answer");
    assert_eq!(hex::encode(response.encode()), "a206bf4103810101");
    assert_eq!(
        Response::decode(&response.encode()).expect("own encoding").refusal().map(ToString::to_string).as_deref(),
        Some("8.10.1/3.9")
    );
    // Before the eUICC has proven itself nobody can say whose session it is; it goes on.
    let ok = desk.initiate(&card.initiate(ADDRESS)).expect("initiated");
    let early = card.cancel(&ok.transaction_id, &OID, Reason::Postponed, &card.key);
    assert_eq!(desk.server.cancel_session(&mut desk.sessions, &early, NOW).err(), Some(Refusal::Session));
    desk.authenticate(&card.authenticate(&ok, Some(crate::desk::MATCHING_ID))).expect("goes on");
    let mut error = early;
    error.cancel_session_response =
        Raw::new(CancelSessionResponse::Error(CancelSessionErrorCode::InvalidTransactionId));
    let refused = desk.server.cancel_session(&mut desk.sessions, &error, NOW);
    assert_eq!(refused.err(), Some(Refusal::Euicc { code: 5 }));
}
