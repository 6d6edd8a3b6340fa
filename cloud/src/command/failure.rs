use crate::{serve::ServeError, settings::SettingsError, storage::StorageError};
use serde::{Deserialize, Serialize};

/// Why a command failed: what happened, whether trying again helps, what can be done (F3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// What happened.
    pub error: String,
    /// Whether the same command may succeed later.
    pub retrying_helps: bool,
    /// What can be done.
    pub hint: String,
}

impl Failure {
    /// A failure that lasts until something is changed.
    #[must_use]
    pub fn lasting(error: impl ToString, hint: &str) -> Self {
        Self { error: error.to_string(), retrying_helps: false, hint: hint.to_owned() }
    }

    /// A failure that may pass.
    #[must_use]
    pub fn passing(error: impl ToString, hint: &str) -> Self {
        Self { error: error.to_string(), retrying_helps: true, hint: hint.to_owned() }
    }

    /// The request at the door is of another release.
    #[must_use]
    pub(crate) fn not_understood() -> Self {
        Self::lasting(
            "the cloud that is serving doesn't know this command",
            "Restart it: it may be of an older release.",
        )
    }

    /// An answer that does not pass through the door.
    #[must_use]
    pub(crate) fn too_long(bytes: usize) -> Self {
        let error = format!("the answer has {bytes} bytes: more than the cloud that is serving hands out at once");
        Self::lasting(error, "Stop it, and run the command again.")
    }
}

/// Errors that say themselves whether to try again, and what to do.
macro_rules! says {
    ($($error:ty),+) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self {
                    retrying_helps: error.retrying_helps(),
                    hint: error.hint().to_owned(),
                    error: error.to_string(),
                }
            }
        })+
    };
}

says!(StorageError, ServeError, SettingsError, store::OpenError, store::RestoreError, store::door::DoorError);
