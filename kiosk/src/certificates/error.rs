use rsp::cert::{CertError, ChainError};
use std::fmt;
use vault::KeystoreError;

/// What is wrong with certificates that were given. Nothing of them is kept then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificatesError {
    /// A file is no certificate.
    #[error("the {part} file is no certificate: {error}")]
    Malformed {
        /// Which.
        part: Part,
        /// Why.
        error: CertError,
    },
    /// The CI's certificate is none.
    #[error("this is no certificate of a CI: {0}")]
    Ci(ChainError),
    /// A certificate does not stand under that CI in its role, or not now.
    #[error("the {part} certificate can't be used: {error}")]
    Chain {
        /// Which.
        part: Part,
        /// Why.
        error: ChainError,
    },
    /// A private key is another one's.
    #[error("the {part} key does not belong to the {part} certificate")]
    Key {
        /// Which.
        part: Part,
    },
    /// DPauth and DPpb are of two servers.
    #[error("the DPauth and DPpb certificates name two servers: their object identifiers differ")]
    TwoServers,
    /// The CI is the operator's own, whose certificates come by `renew`.
    #[error("this CI is the root of the kiosk's own operator")]
    OwnRoot,
    /// There are no certificates under this CI.
    #[error("the kiosk has no certificates under the CI key {0}")]
    Unknown(String),
    /// The keystore refused.
    #[error("the keys can't be kept: {0}")]
    Keystore(#[from] KeystoreError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// One of what is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The CI's certificate.
    Ci,
    /// For authentication.
    DpAuth,
    /// For the binding of profile packages.
    DpPb,
    /// For HTTPS.
    Tls,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ci => "CI",
            Self::DpAuth => "DPauth",
            Self::DpPb => "DPpb",
            Self::Tls => "TLS",
        })
    }
}

impl CertificatesError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Chain { error, .. } | Self::Ci(error) => error.retrying_helps(),
            Self::Keystore(error) => error.retrying_helps(),
            Self::Store(error) => error.retrying_helps(),
            Self::Malformed { .. } | Self::Key { .. } | Self::TwoServers | Self::OwnRoot | Self::Unknown(_) => false,
        }
    }

    /// What can be done, as a sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Malformed { error, .. } => error.hint(),
            Self::Ci(_) => "Give the certificate of the CI that issued the others, in DER form.",
            Self::Chain { error: ChainError::UnknownRoot { .. } | ChainError::AuthorityKey { .. }, .. } => {
                "Give the certificate of the CI that issued this one; of several generations, the right one."
            }
            Self::Chain { error: ChainError::Role { .. }, .. } => "Look whether two files were mixed up.",
            Self::Chain { error: ChainError::Name { .. }, .. } => {
                "Have a certificate issued for the name in smdp-address of kiosk.toml, or set the name that it is for."
            }
            Self::Chain { error, .. } => error.hint(),
            Self::Key { .. } => "Give the key that the certificate was requested with.",
            Self::TwoServers => "Give two certificates that were issued for one server.",
            Self::OwnRoot => "Run landfall-kiosk renew instead.",
            Self::Unknown(_) => "See landfall-kiosk certificates list.",
            Self::Keystore(error) => return error.hint().to_owned(),
            Self::Store(error) => error.hint(),
        }
        .to_owned()
    }
}
