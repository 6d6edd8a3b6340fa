//! Law 1: dependencies point one way. Law 2: which crates are sans-IO, and so may not see a runtime, a socket or a database.

use serde_json::Value;
use std::collections::BTreeMap;

/// What each crate of the core may depend on within the workspace; everything below `app` is listed whole.
pub const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("tlv", &[]),
    ("saip", &["model", "tlv"]),
    ("uicc", &["model", "tlv"]),
    ("rsp", &["model", "tlv"]),
    ("euicc", &["model", "tlv", "saip", "uicc", "rsp"]),
    ("smdp", &["model", "tlv", "saip", "uicc", "rsp"]),
    ("nearfield", &["model", "tlv", "saip", "uicc", "rsp"]),
    ("account", &["model", "tlv"]),
    ("report", &["model", "account"]),
    ("store", &[]),
    ("vault", &["model", "store"]),
    ("app", &["model", "tlv", "saip", "uicc", "rsp", "euicc", "smdp", "nearfield", "store", "vault", "account"]),
    ("radio", &["nearfield"]),
    ("reader", &["app"]),
    ("web", &["model", "rsp"]),
    (
        "kiosk",
        &[
            "radio",
            "web",
            "model",
            "tlv",
            "saip",
            "uicc",
            "rsp",
            "smdp",
            "nearfield",
            "store",
            "vault",
            "account",
            "report",
        ],
    ),
    ("ffi", &["app", "model", "store", "vault", "account", "nearfield", "net", "radio", "rsp", "web"]),
    ("jni", &["ffi"]),
    ("net", &["app", "nearfield", "radio", "rsp", "web"]),
    ("cli", &["model", "rsp", "app", "store", "vault", "account", "nearfield", "net", "radio", "reader", "web"]),
    ("cloud", &["model", "tlv", "uicc", "rsp", "smdp", "store", "account", "report", "web"]),
];

/// Crates that do no I/O.
pub const SANS_IO: &[&str] =
    &["model", "tlv", "saip", "uicc", "rsp", "euicc", "smdp", "nearfield", "account", "report"];

/// What a sans-IO crate may never see.
pub const IO: &[&str] =
    &["tokio", "rusqlite", "mdns-sd", "reqwest", "axum", "tracing-subscriber", "getrandom", "oneshot"];

/// Every breach of the two laws in the output of `cargo metadata --no-deps`, in words.
#[must_use]
pub fn breaches(metadata: &Value) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = short(package["name"].as_str().unwrap_or_default());
        let Some(permitted) = allowed.get(name) else { continue };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if dependency["kind"] == "dev" {
                continue;
            }
            let full = dependency["name"].as_str().unwrap_or_default();
            if full.starts_with("landfall-") && !permitted.contains(&short(full)) {
                found.push(format!("{name} depends on {}, which its layer may not see", short(full)));
            }
            if SANS_IO.contains(&name) && IO.contains(&full) {
                found.push(format!("{name} is sans-IO and depends on {full}"));
            }
        }
    }
    found
}

fn short(name: &str) -> &str {
    name.strip_prefix("landfall-").unwrap_or(name)
}
