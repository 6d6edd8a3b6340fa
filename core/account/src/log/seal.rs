//! A record's content ↔ what the server keeps of it.

use super::{Content, RecordId, checks};
use crate::{
    keys::{AccountId, DataKey},
    wire::{Bytes, Write},
};
use model::{Random, SecretBytes};

/// What is not sealed of a write, and is bound to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The record.
    pub record: RecordId,
    /// Its kind.
    pub kind: &'a str,
    /// Its version.
    pub version: u64,
    /// Of the data key.
    pub key_epoch: u32,
    /// A tombstone.
    pub deleted: bool,
    /// The device that wrote it.
    pub device: &'a [u8],
}

impl Bound<'_> {
    /// `"landfall/1 record" ‖ 00 ‖ account (16) ‖ record (16) ‖ length of kind (u32) ‖ kind ‖ version (u64) ‖ key epoch (u32) ‖ deleted (01 or 00) ‖
    /// length of device (u32) ‖ device`, numbers big-endian.
    #[must_use]
    pub fn associated(&self) -> Vec<u8> {
        if !checks::BOUND.on() {
            return Vec::new();
        }
        let (kind, device) = (self.kind.as_bytes(), self.device);
        let mut out = b"landfall/1 record\0".to_vec();
        out.extend_from_slice(&self.account.0);
        out.extend_from_slice(&self.record.0);
        // Neither comes near 4 GiB.
        out.extend_from_slice(&(kind.len() as u32).to_be_bytes());
        out.extend_from_slice(kind);
        out.extend_from_slice(&self.version.to_be_bytes());
        out.extend_from_slice(&self.key_epoch.to_be_bytes());
        out.push(u8::from(self.deleted));
        out.extend_from_slice(&(device.len() as u32).to_be_bytes());
        out.extend_from_slice(device);
        out
    }

    /// The write: of a tombstone, none, the seal of nothing.
    #[must_use]
    pub fn seal(&self, key: &DataKey, content: Option<&Content>, random: &mut dyn Random) -> Write {
        let plain = SecretBytes::new(content.map(Content::to_bytes).unwrap_or_default());
        let sealed = Bytes(key.seal(self.account, &self.associated(), plain.expose(), random));
        let (kind, version, key_epoch, deleted) = (self.kind.to_owned(), self.version, self.key_epoch, self.deleted);
        Write { record: self.record.into(), kind, version, key_epoch, deleted, sealed }
    }

    /// The plain bytes; none if they were sealed as something else, or changed.
    #[must_use]
    pub fn open(&self, key: &DataKey, sealed: &Bytes) -> Option<SecretBytes> {
        key.open(self.account, &self.associated(), &sealed.0)
    }
}
