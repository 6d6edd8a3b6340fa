use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// JSON with a status.
pub(super) struct Answer<T>(pub(super) StatusCode, pub(super) T);

/// 200.
pub(super) const fn ok<T>(answer: T) -> Answer<T> {
    Answer(StatusCode::OK, answer)
}

/// 201.
pub(super) const fn created<T>(answer: T) -> Answer<T> {
    Answer(StatusCode::CREATED, answer)
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.1).expect("what is answered has string keys only");
        json(self.0, body)
    }
}

/// What is JSON already.
pub(super) fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json");
    with(status, JSON, body)
}

/// A body of some type.
pub(super) fn with(status: StatusCode, content_type: HeaderValue, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}
