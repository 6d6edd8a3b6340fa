//! What lpac says.

use serde_json::Value;

/// Its last word: `code`, `message` and `data`.
#[must_use]
pub fn outcome(text: &str) -> Value {
    let last =
        text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).rfind(|line| line["type"] == "lpa");
    last.map(|line| line["payload"].clone()).unwrap_or_default()
}
