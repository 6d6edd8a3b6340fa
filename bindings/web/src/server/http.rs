//! What both interfaces do with HTTP: read a body within limits, answer with a status and a text.

use super::{Limits, Unavailable};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use http_body_util::{BodyExt, Limited};
use rsp::json::{FunctionExecutionStatus, ResponseHeader, StatusCodeData};
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::{task::spawn_blocking, time::timeout};

pub(super) const JSON: &str = "application/json";
pub(super) const JSON_SENT: HeaderValue = HeaderValue::from_static("application/json;charset=UTF-8");
pub(super) const PROTOCOL: &str = "x-admin-protocol";

/// What is no request at all: the function (1.6) is invalid (2.1), in the form that clients show.
const NO_REQUEST: (&str, &str) = ("1.6", "2.1");
/// The function (1.6) failed (4.2).
const FAILED: (&str, &str) = ("1.6", "4.2");

/// The body, if it is said to be of the type that is wanted; or what is wrong with it.
pub(super) async fn read(
    limits: Limits,
    wanted: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Bytes, Response<Body>> {
    if !is_of(headers, wanted) {
        return Err(bad(StatusCode::UNSUPPORTED_MEDIA_TYPE, &format!("the body must be {wanted}")));
    }
    match timeout(limits.body, Limited::new(body, limits.body_bytes).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            let text = format!("the body is longer than {} bytes", limits.body_bytes);
            Err(bad(StatusCode::PAYLOAD_TOO_LARGE, &text))
        }
        Ok(Err(_)) => Err(bad(StatusCode::BAD_REQUEST, "the body broke off")),
        Err(_) => Err(bad(StatusCode::REQUEST_TIMEOUT, "the body did not come in time")),
    }
}

/// Whether the body is said to be of this type, whatever its parameters. One that is said to be nothing is taken.
fn is_of(headers: &HeaderMap, wanted: &str) -> bool {
    let Some(given) = headers.get(header::CONTENT_TYPE) else { return true };
    let essence = given.to_str().ok().and_then(|text| text.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(wanted))
}

/// Asks what is behind. A fault in there must cost one answer, and no connection with what else is under way on it.
pub(super) fn guarded<T>(ask: impl FnOnce() -> Result<T, Unavailable>) -> Result<T, Unavailable> {
    catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|_| {
        tracing::error!("a request was not answered: there is a fault in this program");
        Err(Unavailable::Internal)
    })
}

/// Asks what is behind, which may wait for the disk.
pub(super) async fn asked<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, Unavailable> + Send + 'static,
) -> Result<T, Unavailable> {
    // Only a runtime that ends does not answer.
    spawn_blocking(|| guarded(ask)).await.unwrap_or(Err(Unavailable::Internal))
}

/// The version of the binding that is answered (SGP.22 §6.3): the highest that is spoken here, of the client's major version.
pub(super) fn protocol(headers: &HeaderMap) -> HeaderValue {
    let asked = headers.get(PROTOCOL).and_then(|value| value.to_str().ok()).unwrap_or_default();
    HeaderValue::from_static(if asked.starts_with("gsma/rsp/v3") { "gsma/rsp/v3.1.0" } else { "gsma/rsp/v2.3.0" })
}

#[derive(Serialize)]
struct Failed {
    header: ResponseHeader,
}

/// What is no request of these functions.
pub(super) fn bad(status: StatusCode, text: &str) -> Response<Body> {
    failed(status, if status.is_server_error() { FAILED } else { NO_REQUEST }, text)
}

/// The answer to another method than POST.
pub(super) fn other_method(headers: &HeaderMap, text: &str) -> Response<Body> {
    let mut response = bad(StatusCode::METHOD_NOT_ALLOWED, text);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response.headers_mut().insert(PROTOCOL, protocol(headers));
    response
}

/// There is no answer now.
pub(super) fn unavailable(why: &Unavailable) -> Response<Body> {
    let status = StatusCode::from_u16(why.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = bad(status, &why.to_string());
    if let Unavailable::Busy { retry_after } = why {
        response.headers_mut().insert(header::RETRY_AFTER, (*retry_after).into());
    }
    response
}

/// An HTTP error with subject and reason.
pub(super) fn failed(status: StatusCode, (subject, reason): (&str, &str), text: &str) -> Response<Body> {
    let data = StatusCodeData {
        subject_code: subject.to_owned(),
        reason_code: reason.to_owned(),
        subject_identifier: None,
        message: Some(text.to_owned()),
    };
    let header = ResponseHeader { function_execution_status: FunctionExecutionStatus::failed(data) };
    let body = serde_json::to_vec(&Failed { header }).unwrap_or_default();
    with(status, Some(JSON_SENT), body.into())
}

pub(super) fn with(status: StatusCode, content_type: Option<HeaderValue>, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    if let Some(content_type) = content_type {
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    response
}
