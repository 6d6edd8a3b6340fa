//! ES2+ over HTTPS with mutual TLS: the same stock for the operators whose products it holds.

use super::https::{AGAIN, out_of_service};
use crate::{
    Kiosk,
    clock::now,
    orders::{self, Caller, NotLetIn},
};
use rsp::{cert::Certificate, es2::Call};
use std::sync::Arc;
use store::crash;
use web::{
    server::{Ordered, Ordering, Unavailable},
    tls::Clients,
};

/// Who is let in: operators that the kiosk's owner has named, by certificates that hold.
pub(super) fn clients(kiosk: &Arc<Kiosk>) -> Clients {
    let kiosk = kiosk.clone();
    Clients::new(move |certificate, now| match Caller::of(&kiosk, certificate, now) {
        Ok(_) => Ok(true),
        Err(why) => {
            tracing::warn!(%why, "a client that would order is not let in");
            match why {
                NotLetIn::Certificate(error) => Err(error),
                NotLetIn::Unknown(_) => Ok(false),
            }
        }
    })
}

/// The kiosk as operators call it, by whatever server.
#[must_use]
pub fn ordering(kiosk: Arc<Kiosk>) -> Arc<impl Ordering> {
    Arc::new(Orders(kiosk))
}

struct Orders(Arc<Kiosk>);

impl Ordering for Orders {
    fn es2(&self, client: &Certificate, call: Call) -> Result<Ordered, Unavailable> {
        let (kiosk, now) = (&self.0, now());
        // Its connection may be older than what has become of its certificate since.
        let caller = match Caller::of(kiosk, client, now) {
            Ok(caller) => caller,
            Err(why) => {
                tracing::warn!(%why, "a client that would order is not let in");
                return Ok(Ordered::Forbidden { why: "the client's certificate is not taken" });
            }
        };
        kiosk.may_sell(now).map_err(|why| {
            tracing::error!(%why, "an operator is turned away");
            out_of_service(&why)
        })?;
        crash::point("kiosk.es2.received");
        let answer = orders::answer(kiosk, caller, call, now);
        crash::point("kiosk.es2.answered");
        answer.map_err(|error| {
            tracing::error!(%error, "an operator's call failed");
            if error.retrying_helps() { Unavailable::Busy { retry_after: AGAIN } } else { Unavailable::Internal }
        })
    }
}
