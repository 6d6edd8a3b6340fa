use crate::seal::OpeningKey;
use model::SecretBytes;
use ring::hmac;
use std::path::Path;

/// What opens the kiosk's keys.
#[derive(Debug, Clone)]
pub enum Unlock {
    /// A key file beside them (mode 0600): protects no better than the disk does.
    KeyFile,
    /// A passphrase (Argon2id).
    Passphrase(SecretBytes),
}

/// Why the keys can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// They are not there.
    #[error("the kiosk has no keys; run `landfall-kiosk init`")]
    Missing,
}

/// The kiosk's keys, open.
pub struct Keys {
    pub(crate) matching: hmac::Key,
    #[expect(dead_code, reason = "used once packages are made")]
    pub(crate) opening: OpeningKey,
}

impl Keys {
    /// Opens the keys of a data folder.
    ///
    /// # Errors
    /// [`KeysError`]
    pub fn open(_folder: &Path, _unlock: &Unlock) -> Result<Self, KeysError> {
        Err(KeysError::Missing)
    }
}
