use super::Unavailable;
use rsp::{cert::Certificate, es2::Call};

/// What a program that is called by ES2+ does with it: an SM-DP+ with its stock, or an operator's server that is told of downloads.
pub trait Ordering: Send + Sync + 'static {
    /// Answers a call of the client with this certificate, which TLS has proven. Called on a thread that may block.
    ///
    /// # Errors
    /// [`Unavailable`]: not a refusal by a check of SGP.22, which is an answer.
    fn es2(&self, client: &Certificate, call: Call) -> Result<Ordered, Unavailable>;
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ordered {
    /// The answer's body.
    Answer(Vec<u8>),
    /// It was taken; there is nothing to answer.
    Taken,
    /// This client may not call any function.
    Forbidden {
        /// Why, for whoever calls.
        why: &'static str,
    },
    /// The function is the other side's to serve.
    NotServed,
}
