//! ES2+ over HTTP (SGP.22 §6.5): `POST /gsma/rsp2/es2plus/FUNCTION` in JSON, by whoever has proven itself with a certificate.
//!
//! A function that is answered is 200, whether it was done or refused; HandleDownloadProgressInfo, where it is taken, 204. What is no
//! call of ES2+ gets the HTTP status that says so; nothing has changed then.

use super::{
    ClientCertificate, Limits, Ordered, Ordering,
    http::{self, JSON, JSON_SENT, PROTOCOL, bad, failed, protocol, with},
};
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, Response, StatusCode},
    routing::post,
};
use rsp::es2::{Call, Function};
use std::sync::Arc;

/// The function requester (1.1) is not allowed (1.2) to.
const NOT_ALLOWED: (&str, &str) = ("1.1", "1.2");

/// The routes of ES2+. Only [`super::Server::mutual`] says who calls: by another one, nobody is let in.
pub fn routes<O: Ordering>(ordering: Arc<O>, limits: Limits) -> Router {
    routes_at(rsp::es2::PATH, ordering, limits)
}

/// The same under another path, which ends with `/`.
pub fn routes_at<O: Ordering>(path: &str, ordering: Arc<O>, limits: Limits) -> Router {
    let call = move |Path(name): Path<String>,
                     client: Option<Extension<ClientCertificate>>,
                     headers: HeaderMap,
                     body: Body| {
        let ordering = ordering.clone();
        async move {
            let client = client.map(|Extension(client)| client);
            let answered = answer(ordering, limits, &name, client, &headers, body).await;
            let mut response = answered.unwrap_or_else(|response| response);
            response.headers_mut().insert(PROTOCOL, protocol(&headers));
            response
        }
    };
    Router::new().route(&format!("{path}{{function}}"), post(call).fallback(other_method))
}

async fn other_method(headers: HeaderMap) -> Response<Body> {
    http::other_method(&headers, "the functions of ES2+ are called by POST")
}

async fn answer<O: Ordering>(
    ordering: Arc<O>,
    limits: Limits,
    name: &str,
    client: Option<ClientCertificate>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response<Body>, Response<Body>> {
    let client = client.ok_or_else(|| forbidden("ES2+ takes a certificate of the client"))?;
    let function =
        Function::named(name).ok_or_else(|| bad(StatusCode::NOT_FOUND, "there is no such function in ES2+"))?;
    let body = http::read(limits, JSON, headers, body).await?;
    let call = Call::decode(function, &body).map_err(|error| {
        // What was sent is not for the log: it may hold a confirmation code.
        tracing::info!(%function, "an ES2+ call that does not read");
        bad(StatusCode::BAD_REQUEST, &error.to_string())
    })?;
    match http::asked(move || ordering.es2(&client.0, call)).await {
        Ok(Ordered::Answer(body)) => Ok(with(StatusCode::OK, Some(JSON_SENT), body.into())),
        Ok(Ordered::Taken) => Ok(with(StatusCode::NO_CONTENT, None, Bytes::new())),
        Ok(Ordered::Forbidden { why }) => Err(forbidden(why)),
        Ok(Ordered::NotServed) => Err(bad(StatusCode::NOT_FOUND, "this function is not served here")),
        Err(why) => Err(http::unavailable(&why)),
    }
}

fn forbidden(why: &str) -> Response<Body> {
    failed(StatusCode::FORBIDDEN, NOT_ALLOWED, why)
}
