use crate::tls::{NotTrusted, TlsError};
use rsp::{cert::ChainError, es9::json::JsonError};
use std::error::Error;

/// Why a server gave no answer. What was asked may have been done.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The address is none.
    #[error("{0:?} is no server's address")]
    Address(String),
    /// TLS can't be set up here.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Nobody answers there.
    #[error("{server} can't be reached: {why}")]
    Unreachable {
        /// The server's address.
        server: String,
        /// What the system says.
        why: String,
    },
    /// The server can't prove who it is.
    #[error("{server} can't prove who it is: {error}")]
    NotTrusted {
        /// The server's address.
        server: String,
        /// Why.
        error: ChainError,
    },
    /// The handshake failed.
    #[error("no secure connection to {server}: {why}")]
    Handshake {
        /// The server's address.
        server: String,
        /// What TLS says.
        why: String,
    },
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Lost(String),
    /// There is no answer in time.
    #[error("the server did not answer in {0} s")]
    Timeout(u64),
    /// The server answered with an HTTP status that is no answer of ES9+.
    #[error("the server answered with HTTP status {0}")]
    Status(u16),
    /// The answer is longer than any can be.
    #[error("the server's answer is longer than {0} bytes")]
    TooLong(usize),
    /// The answer can't be read.
    #[error("the server's answer can't be read: {0}")]
    Malformed(#[from] JsonError),
}

impl HttpError {
    /// Whether trying again may help by itself.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Lost(_) | Self::Timeout(_) => true,
            Self::Status(status) => matches!(status, 408 | 429 | 500..),
            _ => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Address(_) => "Compare the code with the one that you were given.",
            Self::NotTrusted { error: ChainError::Expired { .. }, .. } => {
                "If this device's clock is right, tell the operator: its server's certificate has expired."
            }
            Self::NotTrusted { error: ChainError::NotYetValid { .. }, .. } => {
                "Compare this device's clock with a clock; if it is right, tell the operator."
            }
            Self::NotTrusted { error: ChainError::UnknownRoot { .. }, .. } => {
                "Install the root certificate of the server's operator if you trust it; else walk away."
            }
            Self::NotTrusted { .. } | Self::Handshake { .. } => {
                "Somebody may stand in the middle, or the code is for another server: ask the operator."
            }
            Self::Unreachable { .. } | Self::Lost(_) | Self::Timeout(_) => "Check the network, then try again.",
            Self::Status(408 | 429 | 500..) => "Try again in a while; if that does not help, tell the operator.",
            Self::Tls(_) | Self::Status(_) | Self::TooLong(_) | Self::Malformed(_) => {
                "Tell the operator: its server does not speak as this program does."
            }
        }
    }
}

/// What a failed handshake says.
pub(super) fn of_handshake(server: &str, error: &std::io::Error) -> HttpError {
    let server = server.to_owned();
    let rustls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    if let Some(rustls::Error::InvalidCertificate(rustls::CertificateError::Other(other))) = rustls
        && let Some(NotTrusted(error)) = other.0.downcast_ref::<NotTrusted>()
    {
        return HttpError::NotTrusted { server, error: error.clone() };
    }
    let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    // Without a word of TLS's it broke off, as where the server was started again.
    if rustls.is_some() { HttpError::Handshake { server, why } } else { HttpError::Unreachable { server, why } }
}
