//! ES9+ over HTTP (SGP.22 §6): `POST /gsma/rsp2/es9plus/FUNCTION` in JSON, `POST /gsma/rsp2/asn1` in ASN.1.
//!
//! A function that is answered is 200, whether it was done or refused; a notification that is taken is 204. What is no request
//! of ES9+ gets the HTTP status that says so, and a body for whoever debugs a client; nothing has changed then.

use super::{Limits, Provisioning, Unavailable};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    routing::post,
};
use http_body_util::{BodyExt, Limited};
use rsp::{
    es9::{Function, Request},
    json::{FunctionExecutionStatus, ResponseHeader, StatusCodeData},
};
use serde::Serialize;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};
use tokio::time::timeout;

const JSON: &str = "application/json";
const JSON_SENT: HeaderValue = HeaderValue::from_static("application/json;charset=UTF-8");
const ASN1: &str = "application/x-gsma-rsp-asn1";
const PROTOCOL: &str = "x-admin-protocol";

/// The two bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Binding {
    Json(Function),
    Asn1,
}

/// The routes of ES9+.
pub fn routes<P: Provisioning>(provisioning: Arc<P>, limits: Limits) -> Router {
    let (json, asn1) = (provisioning.clone(), provisioning);
    let function = move |Path(name): Path<String>, headers: HeaderMap, body: Body| {
        let provisioning = json.clone();
        async move {
            match Function::named(&name) {
                Some(function) => answer(provisioning, limits, Binding::Json(function), &headers, body).await,
                None => {
                    let mut response = bad(StatusCode::NOT_FOUND, "there is no such function in ES9+");
                    response.headers_mut().insert(PROTOCOL, protocol(&headers));
                    response
                }
            }
        }
    };
    let any = move |headers: HeaderMap, body: Body| {
        let provisioning = asn1.clone();
        async move { answer(provisioning, limits, Binding::Asn1, &headers, body).await }
    };
    Router::new()
        .route("/gsma/rsp2/es9plus/{function}", post(function).fallback(other_method))
        .route("/gsma/rsp2/asn1", post(any).fallback(other_method))
}

async fn other_method(headers: HeaderMap) -> Response<Body> {
    let mut response = bad(StatusCode::METHOD_NOT_ALLOWED, "the functions of ES9+ are asked by POST");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response.headers_mut().insert(PROTOCOL, protocol(&headers));
    response
}

async fn answer<P: Provisioning>(
    provisioning: Arc<P>,
    limits: Limits,
    binding: Binding,
    headers: &HeaderMap,
    body: Body,
) -> Response<Body> {
    let mut response = match read(limits, binding, headers, body).await {
        Ok(request) => respond(provisioning, binding, request).await,
        Err(response) => response,
    };
    response.headers_mut().insert(PROTOCOL, protocol(headers));
    response
}

/// The request, or what is wrong with it.
async fn read(limits: Limits, binding: Binding, headers: &HeaderMap, body: Body) -> Result<Request, Response<Body>> {
    let wanted = if binding == Binding::Asn1 { ASN1 } else { JSON };
    if !is_of(headers, wanted) {
        return Err(bad(StatusCode::UNSUPPORTED_MEDIA_TYPE, &format!("the body must be {wanted}")));
    }
    let body = match timeout(limits.body, Limited::new(body, limits.body_bytes).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            let text = format!("the body is longer than {} bytes", limits.body_bytes);
            return Err(bad(StatusCode::PAYLOAD_TOO_LARGE, &text));
        }
        Ok(Err(_)) => return Err(bad(StatusCode::BAD_REQUEST, "the body broke off")),
        Err(_) => return Err(bad(StatusCode::REQUEST_TIMEOUT, "the body did not come in time")),
    };
    let unreadable = |error: &dyn std::fmt::Display| {
        tracing::info!(%error, "an ES9+ request that does not read");
        bad(StatusCode::BAD_REQUEST, &error.to_string())
    };
    match binding {
        Binding::Json(function) => Request::from_json(function, &body).map_err(|error| unreadable(&error)),
        Binding::Asn1 => Request::decode(&body).map_err(|error| unreadable(&error)),
    }
}

async fn respond<P: Provisioning>(provisioning: Arc<P>, binding: Binding, request: Request) -> Response<Body> {
    let ask = move |request: Request| {
        // A fault in there must cost one answer, and no connection with what else is under way on it.
        let asked = catch_unwind(AssertUnwindSafe(|| provisioning.es9(request)));
        asked.unwrap_or_else(|_| {
            tracing::error!("a request was not answered: there is a fault in this program");
            Err(Unavailable::Internal)
        })
    };
    let answered = if request.function() == Function::InitiateAuthentication {
        ask(request)
    } else {
        // Only a runtime that ends does not answer.
        tokio::task::spawn_blocking(move || ask(request)).await.unwrap_or(Err(Unavailable::Internal))
    };
    match answered {
        Ok(rsp::es9::Response::NotificationAccepted) => with(StatusCode::NO_CONTENT, None, Bytes::new()),
        Ok(answer) => match binding {
            Binding::Json(_) => with(StatusCode::OK, Some(JSON_SENT), answer.to_json().into()),
            Binding::Asn1 => with(StatusCode::OK, Some(HeaderValue::from_static(ASN1)), answer.encode().into()),
        },
        Err(unavailable) => {
            let status = StatusCode::from_u16(unavailable.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut response = bad(status, &unavailable.to_string());
            if let Unavailable::Busy { retry_after } = unavailable {
                response.headers_mut().insert(header::RETRY_AFTER, retry_after.into());
            }
            response
        }
    }
}

/// Whether the body is said to be of this type, whatever its parameters. One that is said to be nothing is taken.
fn is_of(headers: &HeaderMap, wanted: &str) -> bool {
    let Some(given) = headers.get(header::CONTENT_TYPE) else { return true };
    let essence = given.to_str().ok().and_then(|text| text.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(wanted))
}

/// The version of the binding that is answered (SGP.22 §6.3): the highest that is spoken here, of the client's major version.
fn protocol(headers: &HeaderMap) -> HeaderValue {
    let asked = headers.get(PROTOCOL).and_then(|value| value.to_str().ok()).unwrap_or_default();
    HeaderValue::from_static(if asked.starts_with("gsma/rsp/v3") { "gsma/rsp/v3.1.0" } else { "gsma/rsp/v2.3.0" })
}

#[derive(Serialize)]
struct Failed {
    header: ResponseHeader,
}

/// What is no request of ES9+ at all: the function (1.6) is invalid (2.1), in the form that clients show.
fn bad(status: StatusCode, text: &str) -> Response<Body> {
    let data = StatusCodeData {
        subject_code: "1.6".to_owned(),
        reason_code: if status.is_server_error() { "4.2" } else { "2.1" }.to_owned(),
        subject_identifier: None,
        message: Some(text.to_owned()),
    };
    let header = ResponseHeader { function_execution_status: FunctionExecutionStatus::failed(data) };
    let body = serde_json::to_vec(&Failed { header }).unwrap_or_default();
    with(status, Some(JSON_SENT), body.into())
}

fn with(status: StatusCode, content_type: Option<HeaderValue>, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    if let Some(content_type) = content_type {
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    response
}
