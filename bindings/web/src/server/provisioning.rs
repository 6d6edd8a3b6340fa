use rsp::es9;

/// What a program that serves ES9+ does with it: an SM-DP+ with its orders and keys.
pub trait Provisioning: Send + Sync + 'static {
    /// Answers a request. Called on a thread that may block, but for InitiateAuthentication, which needs no order and so no
    /// database: it is answered where it came in, and must only compute.
    ///
    /// # Errors
    /// [`Unavailable`]: not a refusal by a check of SGP.22, which is an answer.
    fn es9(&self, request: es9::Request) -> Result<es9::Response, Unavailable>;
}

/// Why there is no answer now. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// Too much at once; trying again helps.
    #[error("too much is asked for at once; try again in {retry_after} s")]
    Busy {
        /// After so many seconds.
        retry_after: u32,
    },
    /// It does not serve now.
    #[error("out of service: {why}")]
    OutOfService {
        /// Why, for whoever asks.
        why: &'static str,
    },
    /// It failed; its own log says how.
    #[error("the server failed")]
    Internal,
}

impl Unavailable {
    /// The HTTP status that says so (RFC 9110 §15.6).
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Busy { .. } | Self::OutOfService { .. } => 503,
            Self::Internal => 500,
        }
    }
}
