use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the operator keeps besides keys: `operator.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Book {
    /// The operator's name.
    pub(super) name: String,
    /// The first digits of all EIDs that its kiosks give.
    pub(super) eid_prefix: String,
    /// Kiosks in the order of their certification; each has a range of its own.
    pub(super) kiosks: Vec<String>,
    /// Number of the latest revocation list.
    #[serde(default)]
    pub(super) crl: u64,
    /// The near-field keys of the kiosks, by name: two kiosks of one name are noticed.
    #[serde(default)]
    pub(super) keys: BTreeMap<String, String>,
    /// Certificates that were issued.
    #[serde(default)]
    pub(super) issued: Vec<Issued>,
}

/// A certificate that was issued, until it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Issued {
    pub(super) kiosk: String,
    /// Hex.
    pub(super) serial: String,
    /// Seconds since 1970.
    pub(super) until: u64,
    #[serde(default)]
    pub(super) revoked: bool,
}
