//! Refusals as RFC 9457 has them. Whoever refuses says what and why; [`around`](super::around) writes the body, since it knows the request's id.

use super::answer;
use crate::service::ServiceError;
use account::wire::{Conflicts, Problem, ProblemKind};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::borrow::Cow;

/// A request that is not done.
#[derive(Debug, Clone)]
pub struct Failed {
    status: StatusCode,
    word: ProblemKind,
    detail: Cow<'static, str>,
    retry_after: Option<u64>,
}

impl Failed {
    /// A refusal by HTTP itself.
    #[must_use]
    pub const fn new(status: StatusCode, word: ProblemKind, detail: Cow<'static, str>) -> Self {
        Self { status, word, detail, retry_after: None }
    }

    /// It can't be read.
    pub(super) fn malformed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemKind::Malformed, detail.into())
    }

    /// Not now.
    pub(super) const fn unavailable(detail: &'static str) -> Self {
        let mut failed = Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemKind::Unavailable, Cow::Borrowed(detail));
        failed.retry_after = Some(LATER);
        failed
    }

    /// There is a fault in this program.
    pub(super) const fn internal() -> Self {
        let detail =
            "The server failed. Trying again may help; if it stays, tell the server's operator the request's id.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ProblemKind::Internal, Cow::Borrowed(detail))
    }

    /// The body.
    pub(super) fn problem(&self, request: &str) -> Problem {
        Problem {
            kind: self.word.urn(),
            title: title(self.word).to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone().into_owned(),
            instance: request.to_owned(),
        }
    }
}

/// After how many seconds a database that doesn't answer may.
const LATER: u64 = 5;
/// After how many seconds a kiosk that has a network has asked again.
const CONTACT: u64 = 3_600;

/// As HTTP has it.
fn status(word: ProblemKind) -> StatusCode {
    StatusCode::from_u16(word.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

const fn title(word: ProblemKind) -> &'static str {
    match word {
        ProblemKind::Unauthorised => "Not signed in",
        ProblemKind::Forbidden => "Not by this token",
        ProblemKind::NotFound => "Not there",
        ProblemKind::Conflict => "Something else came first",
        ProblemKind::Malformed => "Not understood",
        ProblemKind::Refused => "A signature or a rule does not hold",
        ProblemKind::TooMany => "Too often",
        ProblemKind::TooLong => "Too long",
        ProblemKind::Unavailable => "Not now",
        ProblemKind::Internal => "The server failed",
    }
}

impl From<ServiceError> for Failed {
    fn from(error: ServiceError) -> Self {
        let word = error.word();
        if let ServiceError::Storage(error) = &error {
            // What the database says is the operator's to read.
            tracing::error!(%error, hint = error.hint(), "the database failed");
        }
        let text = error.to_string();
        let first = text.chars().next().map(char::to_uppercase).into_iter().flatten();
        let text: String = first.chain(text.chars().skip(1)).collect();
        let again = if error.retrying_helps() { "Trying again may help." } else { "Trying again doesn't help." };
        let detail = format!("{text}. {again} {}", error.hint());
        let retry_after = match (&error, word) {
            (ServiceError::TooMany(after), _) => Some(*after),
            (ServiceError::Waiting(_), _) => Some(CONTACT),
            (_, ProblemKind::Unavailable) => Some(LATER),
            _ => None,
        };
        Self { status: status(word), word, detail: detail.into(), retry_after }
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        *response.status_mut() = self.status;
        if let Some(after) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, after.into());
        }
        if self.word == ProblemKind::Unauthorised {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What stood in the way of a push is no problem document: the client goes on from it.
pub(super) fn conflicts_or_failed(error: ServiceError) -> Response {
    match error {
        ServiceError::Conflicts(entries) => answer::Answer(StatusCode::CONFLICT, Conflicts { entries }).into_response(),
        error => Failed::from(error).into_response(),
    }
}

pub(super) async fn no_such_page() -> Failed {
    let detail = "There is no such page. Look at /api/openapi.json for those that there are.";
    Failed::new(StatusCode::NOT_FOUND, ProblemKind::NotFound, Cow::Borrowed(detail))
}

pub(super) async fn other_method() -> Failed {
    let detail = "The page is not asked by this method. Look at /api/openapi.json.";
    Failed::new(StatusCode::METHOD_NOT_ALLOWED, ProblemKind::Malformed, Cow::Borrowed(detail))
}
