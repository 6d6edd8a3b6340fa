/// Why bytes are not a certificate, request or revocation list that can be used. Trying again doesn't help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertError {
    /// Not DER, or not the structure of RFC 5280.
    #[error("the {what} is malformed")]
    Malformed {
        /// Certificate, CRL, certificate request, or a part of one.
        what: &'static str,
    },
    /// Longer than anything of its kind needs to be.
    #[error("the {what} has {length} bytes, more than {most} are not read")]
    TooLong {
        /// What it is.
        what: &'static str,
        /// Its length.
        length: usize,
        /// The limit.
        most: usize,
    },
    /// Version 3 is needed for extensions.
    #[error("the certificate is not of version 3")]
    Version,
    /// The algorithm under the signature is not the one that the signature covers.
    #[error("the {what} names two different signature algorithms")]
    AlgorithmMismatch {
        /// What it is.
        what: &'static str,
    },
    /// A signature algorithm that is not done.
    #[error("signature algorithm {oid} is not supported")]
    SignatureAlgorithm {
        /// Its object identifier.
        oid: String,
    },
    /// A key type or curve that is not done.
    #[error("public key type {oid} is not supported")]
    KeyType {
        /// Object identifier of the curve or key type.
        oid: String,
    },
    /// The public key is not an uncompressed point of its curve.
    #[error("the public key is not a point of its curve")]
    Key,
    /// An extension stands there twice.
    #[error("extension {oid} stands there twice")]
    DuplicateExtension {
        /// Its object identifier.
        oid: String,
    },
}

impl CertError {
    /// Whether the same bytes may be read later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Malformed { .. } | Self::Key | Self::AlgorithmMismatch { .. } | Self::DuplicateExtension { .. } => {
                "Get it anew from its issuer: it is damaged, or was made wrongly."
            }
            Self::TooLong { .. } => "Ask its issuer for a shorter one.",
            Self::Version => "Ask its issuer for one of version 3.",
            Self::SignatureAlgorithm { .. } => "Ask its issuer for one that is signed with ECDSA and SHA-256.",
            Self::KeyType { .. } => "Ask its issuer for one with a key on P-256.",
        }
    }
}
