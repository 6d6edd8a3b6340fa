use std::error::Error;

/// Why an account's server gave no answer. What was asked may have been done.
#[derive(Debug, thiserror::Error)]
pub enum CloudHttpError {
    /// The address is none.
    #[error("{0:?} is no server's address")]
    Address(String),
    /// Without TLS to another machine.
    #[error("http:// shows everybody on the way what is sent to {0}")]
    Plain(String),
    /// The file with the roots.
    #[error("{path} has no root certificates: {why}")]
    Roots {
        /// Which.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// TLS can't be set up here.
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsError),
    /// Nobody answers there.
    #[error("{server} can't be reached: {why}")]
    Unreachable {
        /// The server.
        server: String,
        /// What the system says.
        why: String,
    },
    /// The server can't prove who it is, or there is no common way to speak.
    #[error("no secure connection to {server}: {why}")]
    Handshake {
        /// The server.
        server: String,
        /// What TLS says.
        why: String,
    },
    /// The connection broke.
    #[error("the connection to the account's server broke: {0}")]
    Lost(String),
    /// There is no answer in time.
    #[error("the account's server did not answer in {0} s")]
    Timeout(u64),
    /// The answer is longer than any can be.
    #[error("the account's server answered with more than {0} bytes")]
    TooLong(usize),
    /// The server did not open a WebSocket.
    #[error("the account's server answered with HTTP status {0} where it should say what happens")]
    NoWebSocket(u16),
}

impl CloudHttpError {
    /// Whether trying again may help by itself.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Lost(_) | Self::Timeout(_) => true,
            Self::NoWebSocket(status) => matches!(status, 401 | 408 | 429 | 500..),
            _ => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Address(_) => "Give the server's address as https://HOST or https://HOST:PORT.",
            Self::Plain(_) => "Give its https:// address.",
            Self::Roots { .. } => "Give a file of certificates in PEM form.",
            Self::Handshake { .. } => {
                "Compare this device's clock with a clock; if it is right, somebody may stand in the middle: ask the server's operator."
            }
            Self::Unreachable { .. } | Self::Lost(_) | Self::Timeout(_) => "Check the network, then try again.",
            Self::NoWebSocket(401 | 408 | 429 | 500..) => "Try again in a while.",
            Self::Tls(_) | Self::TooLong(_) | Self::NoWebSocket(_) => {
                "Ask the server's operator: it does not speak as this program does."
            }
        }
    }
}

/// What a failed handshake says.
pub(super) fn of_handshake(server: String, error: &std::io::Error) -> CloudHttpError {
    let rustls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    // Without a word of TLS's it broke off, as where the server was started again.
    match rustls {
        Some(_) => CloudHttpError::Handshake { server, why },
        None => CloudHttpError::Unreachable { server, why },
    }
}
