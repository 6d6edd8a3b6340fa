//! CancelSession (SGP.22 §5.7.14).

use crate::harness::{
    Fate, NOW, Operator, Phone, Shop, lpa,
    profiles::{self, metadata},
};
use rsp::{
    Message, Raw, TransactionId,
    es9::{CancelSessionRequestEs9, Request, Response},
    es10::{CancelSessionErrorCode, CancelSessionReason, CancelSessionRequest, CancelSessionResponse},
    lpa::{Next, Session},
};

fn ask(phone: &mut Phone, transaction_id: &TransactionId) -> CancelSessionResponse {
    let request =
        CancelSessionRequest { transaction_id: transaction_id.clone(), reason: CancelSessionReason::Postponed };
    CancelSessionResponse::decode(&phone.es10(&request.encode()).expect("an answer")).expect("its own answer")
}

/// Both sides authenticated; the session's name.
fn authenticated(phone: &mut Phone, shop: &mut Shop) -> TransactionId {
    let mut session = Session::new(lpa::config());
    loop {
        match session.next().clone() {
            Next::Card(data) => {
                let answer = phone.es10(&data).expect("an answer");
                session.card::<String>(Ok(&answer));
            }
            Next::Server(request) => {
                let id = match Request::decode(&request).expect("a request") {
                    Request::AuthenticateClient(request) => Some(request.transaction_id),
                    _ => None,
                };
                let answer = shop.answer(&request);
                match id {
                    Some(id) => return id,
                    None => session.server(Ok(&answer)),
                }
            }
            other => panic!("{other:?}"),
        }
    }
}

// R: F1
#[test]
fn the_server_believes_a_cancellation_that_the_euicc_signed() {
    let operator = Operator::new();
    let (mut phone, mut shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
    let id = authenticated(&mut phone, &mut shop);
    let response = ask(&mut phone, &id);
    let request = CancelSessionRequestEs9 { transaction_id: id.clone(), cancel_session_response: Raw::new(response) };
    let cancelled = shop.server.cancel_session(&mut shop.sessions, &request, NOW).expect("genuine");
    assert_eq!((cancelled.eid, cancelled.reason), (phone.eid, CancelSessionReason::Postponed));
    assert!(matches!(cancelled.response(), Response::CancelSession(_)));
    let over = CancelSessionResponse::Error(CancelSessionErrorCode::InvalidTransactionId);
    assert_eq!(ask(&mut phone, &id), over, "once");
}

#[test]
fn only_the_session_under_way_is_cancelled() {
    let operator = Operator::new();
    let (mut phone, mut shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
    let unknown = CancelSessionResponse::Error(CancelSessionErrorCode::InvalidTransactionId);
    assert_eq!(ask(&mut phone, &[7; 16].into()), unknown);
    let id = authenticated(&mut phone, &mut shop);
    assert_eq!(ask(&mut phone, &[7; 16].into()), unknown);
    phone.fate = Fate::SigningFails;
    let failed = CancelSessionResponse::Error(CancelSessionErrorCode::UndefinedError);
    assert_eq!(ask(&mut phone, &id), failed);
    phone.fate = Fate::Works;
    assert!(matches!(ask(&mut phone, &id), CancelSessionResponse::Ok(_)), "nothing was lost by that");
    let id = authenticated(&mut phone, &mut shop);
    phone.reset();
    assert_eq!(ask(&mut phone, &id), unknown, "a reset ends the session");
}
