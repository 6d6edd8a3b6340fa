use super::RecordId;
use crate::keys::digest;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// What a record holds, unsealed: a JSON object whose `body` is the kind's own. Members that are not known are kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Of an edit that came too late: the record that it was meant for. It is shown beside that one until its user decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict_of: Option<RecordId>,
    /// The kind's own.
    pub body: Value,
    /// What a newer release added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Content {
    /// Of a record of its own.
    ///
    /// # Panics
    /// If `body` has other keys than strings: no kind has.
    #[must_use]
    pub fn of(body: &impl Serialize) -> Self {
        let body = serde_json::to_value(body).expect("a record's body has string keys only");
        Self { conflict_of: None, body, other: Map::new() }
    }

    /// The body as its kind; none if it is none of this release.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.body).ok()
    }

    /// JSON, the same bytes for the same content: members by rising key, no white space.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let value = serde_json::to_value(self).expect("content is JSON already");
        canonical(&value)
    }

    /// As it was opened; none if it is no content.
    #[must_use]
    pub fn from_bytes(plain: &[u8]) -> Option<Self> {
        serde_json::from_slice(plain).ok()
    }

    pub(super) fn body_bytes(&self) -> Vec<u8> {
        canonical(&self.body)
    }

    /// Tells contents apart without keeping them.
    pub(super) fn digest(&self) -> [u8; 32] {
        digest(&[b"landfall/1 content", &self.to_bytes()])
    }
}

/// Bodies are personal: phone books, numbers.
impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content").field("conflict_of", &self.conflict_of).finish_non_exhaustive()
    }
}

fn canonical(value: &Value) -> Vec<u8> {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Object(map) => {
                let mut members: Vec<_> = map.iter().collect();
                members.sort_by(|a, b| a.0.cmp(b.0));
                Value::Object(members.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
            }
            Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
            other => other.clone(),
        }
    }
    serde_json::to_vec(&sorted(value)).expect("a JSON value is written as JSON")
}
