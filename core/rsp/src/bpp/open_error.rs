use crate::notification::{BppCommandId, ErrorReason};

/// What was wrong with a piece of a bound profile package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// A command's data is malformed.
    #[error("its data is malformed")]
    Malformed,
    /// DPpb's signature.
    #[error("the signature of the SM-DP+ does not verify")]
    Signature,
    /// Another session's package.
    #[error("it is of another session")]
    TransactionId,
    /// Not AES-128.
    #[error("it asks for keys other than AES-128")]
    Keys,
    /// Not an installation.
    #[error("it is not an installation")]
    Operation,
    /// The one-time key of the SM-DP+ is no point of the curve.
    #[error("the one-time key of the SM-DP+ is not on the curve")]
    OneTimeKey,
    /// Segments are malformed or out of order.
    #[error("its segments are malformed or out of order")]
    Structure,
    /// A MAC does not verify.
    #[error("a segment's MAC does not verify")]
    Mac,
    /// The package, or a segment, is larger than is taken.
    #[error("it is larger than this eUICC takes")]
    TooLarge,
}

impl Cause {
    /// Whether a new session may fare better: where this package was spoilt, or met another session, on its way.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Signature | Self::TransactionId | Self::Structure | Self::Mac)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Signature | Self::TransactionId | Self::Structure | Self::Mac => {
                "Fetch the package in a new session; if it stays, what the server sends is changed on its way."
            }
            Self::TooLarge => "Ask the operator for a smaller profile.",
            Self::Malformed | Self::Keys | Self::Operation | Self::OneTimeKey => {
                "Tell the operator: its server's packages are not what the standard says."
            }
        }
    }
}

/// Why a bound profile package did not open. The session is over; a new one may succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the profile package failed at {command}: {cause}")]
pub struct OpenError {
    /// Where.
    pub command: BppCommandId,
    /// Why.
    pub cause: Cause,
}

impl OpenError {
    /// Whether a new session may fare better.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        self.cause.retrying_helps()
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        self.cause.hint()
    }
}

impl OpenError {
    /// As ProfileInstallationResult says it (SGP.22 §2.5.6).
    #[must_use]
    pub const fn reason(&self) -> ErrorReason {
        match self.cause {
            Cause::Malformed | Cause::OneTimeKey => ErrorReason::IncorrectInputValues,
            Cause::Signature => ErrorReason::InvalidSignature,
            Cause::TransactionId => ErrorReason::InvalidTransactionId,
            Cause::Keys => ErrorReason::UnsupportedCrtValues,
            Cause::Operation => ErrorReason::UnsupportedRemoteOperationType,
            Cause::Structure => ErrorReason::Scp03tStructureError,
            Cause::Mac => ErrorReason::Scp03tSecurityError,
            Cause::TooLarge => ErrorReason::InstallFailedDueToInsufficientMemoryForProfile,
        }
    }
}
