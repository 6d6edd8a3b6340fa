//! Checks can be taken away (`model::without`) in tests, and nowhere else: the feature that allows it is demanded by dev-dependencies only.

use serde_json::Value;

/// The feature of `landfall-model`.
pub const FEATURE: &str = "weak";

/// Every place in the output of `cargo metadata --no-deps` that could put the feature into a program, in words.
#[must_use]
pub fn breaches(metadata: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let features = dependency["features"].as_array().into_iter().flatten();
            if dependency["kind"] != "dev" && features.into_iter().any(|feature| feature == FEATURE) {
                found.push(format!("{name} demands {}'s feature {FEATURE} outside of its tests", dependency["name"]));
            }
        }
        for (feature, implied) in package["features"].as_object().into_iter().flatten() {
            let forwards = |f: &Value| f.as_str().is_some_and(|f| f.ends_with(&format!("/{FEATURE}")));
            if implied.as_array().into_iter().flatten().any(forwards) {
                found.push(format!("{name}'s feature {feature} brings {FEATURE} along"));
            }
        }
    }
    found
}
