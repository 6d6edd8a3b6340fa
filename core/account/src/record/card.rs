use super::Kind;
use crate::wire::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A card that a device holds: what its user sees of it. No key of it is ever in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its number.
    pub iccid: String,
    /// The eUICC's number.
    pub eid: String,
    /// The operator's name.
    pub operator: String,
    /// The product's name.
    pub name: String,
    /// How it stands.
    pub state: CardState,
    /// The device that holds it.
    pub device: Bytes,
    /// What a newer release added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// How a card stands on its device. One that is not known is kept as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum CardState {
    /// In use.
    Enabled,
    /// There, not in use.
    Disabled,
    /// A copy that can't be used until it is made the live one.
    Dormant,
    /// Of a newer release.
    Other(String),
}

const STATES: [(CardState, &str); 3] =
    [(CardState::Enabled, "enabled"), (CardState::Disabled, "disabled"), (CardState::Dormant, "dormant")];

impl CardState {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => STATES.iter().find(|(state, _)| state == known).map_or("", |(_, name)| name),
        }
    }
}

impl From<String> for CardState {
    fn from(name: String) -> Self {
        let known = STATES.into_iter().find(|(_, known)| *known == name);
        known.map_or(Self::Other(name), |(state, _)| state)
    }
}

impl From<CardState> for String {
    fn from(state: CardState) -> Self {
        state.as_str().to_owned()
    }
}

impl Kind for Card {
    const KIND: &'static str = "card";

    fn subject(&self) -> Vec<String> {
        vec![self.iccid.clone(), self.device.text()]
    }
}
