use crate::es10::CancelSessionReason;
use crate::metadata::{PprIds, StoreMetadataRequest};
use model::SecretBytes;

/// What the user is asked before a package is bound (SGP.22 §3.1.3, step 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// What the server says of the profile, its policy rules among it.
    pub metadata: StoreMetadataRequest,
    /// A confirmation code is asked for.
    pub needs_code: bool,
    /// The server did not take the code that was given: the user may have mistyped it, and is asked again. Each wrong one
    /// counts; after too many the server ends the order. Whoever answers without a user must not give the same one again.
    pub code_refused: bool,
    /// Policy rules that the user must agree to in so many words (SGP.22 §2.9.2.4): the card asks for it.
    pub rules_to_agree: PprIds,
}

/// What the user says. Each "no" reaches the server as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Yes, with the confirmation code where one is asked for.
    Agreed {
        /// The code as typed.
        code: Option<SecretBytes>,
    },
    /// No: the order is over.
    Rejected,
    /// Later: the order stays.
    Postponed,
    /// Nothing: the order stays.
    TimedOut,
    /// Not with these policy rules: the order is over.
    RulesNotAllowed,
}

impl Answer {
    /// The reason of a cancellation because of this answer; `None` for a yes.
    pub(super) const fn no(&self) -> Option<CancelSessionReason> {
        match self {
            Self::Agreed { .. } => None,
            Self::Rejected => Some(CancelSessionReason::EndUserRejection),
            Self::Postponed => Some(CancelSessionReason::Postponed),
            Self::TimedOut => Some(CancelSessionReason::Timeout),
            Self::RulesNotAllowed => Some(CancelSessionReason::PprNotAllowed),
        }
    }
}
