//! ES9+ over HTTP (SGP.22 §6): `POST /gsma/rsp2/es9plus/FUNCTION` in JSON, `POST /gsma/rsp2/asn1` in ASN.1.
//!
//! A function that is answered is 200, whether it was done or refused; a notification that is taken is 204. What is no request
//! of ES9+ gets the HTTP status that says so, and a body for whoever debugs a client; nothing has changed then.

use super::{
    Limits, Provisioning,
    http::{self, JSON, JSON_SENT, PROTOCOL, bad, protocol, with},
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderValue, Response, StatusCode},
    routing::post,
};
use rsp::es9::{Function, Request};
use std::sync::Arc;

const ASN1: &str = "application/x-gsma-rsp-asn1";

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
    http::other_method(&headers, "the functions of ES9+ are asked by POST")
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
    let body = http::read(limits, if binding == Binding::Asn1 { ASN1 } else { JSON }, headers, body).await?;
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
    let answered = if request.function() == Function::InitiateAuthentication {
        http::guarded(|| provisioning.es9(request))
    } else {
        http::asked(move || provisioning.es9(request)).await
    };
    match answered {
        Ok(rsp::es9::Response::NotificationAccepted) => with(StatusCode::NO_CONTENT, None, Bytes::new()),
        Ok(answer) => match binding {
            Binding::Json(_) => with(StatusCode::OK, Some(JSON_SENT), answer.to_json().into()),
            Binding::Asn1 => with(StatusCode::OK, Some(HeaderValue::from_static(ASN1)), answer.encode().into()),
        },
        Err(why) => http::unavailable(&why),
    }
}
