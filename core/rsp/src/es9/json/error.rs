use crate::message::MessageError;

/// Why a body is no message of the JSON binding. Sending the same again won't help.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// It is no JSON, or a member is missing or of another kind.
    #[error("the body is not the JSON of this function: {0}")]
    Json(#[from] serde_json::Error),
    /// A member is no base64, or no hexadecimal.
    #[error("{member} is not {encoding}")]
    Encoding {
        /// The member's name.
        member: &'static str,
        /// `base64` or `hexadecimal`.
        encoding: &'static str,
    },
    /// A member's bytes are not what it should hold.
    #[error("{member}: {error}")]
    Content {
        /// The member's name.
        member: &'static str,
        /// What is wrong.
        error: MessageError,
    },
}

impl JsonError {
    /// Whether the same body may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do about it, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Compare the versions of SGP.22 that both sides speak; whoever sent it is to be mended."
    }
}
