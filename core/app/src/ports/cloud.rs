use super::ServerError;
use async_trait::async_trait;
use zeroize::Zeroizing;

/// How something is asked of the account's server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes, or asks.
    Post,
    /// Replaces.
    Put,
    /// Ends.
    Delete,
}

/// A request to the account's server, below `/v1/`.
#[derive(Debug)]
pub struct CloudRequest {
    /// How.
    pub method: Method,
    /// Path and query, as `/v1/log?after=7`.
    pub path: String,
    /// `Authorization: Bearer …`.
    pub token: Option<Zeroizing<String>>,
    /// JSON.
    pub body: Option<Vec<u8>>,
}

/// Its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudResponse {
    /// The HTTP status.
    pub status: u16,
    /// JSON; of a refusal `application/problem+json`.
    pub body: Vec<u8>,
}

/// The account's server through a network. It carries bytes and judges nothing: what they say is verified by the flows.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Asks once.
    ///
    /// # Errors
    /// [`ServerError`]: no answer, which is something else than a refusal.
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError>;

    /// Opens `GET /v1/wake`, on which the server says that there is something.
    ///
    /// # Errors
    /// [`ServerError`].
    async fn listen(&self, token: &str) -> Result<Box<dyn Wakes>, ServerError>;
}

/// An open `GET /v1/wake`.
#[async_trait]
pub trait Wakes: Send {
    /// The next message, JSON of [`account::wire::Wake`]; none once the server has closed.
    ///
    /// # Errors
    /// [`ServerError`]: the connection broke.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, ServerError>;
}
