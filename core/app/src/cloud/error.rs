use super::ProblemKind;
use crate::ports::{CloudResponse, ServerError};
use account::wire::Problem;
use vault::KeystoreError;

/// As much as is shown of what a server says of itself.
const LONGEST: usize = 400;

/// Why the account's server did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CloudError {
    /// There is no answer; it may have been done.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The server refused.
    #[error("the account's server refused: {detail}")]
    Refused {
        /// What sort of refusal.
        kind: ProblemKind,
        /// In the server's words.
        detail: String,
    },
    /// The server no longer takes this device for one of the account's.
    #[error("the account's server no longer knows this device: it was revoked, or the account was deleted")]
    NotADevice,
    /// What was asked needs somebody who is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The answer can't be read.
    #[error("the account's server gave an answer that can't be read")]
    Unreadable,
    /// The device's key did not sign.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
}

impl CloudError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Server(error) => error.retrying_helps,
            Self::Refused { kind, .. } => kind.retrying_helps(),
            Self::Keystore(error) => error.retrying_helps(),
            Self::NotADevice | Self::SignedOut | Self::Unreadable => false,
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Server(error) => error.hint,
            Self::Refused { kind, .. } => kind.hint(),
            Self::NotADevice => "Sign out of this device, and sign in again if it is yours still.",
            Self::SignedOut => "Sign in first.",
            Self::Unreadable => "Update this program; if it stays, ask the server's operator.",
            Self::Keystore(error) => error.hint(),
        }
    }

    /// Whether the server said no in this way.
    #[must_use]
    pub fn is(&self, wanted: ProblemKind) -> bool {
        matches!(self, Self::Refused { kind, .. } if *kind == wanted)
    }

    /// Whether it is certain that nothing was done: the server refused for good.
    #[must_use]
    pub const fn nothing_was_done(&self) -> bool {
        match self {
            Self::Refused { kind, .. } => !matches!(kind, ProblemKind::Unavailable | ProblemKind::Internal),
            Self::NotADevice | Self::SignedOut | Self::Keystore(_) => true,
            Self::Server(_) | Self::Unreadable => false,
        }
    }

    /// What an answer that is no success says.
    pub(super) fn of(response: &CloudResponse) -> Self {
        let problem = serde_json::from_slice::<Problem>(&response.body).ok();
        let kind = ProblemKind::of(problem.as_ref(), response.status);
        let said = problem.map(|problem| if problem.detail.is_empty() { problem.title } else { problem.detail });
        let said = said.filter(|said| !said.trim().is_empty());
        // It is a stranger's text, and goes to a terminal.
        let plain = |said: String| said.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
        let detail = said.map_or_else(|| format!("HTTP status {}", response.status), plain);
        Self::Refused { kind, detail }
    }
}
