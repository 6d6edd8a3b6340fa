//! ES9+ over the near-field link, in the ASN.1 binding.

use super::{NotAnswered, es9, turned_away};
use crate::Kiosk;
use model::UnixTime;
use nearfield::message::{Refusal, Response};
use rsp::es9::Request;

/// Answers an ES9+ request.
pub(super) fn answer(kiosk: &Kiosk, der: &[u8], now: UnixTime) -> Result<Response, Refusal> {
    let request = Request::decode(der).map_err(|error| {
        tracing::info!(%error, "an ES9+ request that does not read");
        Refusal::NotUnderstood
    })?;
    match es9::try_answer(kiosk, request, now) {
        Ok(Ok(answer)) => Ok(Response::Es9(answer.encode_with_status())),
        Ok(Err((asked, refusal))) => match refusal.response(asked) {
            Some(answer) => Ok(Response::Es9(answer.encode_with_status())),
            // A notification. This link can say more than ES9+, so the phone keeps what moved nothing, for the kiosk that
            // it is about, or this one once its books are right again.
            None => Err(Refusal::UnknownMatchingId),
        },
        Err(NotAnswered::Kiosk(refusal)) => Err(refusal),
        Err(NotAnswered::NotSelling(why)) => Err(turned_away(&why, now)),
    }
}
