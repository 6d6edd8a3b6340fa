use super::Bytes;
use serde::{Deserialize, Serialize};

/// Keys at rest at the server, each sealed by the client (`docs/account-keys.md`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedKeys {
    /// The root, under password and secret key.
    pub root: Bytes,
    /// The root, under the recovery sheet.
    pub root_by_sheet: Bytes,
    /// The lock key's seed, under the password alone.
    pub lock: Bytes,
    /// Data keys by epoch, under the root.
    pub keyring: Bytes,
}
