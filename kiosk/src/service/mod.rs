//! The near-field requests, one file each.

mod catalogue;
mod reserve;
mod wait;

use crate::{Kiosk, Peer};
use model::UnixTime;
use nearfield::message::{Refusal, Request, Response};

/// Answers a phone's request.
pub(crate) fn answer(kiosk: &Kiosk, request: &Request, peer: &Peer, now: UnixTime) -> Response {
    let answer = match request {
        Request::Catalogue { selection, features } => catalogue::offers(kiosk, selection, features, now),
        Request::Reserve(reserve) => reserve::reserve(kiosk, reserve, peer, now),
        Request::Await { matching_id } => wait::authorisation(kiosk, matching_id, now),
        Request::Es9(_) => Err(Refusal::NotUnderstood),
    };
    answer.unwrap_or_else(Response::Refused)
}

/// The store failed: the phone learns that the kiosk did, the log what.
fn internal(error: &store::Error) -> Refusal {
    tracing::error!(%error, "a request failed");
    if error.retrying_helps() { Refusal::Busy } else { Refusal::Internal }
}
