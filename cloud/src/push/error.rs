use std::path::PathBuf;
use web::cloud::CloudHttpError;

/// Why a phone was not woken.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// The file with the service's key.
    #[error("{path} is no key for pushes: {why}")]
    Key {
        /// Which.
        path: PathBuf,
        /// What is wrong, without a word of the key.
        why: String,
    },
    /// The service was not reached.
    #[error(transparent)]
    Line(#[from] CloudHttpError),
    /// It can't now.
    #[error("the push service is busy (status {status})")]
    Busy {
        /// HTTP.
        status: u16,
        /// It says to wait for so many seconds.
        after: Option<u64>,
    },
    /// Nobody is at that address any more.
    #[error("the phone has another push address by now, or the app is gone")]
    Gone,
    /// It does not take it.
    #[error("the push service refuses (status {status}): {why}")]
    Refused {
        /// HTTP.
        status: u16,
        /// Its own word.
        why: String,
    },
}

impl PushError {
    /// Whether trying again helps.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Busy { .. } => true,
            Self::Line(error) => error.retrying_helps(),
            Self::Key { .. } | Self::Gone | Self::Refused { .. } => false,
        }
    }

    /// What the operator can do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Key { .. } => "Get the file anew: FCM's service account as JSON, APNs's key as .p8.",
            Self::Line(error) => error.hint(),
            Self::Busy { .. } => "Nothing: it is tried again.",
            Self::Gone => "Nothing: the address is forgotten, and the app hands in its new one.",
            Self::Refused { .. } => "Check [push] in the settings: project, team, key and topic must be the app's.",
        }
    }
}
