use super::{App, Failed, guarded::Guarded, request_id};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{sync::Arc, time::Instant};
use store::crash;
use tracing::Instrument;

/// What is done around each request: its id, the log, counting; a refusal gets its body, a fault becomes an answer.
pub(super) async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");
    let began = Instant::now();
    crash::point("cloud.request.received");
    let id = request_id::of(request.headers());
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let route = path.as_ref().map_or("", MatchedPath::as_str);
    let text = id.to_str().unwrap_or_default();
    let span = tracing::info_span!("request", id = text, %method, route);
    let answered = Guarded::new(next.run(request)).instrument(span.clone()).await;
    let mut response = answered.unwrap_or_else(|| {
        tracing::error!(parent: &span, "a request was not answered: there is a fault in this program");
        Failed::internal().into_response()
    });
    if let Some(failed) = response.extensions_mut().remove::<Failed>() {
        let body = serde_json::to_vec(&failed.problem(text)).unwrap_or_default();
        *response.body_mut() = body.into();
        response.headers_mut().insert(header::CONTENT_TYPE, PROBLEM);
    }
    let status = response.status();
    let took = began.elapsed();
    app.metrics.count(&method, route, status, took);
    tracing::debug!(parent: &span, status = status.as_u16(), us = took.as_micros(), "answered");
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(request_id::HEADER, id);
    crash::point("cloud.request.answered");
    response
}
