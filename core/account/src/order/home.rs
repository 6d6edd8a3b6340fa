//! What orders about a card's copies say beside the card, and how a device's steps hang together ([`Verb::Prepare`], [`Verb::Send`], [`Verb::Copy`],
//! [`Verb::Overwrite`], [`Verb::Deactivate`], [`Verb::Activate`]).
//!
//! | verb | `parameters` |
//! |---|---|
//! | prepare | `replaces`: the card, by ICCID, in whose place the copy comes; absent if in none |
//! | send | `key`: the other device's signed [`CardKey`](crate::wire::CardKey), as its receipt has it |
//! | copy, overwrite | `copy`: SHA-256 of the copy, as the receipt of who made it has it |
//! | deactivate | `to`: the EID of the eUICC that gets the live role |
//! | activate | `statement`: that of the eUICC which had the role, as its receipt has it; or `force`: true |
//!
//! Each has `plan` too, where it is a step of several.

use crate::{
    signed::Signed,
    wire::{Bytes, Order},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Of which plan an order is a step: several orders to two devices, of which each names what the receipt of the one before brought.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Plan {
    /// 16 bytes, made when it was begun.
    pub id: Bytes,
    /// What it is for.
    #[serde(rename = "for")]
    pub aim: Aim,
    /// The card, by ICCID.
    pub card: String,
    /// The device that gets it.
    pub to: Bytes,
}

/// What several orders come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// A dormant copy on another device.
    Copy,
    /// The same in place of a card, or of an older copy, that is there.
    Overwrite,
    /// The copy that is there is the live one.
    Activate,
    /// Copy, activate, and erase the first.
    Move,
}

/// What an order about copies says. Bytes are taken as they come: whoever obeys verifies them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// Make a key; for a copy in place of that card.
    Prepare {
        /// By ICCID.
        replaces: Option<String>,
    },
    /// Copy the card to this key.
    Send {
        /// A signed [`CardKey`](crate::wire::CardKey).
        key: Box<Signed>,
    },
    /// Take the copy with this SHA-256.
    Take {
        /// 32 bytes.
        copy: Bytes,
    },
    /// Hand the live role over.
    HandOver {
        /// EID, digits.
        to: String,
    },
    /// Take the live role by this statement.
    GoLive {
        /// As the eUICC that had it signed it.
        statement: Bytes,
    },
    /// Take the live role without one.
    Force,
}

impl Says {
    /// As an order's parameters, a step of `plan`.
    #[must_use]
    pub fn parameters(&self, plan: &Plan) -> Value {
        let mut parameters = match self {
            Self::Prepare { replaces: None } => json!({}),
            Self::Prepare { replaces: Some(card) } => json!({ "replaces": card }),
            Self::Send { key } => json!({ "key": key }),
            Self::Take { copy } => json!({ "copy": copy }),
            Self::HandOver { to } => json!({ "to": to }),
            Self::GoLive { statement } => json!({ "statement": statement }),
            Self::Force => json!({ "force": true }),
        };
        parameters["plan"] = json!(plan);
        parameters
    }

    /// What this order says, if it is one about copies and can be read.
    #[must_use]
    pub fn of(order: &Order) -> Option<Self> {
        use crate::wire::Verb;
        Some(match order.verb {
            Verb::Prepare => Self::Prepare { replaces: order.named("replaces") },
            Verb::Send => Self::Send { key: Box::new(order.named("key")?) },
            Verb::Copy | Verb::Overwrite => Self::Take { copy: order.named("copy")? },
            Verb::Deactivate => Self::HandOver { to: order.named("to")? },
            Verb::Activate if order.named("force") == Some(true) => Self::Force,
            Verb::Activate => Self::GoLive { statement: order.named("statement")? },
            Verb::Lock | Verb::Unlock | Verb::Delete | Verb::Wipe | Verb::TakeBack => return None,
        })
    }
}

impl Order {
    /// The plan that it is a step of.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        self.named("plan")
    }

    fn named<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.parameters.get(name)?).ok()
    }
}
