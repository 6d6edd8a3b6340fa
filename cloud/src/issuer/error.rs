use rsp::{
    cert::{CertError, ChainError, csr::CsrError, issue::IssueError},
    crypto::BadKey,
};
use std::{io, path::PathBuf};

/// Why nothing was certified.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// A certificate can't be read.
    #[error(transparent)]
    Certificate(#[from] CertError),
    /// The certificates before do not hold.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The request does not hold.
    #[error(transparent)]
    Request(#[from] CsrError),
    /// What is asked for can't be written.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// Another key.
    #[error("{0} is of another key than the certificate")]
    OtherKey(&'static str),
    /// The challenge has not 32 bytes.
    #[error("a challenge has 32 bytes")]
    Challenge,
    /// A file can't be read.
    #[error("{} can't be read: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A key file holds no key.
    #[error("{}: {error}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        error: BadKey,
    },
    /// Others can read the key.
    #[error("the issuer's key {} can be read by others", .0.display())]
    Open(PathBuf),
    /// The key did not sign.
    #[error("the issuer's key did not sign")]
    Signing,
}

impl IssuerError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Signing)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Certificate(error) => error.hint(),
            Self::Chain(error) => error.hint(),
            Self::Request(error) => error.hint(),
            Self::Issue(error) => error.hint(),
            Self::OtherKey(_) => "Ask with the key of the certificate.",
            Self::Challenge => "Ask for a new challenge.",
            Self::File { .. } => "Check the path and its permissions.",
            Self::Key { error, .. } => error.hint(),
            Self::Open(_) => "Run chmod 600 on it, and think about who may have read it.",
            Self::Signing => "Try again in some seconds; if it stays, tell the server's operator.",
        }
    }
}
