use async_trait::async_trait;
use model::{Iccid, SecretBytes};

/// What a server offers, before anything is installed (SGP.22 §3.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The profile.
    pub iccid: Iccid,
    /// The operator's name.
    pub operator: String,
    /// The profile's name.
    pub name: String,
    /// Policy rules that the user must agree to in so many words.
    pub rules: Vec<PolicyRule>,
    /// A confirmation code is asked for.
    pub needs_code: bool,
    /// The server did not take the code that was given before: the user may have mistyped it.
    pub code_refused: bool,
}

/// A policy rule of a profile (SGP.22 §2.9.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyRule {
    /// PPR1: it is not disabled.
    StaysEnabled,
    /// PPR2: it is not deleted.
    StaysInstalled,
}

impl PolicyRule {
    /// As a sentence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StaysEnabled => "The operator does not let you disable this card.",
            Self::StaysInstalled => "The operator does not let you delete this card.",
        }
    }
}

/// What the user says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Yes, with the confirmation code where one is asked for.
    Agreed {
        /// As typed.
        code: Option<SecretBytes>,
    },
    /// No: the order is over.
    Rejected,
    /// Later: the order stays.
    Postponed,
    /// Nothing in time: the order stays.
    TimedOut,
}

/// The user, who is asked before a profile is installed.
#[async_trait]
pub trait Consents: Send {
    /// Asks.
    async fn consent(&mut self, proposal: &Proposal) -> Decision;
}
