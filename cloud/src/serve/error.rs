use super::tls::TlsFilesError;
use crate::{
    agency::AgencyError, issuer::IssuerError, push::PushError, server_key::KeyFileError, service::OpenError,
    storage::StorageError,
};
use std::{io, path::PathBuf};

/// Why the cloud doesn't serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The service over it.
    #[error(transparent)]
    Service(#[from] OpenError),
    /// The server's key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// What kiosks' certificates are renewed by.
    #[error("nothing can be certified: {0}")]
    Issuer(#[from] IssuerError),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsFilesError),
    /// A card agency.
    #[error(transparent)]
    Agency(#[from] AgencyError),
    /// The services that wake phones.
    #[error(transparent)]
    Push(#[from] PushError),
    /// The data folder.
    #[error("the data folder {} can't be made: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The address can't be listened on.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// Tokens would travel for everybody to read.
    #[error("{0} can be reached from elsewhere, and there is no TLS")]
    Plain(String),
    /// The folder's door.
    #[error("the door for this cloud's other commands can't be opened: {0}")]
    Door(#[from] store::door::DoorError),
}

impl ServeError {
    /// Whether trying again helps.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        match self {
            Self::Storage(error) => error.retrying_helps(),
            Self::Service(error) => error.retrying_helps(),
            Self::Key(error) => error.retrying_helps(),
            Self::Issuer(error) => error.retrying_helps(),
            Self::Tls(error) => error.retrying_helps(),
            Self::Push(error) => error.retrying_helps(),
            Self::Door(error) => error.retrying_helps(),
            Self::Agency(error) => error.retrying_helps(),
            // What is no address does not become one.
            Self::Listen { source, .. } => source.kind() != io::ErrorKind::InvalidInput,
            Self::Folder { .. } | Self::Plain(_) => false,
        }
    }

    /// What the operator can do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Storage(error) => error.hint(),
            Self::Service(error) => error.hint(),
            Self::Key(error) => error.hint(),
            Self::Issuer(error) => error.hint(),
            Self::Tls(error) => error.hint(),
            Self::Push(error) => error.hint(),
            Self::Door(error) => error.hint(),
            Self::Agency(error) => error.hint(),
            Self::Folder { .. } => "Check the path and its permissions, or give another by --data.",
            Self::Listen { .. } => "End what listens there, or choose another address with --listen HOST:PORT.",
            Self::Plain(_) => {
                "Give a certificate ([tls] in cloud.toml), or set behind-proxy if only a proxy that speaks TLS reaches it."
            }
        }
    }
}
