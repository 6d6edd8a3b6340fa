//! What phones ask for: the near-field requests, one file each, and ES9+ for whatever link it comes over.

mod catalogue;
mod commands;
mod discovery;
mod es9;
mod nearby;
mod reserve;
#[cfg(test)]
mod told;
mod wait;

use crate::{Kiosk, Peer, condition::NotSelling, identity::NotValid};
use model::UnixTime;
use nearfield::message::{Refusal, Request, Response};

/// Answers a phone's request.
pub(crate) fn answer(kiosk: &Kiosk, request: &Request, peer: &Peer, now: UnixTime) -> Response {
    let sells = || kiosk.may_sell(now).map_err(|why| turned_away(&why, now));
    let answer = match request {
        Request::Catalogue { selection, features } => {
            sells().and_then(|()| catalogue::offers(kiosk, selection, features, now))
        }
        Request::Reserve(reserve) => sells().and_then(|()| reserve::reserve(kiosk, reserve, peer, now)),
        Request::Await { matching_id } => sells().and_then(|()| wait::authorisation(kiosk, matching_id, now)),
        Request::Es9(der) => nearby::answer(kiosk, der, now),
    };
    answer.unwrap_or_else(Response::Refused)
}

fn turned_away(why: &NotSelling, now: UnixTime) -> Refusal {
    tracing::error!(%why, "a phone is turned away");
    match why {
        NotSelling::Clock(_) | NotSelling::Certificate(NotValid::NotYet { .. }) => Refusal::ClockWrong { kiosk: now },
        NotSelling::Unreconciled | NotSelling::Certificate(NotValid::Ended { .. }) => Refusal::OutOfService,
    }
}

pub(crate) use es9::{NotAnswered, answer as es9, late_result};

/// The store failed: the phone learns that the kiosk did, the log what.
fn internal(error: &store::Error) -> Refusal {
    tracing::error!(%error, "a request failed");
    if error.retrying_helps() { Refusal::Busy } else { Refusal::Internal }
}
