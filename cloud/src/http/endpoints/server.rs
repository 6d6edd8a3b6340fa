use crate::http::{
    App, Endpoint, Failed, Method,
    answer::{json, ok, with},
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json as value;
use std::sync::Arc;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::Get, "/healthz", "Whether the program runs", health).answers(&[(200, "Health")]),
        Endpoint::new(Method::Get, "/readyz", "Whether its database answers", ready).answers(&[(200, "Health")]),
        Endpoint::new(Method::Get, "/metrics", "Counters for Prometheus", metrics).answers(&[(200, "Page")]),
        Endpoint::new(Method::Get, "/api/openapi.json", "This document", openapi).answers(&[(200, "Any")]),
    ]
}

async fn health() -> Response {
    ok(value!({"status": "ok"})).into_response()
}

async fn ready(State(app): State<Arc<App>>) -> Result<Response, Failed> {
    app.service().ready().await.map_err(|error| {
        tracing::warn!(%error, "the database does not answer");
        Failed::unavailable("The database does not answer. Try again in some seconds.")
    })?;
    Ok(ok(value!({"status": "ok"})).into_response())
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    const TEXT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4");
    with(StatusCode::OK, TEXT, app.metrics.page(app.service().hub().listening()))
}

async fn openapi(State(app): State<Arc<App>>) -> Response {
    json(StatusCode::OK, app.openapi.clone())
}
