//! ES11: the SM-DS at the same door. Whom a request is for shows in the address that it names, and in its session then.

use super::es9::{NotAnswered, Stop, may_answer, sign};
use crate::{Kiosk, entropy::Entropy, events, kiosk::Discovery};
use model::UnixTime;
use rsp::es9::{AuthenticateClientRequest, Request, Response};
use smdp::Asked;

/// Answers what is asked of the SM-DS; `None` if it is asked of the SM-DP+.
pub(super) fn answer(kiosk: &Kiosk, request: &Request, now: UnixTime) -> Option<Result<Response, NotAnswered>> {
    let ds = kiosk.discovery.as_ref()?;
    let asked = Asked::by(request);
    let answered = match request {
        Request::InitiateAuthentication(request) if ds.server().goes_by(&request.smdp_address) => {
            may_answer(kiosk, asked.function, now).map(|()| {
                let mut sessions = ds.sessions();
                let to_sign = ds.server().initiate_authentication(&mut sessions, request, now, &mut Entropy);
                drop(sessions);
                to_sign.map_err(Stop::from).and_then(|to_sign| sign(kiosk, to_sign))
            })
        }
        Request::AuthenticateClient(request) if ds.sessions().has(&request.transaction_id) => {
            may_answer(kiosk, asked.function, now).map(|()| authenticate(kiosk, ds, request, now))
        }
        _ => return None,
    };
    Some(answered.and_then(|answered| match answered {
        Ok(response) => Ok(response),
        Err(Stop::Kiosk(refusal)) => Err(NotAnswered::Kiosk(refusal)),
        Err(Stop::Smdp(refusal)) => {
            tracing::info!(%refusal, function = %asked.function, "refused by the SM-DS");
            ds.server().response(&refusal, asked).ok_or(NotAnswered::Kiosk(nearfield::message::Refusal::Internal))
        }
    }))
}

fn authenticate(
    kiosk: &Kiosk,
    ds: &Discovery,
    request: &AuthenticateClientRequest,
    now: UnixTime,
) -> Result<Response, Stop> {
    let client = ds.server().authenticate_client(&mut ds.sessions(), request, now)?;
    let found = events::of_card(&kiosk.store, client.eid())?;
    Ok(client.with_events(&found)?)
}
