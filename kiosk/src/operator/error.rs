use rsp::cert::issue::IssueError;
use std::{io, path::PathBuf};
use vault::KeystoreError;

/// Why the operator's folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// Another process owns the folder.
    #[error(transparent)]
    Folder(#[from] store::OpenError),
    /// The keystore refused.
    #[error("the operator's keys can't be used: {0}")]
    Keystore(#[from] KeystoreError),
    /// A file can't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is an operator in the folder already.
    #[error("{} holds an operator already", .0.display())]
    Exists(PathBuf),
    /// A file is not what it should be.
    #[error("{file} in the operator's folder is malformed: {why}")]
    Malformed {
        /// The file.
        file: &'static str,
        /// Why.
        why: String,
    },
    /// A certificate can't be made of these names.
    #[error("a certificate can't be made: {0}")]
    Issue(#[from] IssueError),
    /// The files that were given are no CI.
    #[error("these files are no root certificate and its key: {0}")]
    Root(String),
    /// No kiosk has that name.
    #[error("this operator has certified no kiosk named {0}")]
    NoKiosk(String),
    /// No client has that name.
    #[error("this operator has certified no client named {0}")]
    NoClient(String),
    /// The EID prefix is no range.
    #[error("the EID prefix must be 4 to 18 digits")]
    EidPrefix,
}
