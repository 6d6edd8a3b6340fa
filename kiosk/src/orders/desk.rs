use super::{Caller, answered};
use crate::Kiosk;
use model::UnixTime;
use rsp::{
    es2::{Call, CancelOrderResponse, Request},
    json::ResponseHeader,
    reason::StatusCode,
};
use serde::Serialize;
use smdp::es2::OrderRefused;
use std::sync::Arc;
use store::{SqlError, Transaction};
use web::server::Ordered;

/// The function requester (1.1) is not allowed (1.2) to.
const NOT_ALLOWED: StatusCode = StatusCode::new("1.1", "1.2");

/// One call, in the transaction that looks and writes.
pub(super) struct Desk<'a> {
    pub(super) tx: &'a Transaction<'a>,
    pub(super) kiosk: &'a Kiosk,
    pub(super) caller: &'a Caller,
    pub(super) now: UnixTime,
}

/// Why a call changed nothing.
#[derive(Debug)]
pub(super) enum Stop {
    Refused(OrderRefused),
    Store(store::Error),
}

impl From<OrderRefused> for Stop {
    fn from(refused: OrderRefused) -> Self {
        Self::Refused(refused)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<SqlError> for Stop {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// A function that changes orders.
pub(super) trait Function: Request + Send + 'static {
    /// Its answer.
    type Response: Serialize;

    /// Carries it out.
    fn carry_out(&self, desk: &Desk<'_>) -> Result<Self::Response, Stop>;
}

/// Answers a call: what it changed is durable when this returns.
///
/// # Errors
/// If the database refuses; nothing has changed then.
pub(crate) fn answer(kiosk: &Arc<Kiosk>, caller: Caller, call: Call, now: UnixTime) -> Result<Ordered, store::Error> {
    // Whoever calls is known by its certificate; it must not give its calls another's name.
    if call.header().function_requester_identifier != caller.requester {
        tracing::info!(function = %call.function(), refusal = "another's name", requester = caller.requester, "refused");
        return Ok(failed(ResponseHeader::failed(&NOT_ALLOWED)));
    }
    match call {
        Call::DownloadOrder(request) => carried_out(kiosk, caller, request, now),
        Call::ConfirmOrder(request) => carried_out(kiosk, caller, request, now),
        Call::CancelOrder(request) => carried_out(kiosk, caller, request, now),
        Call::ReleaseProfile(request) => carried_out(kiosk, caller, request, now),
        Call::HandleDownloadProgressInfo(_) => Ok(Ordered::NotServed),
    }
}

fn carried_out<F: Function>(
    kiosk: &Arc<Kiosk>,
    caller: Caller,
    request: F,
    now: UnixTime,
) -> Result<Ordered, store::Error> {
    let (function, requester, at) = (F::FUNCTION, caller.requester.clone(), kiosk.clone());
    let job = move |tx: &Transaction<'_>| {
        let desk = Desk { tx, kiosk: &at, caller: &caller, now };
        if let Some(answer) = answered::before(&desk, &request)? {
            return Ok((answer, true));
        }
        let answer = body(&request.carry_out(&desk)?);
        answered::keep(&desk, &request, &answer)?;
        Ok::<_, Stop>((answer, false))
    };
    match kiosk.store.write_now(job) {
        Ok((answer, again)) => {
            tracing::info!(%function, requester, again, "answered");
            Ok(Ordered::Answer(answer))
        }
        Err(Stop::Refused(refusal)) => {
            tracing::info!(%function, requester, %refusal, "refused");
            Ok(failed(refusal.header()))
        }
        Err(Stop::Store(error)) => Err(error),
    }
}

/// The answer of any function that was refused: a header, and nothing else.
fn failed(header: ResponseHeader) -> Ordered {
    Ordered::Answer(body(&CancelOrderResponse { header }))
}

fn body(response: &impl Serialize) -> Vec<u8> {
    // Maps have text keys: nothing here can fail.
    serde_json::to_vec(response).unwrap_or_default()
}
