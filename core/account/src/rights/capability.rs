use super::{Act, Link, Role, may};
use crate::{
    signed::{Kind, Signed, Signer},
    wire::Bytes,
};
use serde::{Deserialize, Serialize};

/// Rights in somebody's hand (`Kind::Capability`): the first signed by the account's owner key, each that is handed on by the key that the one
/// before was given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// The account whose cards they are.
    pub account: Bytes,
    /// SHA-256 of the payload of the capability that it narrows; empty in the first.
    pub parent: Bytes,
    /// Whose they are: a sub-account's owner key (P-256, uncompressed).
    pub holder: Bytes,
    /// What the holder is to the account.
    pub role: Role,
    /// What may be done.
    pub acts: Vec<Act>,
    /// To which cards.
    pub cards: Cards,
    /// Until when, seconds since 1970.
    pub expires: u64,
    /// How often it can be handed on still.
    pub depth: u8,
    /// The manifest's revocation epoch: capabilities of an earlier one are void.
    pub revocation_epoch: u64,
}

/// Cards that a capability is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cards {
    /// All that the account has and will have.
    All,
    /// These, by ICCID.
    Only(Vec<String>),
}

impl Cards {
    /// Whether this card is among them.
    #[must_use]
    pub fn has(&self, card: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(cards) => cards.iter().any(|one| one == card),
        }
    }

    /// Whether all of `others` are.
    #[must_use]
    pub fn cover(&self, others: &Self) -> bool {
        match (self, others) {
            (Self::All, _) => true,
            (Self::Only(_), Self::All) => false,
            (Self::Only(_), Self::Only(others)) => others.iter().all(|card| self.has(card)),
        }
    }
}

impl Capability {
    /// Whether `child` gives nothing that this one doesn't.
    #[must_use]
    pub fn covers(&self, child: &Self) -> bool {
        child.acts.iter().all(|act| self.acts.contains(act))
            && self.cards.cover(&child.cards)
            && child.expires <= self.expires
            && child.role >= self.role
    }

    /// Whether its holder may hand rights on at all: it was given that, and is of a role that may.
    #[must_use]
    pub fn hands_on(&self) -> bool {
        self.acts.contains(&Act::Delegate) && may(self.role, Link::Linked, Act::Delegate)
    }
}

/// The capability signed by whoever gives it: `sign` answers the signature over the message (64 bytes, raw r‖s).
///
/// # Errors
/// Those of `sign`.
pub fn sign<E>(capability: &Capability, sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>) -> Result<Signed, E> {
    Signed::make(Kind::Capability, capability, Signer::Owner, sign)
}
