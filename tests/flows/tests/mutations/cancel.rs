use crate::{
    counter::{ANSWERED, many},
    desk::{CLASS, Desk, NO_SESSION, body, json, resigned},
    spoil::spoil,
};
use rsp::{
    Message,
    es9::{AuthenticateClientOk, Function, Request},
    es10::{CancelSessionErrorCode, CancelSessionReason, CancelSessionResponse},
};

const FUNCTION: Function = Function::CancelSession;

/// Sends `count` of them.
pub(crate) fn send(desk: &mut Desk, count: u32) {
    let mut session = None;
    for _ in 0..count {
        let offer = match session.take() {
            Some(offer) => offer,
            // What was cancelled for good is sold anew.
            None => {
                let order = desk.shop.issue(CLASS).matching_id;
                desk.offered(&order)
            }
        };
        let changed = changed(desk, &offer);
        let answer = desk.ask_spoiled(FUNCTION, changed);
        if answer.check != ANSWERED {
            session = Some(offer);
        }
    }
}

fn changed(desk: &mut Desk, offer: &AuthenticateClientOk) -> Vec<u8> {
    let buyer = desk.buyer.clone();
    let reason = CancelSessionReason::EndUserRejection;
    json(&match desk.dice.below(12) {
        0..=5 => return spoil(&json(&buyer.cancel(offer, reason)), &mut desk.dice),
        6 => {
            let Ok(Request::CancelSession(request)) = Request::decode(&buyer.cancel(offer, reason)) else {
                panic!("own encoding")
            };
            let der = resigned(request.cancel_session_response.raw(), true, &[], &buyer.key, &mut desk.dice);
            return body(&offer.transaction_id.to_string(), "cancelSessionResponse", &der);
        }
        7 => {
            let other = desk.victim().1.transaction_id.clone();
            buyer.cancel_with(offer, reason, |signed| signed.transaction_id = other)
        }
        8 => {
            let at = desk.dice.roll() as u8;
            buyer.cancel_with(offer, reason, |signed| signed.smdp_oid.push(at & 0x7F))
        }
        9 => {
            let der = CancelSessionResponse::Error(CancelSessionErrorCode::InvalidTransactionId).encode();
            return body(&offer.transaction_id.to_string(), "cancelSessionResponse", &der);
        }
        // The other phone's session, by this phone's card.
        10 => buyer.cancel(&desk.victim().1, reason),
        _ => {
            let begun = desk.begun();
            let unproven = AuthenticateClientOk { transaction_id: begun.transaction_id, ..offer.clone() };
            buyer.cancel(&unproven, reason)
        }
    })
}

// R: E5 E7 A7
#[test]
fn changed_cancellations() {
    let mut desk = Desk::open(4);
    send(&mut desk, many());
    desk.close(&[
        "the body is not the JSON of this function",
        "transactionId",
        "cancelSessionResponse",
        NO_SESSION,
        "the card refused with error",
        "the card's signature is wrong",
        "the card signed another session's transaction id",
        "it is about another server",
    ]);
}
