//! The near-field requests, one file each.

mod catalogue;
mod es9;
mod reserve;
#[cfg(test)]
mod told;
mod wait;

use crate::{Kiosk, Peer, condition::NotSelling, identity::NotValid};
use model::UnixTime;
use nearfield::message::{Refusal, Request, Response};

/// Answers a phone's request.
pub(crate) fn answer(kiosk: &Kiosk, request: &Request, peer: &Peer, now: UnixTime) -> Response {
    let answer = may_answer(kiosk, request, now).and_then(|()| match request {
        Request::Catalogue { selection, features } => catalogue::offers(kiosk, selection, features, now),
        Request::Reserve(reserve) => reserve::reserve(kiosk, reserve, peer, now),
        Request::Await { matching_id } => wait::authorisation(kiosk, matching_id, now),
        Request::Es9(der) => es9::answer(kiosk, der, now),
    });
    answer.unwrap_or_else(Response::Refused)
}

fn may_answer(kiosk: &Kiosk, request: &Request, now: UnixTime) -> Result<(), Refusal> {
    let may = kiosk.may_sell(now).or_else(|why| match (&why, request) {
        // What a card signed of a package that the backup knows is true whatever was sold since, and is no sale. A result
        // of a sale that the backup does not know brings no certificate, so nothing in it could be verified.
        (NotSelling::Unreconciled, Request::Es9(der)) if is_result(der) => kiosk.may_take_results(now),
        _ => Err(why),
    });
    may.map_err(|why| {
        tracing::error!(%why, "a phone is turned away");
        turned_away(&why, now)
    })
}

const fn turned_away(why: &NotSelling, now: UnixTime) -> Refusal {
    match why {
        NotSelling::Clock(_) | NotSelling::Certificate(NotValid::NotYet { .. }) => Refusal::ClockWrong { kiosk: now },
        NotSelling::Unreconciled | NotSelling::Certificate(NotValid::Ended { .. }) => Refusal::OutOfService,
    }
}

fn is_result(der: &[u8]) -> bool {
    matches!(rsp::es9::Request::decode(der), Ok(rsp::es9::Request::HandleNotification(_)))
}

/// The store failed: the phone learns that the kiosk did, the log what.
fn internal(error: &store::Error) -> Refusal {
    tracing::error!(%error, "a request failed");
    if error.retrying_helps() { Refusal::Busy } else { Refusal::Internal }
}
