use app::ports::{Cloud, CloudRequest, CloudResponse, Method};
use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use net::cloud::{self, CloudAddress, CloudRoots};
use std::sync::Arc;
use tower::ServiceExt;

/// A method as HTTP has it.
#[must_use]
pub const fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}

/// What the account's server answers, asked without a socket.
///
/// # Panics
/// If its answer breaks off.
pub async fn answer(router: Router, request: &CloudRequest) -> CloudResponse {
    let CloudRequest { method, path, token, body } = request;
    let mut asked = Request::builder().method(word(*method)).uri(path);
    if let Some(token) = token {
        asked = asked.header("authorization", format!("Bearer {}", token.as_str()));
    }
    if body.is_some() {
        asked = asked.header("content-type", "application/json");
    }
    let asked = asked.body(Body::from(body.clone().unwrap_or_default())).expect("a request");
    let Ok(answer) = router.oneshot(asked).await;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.expect("a body").to_bytes().to_vec();
    CloudResponse { status, body }
}

/// The way to a server on loopback, by HTTP and WebSocket, as phones have it.
///
/// # Panics
/// If `url` is no address.
#[must_use]
pub fn by_http(url: &str) -> Arc<dyn Cloud> {
    let address = CloudAddress::parse(url).expect("an address");
    cloud::at(address, &CloudRoots::Public).expect("a client")
}
