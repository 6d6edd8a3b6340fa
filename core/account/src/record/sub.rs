use super::Kind;
use crate::{
    rights::{Act, Cards, Link, Role},
    signed::Signed,
    wire::{Bytes, Introduced},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An account that this one is tied to: its sub-account, or the one whose sub-account it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// Names it: 16 bytes.
    pub sub: Bytes,
    /// Which of the two this account is.
    pub side: Side,
    /// The user's name for the other.
    pub name: String,
    /// The code's secret, until the other has accepted: 16 bytes. It never leaves the account but in the code.
    #[serde(default, skip_serializing_if = "Bytes::is_empty")]
    pub secret: Bytes,
    /// The other, once it was found to be the one that had the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Introduced>,
    /// What the other may do with this account's cards.
    pub rights: Rights,
    /// How they stand.
    pub link: Link,
    /// What a newer release added.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Which side of a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The one that has sub-accounts.
    Main,
    /// A sub-account.
    Sub,
}

/// What one account lets another do with its cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// What the other is to it.
    pub role: Role,
    /// What may be done.
    pub acts: Vec<Act>,
    /// To which cards.
    pub cards: Cards,
    /// Until when, seconds since 1970.
    pub expires: u64,
    /// How often it may be handed on.
    pub depth: u8,
}

/// Two sub-accounts of this account: whether each sees and uses the other's cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Their accounts, the lower first.
    pub accounts: [Bytes; 2],
    /// How they stand.
    pub link: Link,
    /// What a newer release added.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The last standing of two accounts that was seen or signed: a server can't show an older one for the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// Whose cards.
    pub from: Bytes,
    /// Whose rights.
    pub to: Bytes,
    /// Signed [`crate::wire::Standing`].
    pub standing: Signed,
}

impl Kind for Tie {
    const KIND: &'static str = "sub";

    fn subject(&self) -> Vec<String> {
        vec![self.sub.text()]
    }
}

impl Kind for Pair {
    const KIND: &'static str = "sub-pair";

    fn subject(&self) -> Vec<String> {
        self.accounts.iter().map(Bytes::text).collect()
    }
}

impl Kind for Stood {
    const KIND: &'static str = "sub-standing";

    fn subject(&self) -> Vec<String> {
        vec![self.from.text(), self.to.text()]
    }
}
