use super::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An entry of a card's phone book (EF.ADN, TS 31.102 §4.4.2.3).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneBookEntry {
    /// The card's number.
    pub iccid: String,
    /// The entry's record on the card, from 1.
    pub number: u8,
    /// The name.
    pub name: String,
    /// The telephone number: digits, `*`, `#`, with a leading `+` if international.
    pub dial: String,
    /// What a newer release added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Names and numbers are other people's.
impl std::fmt::Debug for PhoneBookEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhoneBookEntry({}, {})", self.iccid, self.number)
    }
}

impl Kind for PhoneBookEntry {
    const KIND: &'static str = "phone-book";

    fn subject(&self) -> Vec<String> {
        vec![self.iccid.clone(), self.number.to_string()]
    }
}
