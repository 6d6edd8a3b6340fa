use crate::{Error, ports::Es9, session::Progress};
use async_trait::async_trait;
use store::crash;

/// A way to one SM-DP+: ES9+ in its ASN.1 binding, whatever carries it.
#[async_trait]
pub(crate) trait Line: Send {
    /// Asks.
    async fn ask(&mut self, der: Vec<u8>, progress: Progress<'_>) -> Result<Vec<u8>, NoAnswer>;
}

/// Why there is no answer of ES9+.
pub(crate) enum NoAnswer {
    /// Whoever stands before the server refuses: that is its answer.
    Refused(Error),
    /// The way is lost.
    Lost(Error),
}

impl From<NoAnswer> for Error {
    fn from(no: NoAnswer) -> Self {
        match no {
            NoAnswer::Refused(error) | NoAnswer::Lost(error) => error,
        }
    }
}

/// A server that is reached through a network.
pub(crate) struct Online<'a>(pub(crate) &'a mut dyn Es9);

#[async_trait]
impl Line for Online<'_> {
    async fn ask(&mut self, der: Vec<u8>, progress: Progress<'_>) -> Result<Vec<u8>, NoAnswer> {
        crash::point("phone.server.asked");
        let answer = self.0.ask(der, progress).await;
        crash::point("phone.server.answered");
        answer.map_err(|error| NoAnswer::Lost(Error::Server(error)))
    }
}
