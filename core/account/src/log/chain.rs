//! One hash over all writes so far: `chain 0 = H("landfall/1 log", account id)`, `chain n = SHA-256(chain n−1 ‖ digest of entry n)`. `H(…)` is SHA-256
//! over its arguments, each led by its length (u32, big-endian).

use crate::{
    keys::{AccountId, digest},
    wire::{Bytes, Entry},
};
use ring::digest::{SHA256, digest as sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The chain before the first entry.
#[must_use]
pub fn start(account: &AccountId) -> [u8; 32] {
    digest(&[b"landfall/1 log", &account.0])
}

/// The chain with one entry more.
#[must_use]
pub fn next(chain: &[u8; 32], entry: &[u8; 32]) -> [u8; 32] {
    plain(&[chain.as_slice(), entry].concat())
}

/// SHA-256 of what was sealed: of an entry whose `sealed` the server has dropped, what it keeps in its stead. None if it has neither, or both and
/// they differ.
#[must_use]
pub fn sealed_digest(entry: &Entry) -> Option<[u8; 32]> {
    let kept = (!entry.digest.is_empty()).then_some(&entry.digest);
    if entry.write.sealed.is_empty() {
        return kept?.0.as_slice().try_into().ok();
    }
    let own = plain(&entry.write.sealed.0);
    kept.is_none_or(|kept| kept.0 == own).then_some(own)
}

/// `H("landfall/1 entry", seq (u64), device, record, kind, version (u64), key epoch (u32), deleted (01 or 00), SHA-256 of sealed)`.
#[must_use]
pub fn entry(entry: &Entry, sealed: &[u8; 32]) -> [u8; 32] {
    let write = &entry.write;
    digest(&[
        b"landfall/1 entry",
        &entry.seq.to_be_bytes(),
        &entry.device.0,
        &write.record.0,
        write.kind.as_bytes(),
        &write.version.to_be_bytes(),
        &write.key_epoch.to_be_bytes(),
        &[u8::from(write.deleted)],
        sealed,
    ])
}

fn plain(bytes: &[u8]) -> [u8; 32] {
    sha256(&SHA256, bytes).as_ref().try_into().expect("SHA-256 has 32 bytes")
}

/// The newest values are all kept, of older ones each [`STEP`]th.
const STEP: u64 = 256;
/// How far back.
const REACH: u64 = 64 * STEP;

/// The chain's values that a device remembers, to judge what others signed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct History(BTreeMap<u64, Bytes>);

impl History {
    /// Adds the value at `seq`, and forgets what is too far back.
    pub fn push(&mut self, seq: u64, chain: &[u8; 32]) {
        self.0.insert(seq, Bytes::from(chain));
        if let Some(old) = seq.checked_sub(STEP).filter(|old| old % STEP != 0) {
            self.0.remove(&old);
        }
        if let Some(old) = seq.checked_sub(REACH) {
            self.0.remove(&old);
        }
    }

    /// The value at `seq`, if it is remembered.
    #[must_use]
    pub fn at(&self, seq: u64) -> Option<&Bytes> {
        self.0.get(&seq)
    }

    /// How many are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
