use async_trait::async_trait;

/// What the cloud answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The HTTP status.
    pub status: u16,
    /// JSON; of a refusal `application/problem+json`.
    pub body: Vec<u8>,
}

/// There was no answer, which is something else than a refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the cloud can't be reached: {why}")]
pub struct CarryError {
    /// What the network says.
    pub why: String,
    /// Whether trying again may help.
    pub again: bool,
    /// What to do.
    pub hint: &'static str,
}

impl CarryError {
    /// Whether trying again may help by itself.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        self.again
    }

    /// What the owner can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        self.hint
    }
}

/// The way to the cloud. It carries bytes and judges nothing.
#[async_trait]
pub trait Carrier: Send {
    /// Posts JSON to a path below `/v1/`.
    ///
    /// # Errors
    /// [`CarryError`]
    async fn post(&mut self, path: &str, body: Vec<u8>) -> Result<Carried, CarryError>;
}
