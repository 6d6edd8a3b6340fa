use super::Kind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A setting that all devices of the account share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// What a newer release added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Kind for Setting {
    const KIND: &'static str = "setting";

    fn subject(&self) -> Vec<String> {
        vec![self.name.clone()]
    }
}
