use super::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The user's own name for a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nickname {
    /// The card's number.
    pub iccid: String,
    /// The name; empty if it was taken away.
    pub nickname: String,
    /// What a newer release added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Kind for Nickname {
    const KIND: &'static str = "nickname";

    fn subject(&self) -> Vec<String> {
        vec![self.iccid.clone()]
    }
}
