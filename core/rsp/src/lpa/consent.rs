use crate::metadata::StoreMetadataRequest;
use model::SecretBytes;

/// What the user is asked before a package is bound (SGP.22 §3.1.3, step 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// What the server says of the profile, its policy rules among it.
    pub metadata: StoreMetadataRequest,
    /// A confirmation code is asked for.
    pub needs_code: bool,
}

/// What the user says.
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
