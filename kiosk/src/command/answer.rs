use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a command answers, in both forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// For people.
    pub text: String,
    /// For programs.
    pub json: Value,
}

impl Answer {
    /// Both forms of one answer.
    #[must_use]
    pub fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json }
    }

    /// `value` for programs, `text` for people.
    pub(crate) fn of(text: impl Into<String>, value: &impl Serialize) -> Self {
        Self::new(text, serde_json::to_value(value).unwrap_or_default())
    }
}
