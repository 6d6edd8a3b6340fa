//! Key attestations in the form of Android's, over chains made here: a platform's root, a batch of devices, a device's key.
//!
//! Law: for tests alone.

mod certificate;
mod key;
mod record;

pub use certificate::{Extension, ca, certificate};
pub use key::Key;
pub use record::Record;

/// A platform, and one device of it.
pub struct Platform {
    /// Its root's key.
    pub root_key: Key,
    /// Signs for the keys of a batch of devices.
    pub batch: Key,
    /// The device's key, which is attested.
    pub key: Key,
    /// The root's certificate, DER.
    pub root: Vec<u8>,
}

impl Platform {
    /// With new keys.
    #[must_use]
    pub fn new() -> Self {
        let (root_key, batch, key) = (Key::generate(), Key::generate(), Key::generate());
        let root = certificate(1, ("Root", &root_key), ("Root", &root_key), &[ca()]);
        Self { root_key, batch, key, root }
    }

    /// What the device shows of its key, the key's certificate first.
    #[must_use]
    pub fn chain(&self, record: &Record) -> Vec<Vec<u8>> {
        self.chain_of(&[record.extension()])
    }

    /// The same, but that the key's certificate has these extensions.
    #[must_use]
    pub fn chain_of(&self, extensions: &[Extension]) -> Vec<Vec<u8>> {
        let batch = certificate(2, ("Root", &self.root_key), ("Batch", &self.batch), &[ca()]);
        let leaf = certificate(3, ("Batch", &self.batch), ("Key", &self.key), extensions);
        vec![leaf, batch, self.root.clone()]
    }
}

impl Default for Platform {
    fn default() -> Self {
        Self::new()
    }
}
