use super::Kind;
use crate::wire::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Something that happened on a device, for the account's owner to see on all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// What.
    pub what: Happened,
    /// To which card, by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iccid: Option<String>,
    /// Where.
    pub device: Bytes,
    /// When, by that device's clock.
    pub time: u64,
    /// More of it: of an edit that a record's end undid, what it said.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub detail: Value,
    /// What a newer release added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What happened. What is not known is kept as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Happened {
    /// A card came.
    CardAdded,
    /// A card went.
    CardRemoved,
    /// Two devices edited the same: the later edit is kept beside the earlier one.
    Conflict,
    /// Something was edited here that was deleted elsewhere: it stays deleted.
    EditUndone,
    /// After the server was restored from a backup, this device wrote anew what was missing there.
    BroughtBack,
    /// A card came that was ordered at an agency.
    CardOrdered,
    /// A device that was taken out of the account had written a record so that nobody can read it.
    SetAside,
    /// Of a newer release.
    Other(String),
}

const WORDS: [(Happened, &str); 7] = [
    (Happened::CardAdded, "card_added"),
    (Happened::CardRemoved, "card_removed"),
    (Happened::Conflict, "conflict"),
    (Happened::EditUndone, "edit_undone"),
    (Happened::BroughtBack, "brought_back"),
    (Happened::CardOrdered, "card_ordered"),
    (Happened::SetAside, "set_aside"),
];

impl Happened {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(word) => word,
            known => WORDS.iter().find(|(what, _)| what == known).map_or("", |(_, word)| word),
        }
    }
}

impl From<String> for Happened {
    fn from(word: String) -> Self {
        let known = WORDS.into_iter().find(|(_, known)| *known == word);
        known.map_or(Self::Other(word), |(what, _)| what)
    }
}

impl From<Happened> for String {
    fn from(what: Happened) -> Self {
        what.as_str().to_owned()
    }
}

impl Kind for Activity {
    const KIND: &'static str = "activity";

    fn subject(&self) -> Vec<String> {
        let card = self.iccid.clone().unwrap_or_default();
        vec![self.what.as_str().to_owned(), card, self.device.text(), self.time.to_string()]
    }
}
