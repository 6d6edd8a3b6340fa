use crate::session::Progress;
use async_trait::async_trait;

/// A connection to one SM-DP+ through a network.
#[async_trait]
pub trait Es9: Send {
    /// Asks a function: RemoteProfileProvisioningRequest in, RemoteProfileProvisioningResponse out, DER; empty for a notification that
    /// was accepted (SGP.22 §6.6).
    ///
    /// # Errors
    /// [`ServerError`]: no answer, which is something else than a refusal.
    async fn ask(&mut self, der: Vec<u8>, progress: Progress<'_>) -> Result<Vec<u8>, ServerError>;
}

/// Why a server gave no answer, in the words of what connects to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ServerError {
    /// What happened.
    pub what: String,
    /// Whether trying again may help by itself.
    pub retrying_helps: bool,
    /// What the user can do, as a sentence.
    pub hint: &'static str,
}
