//! What the vault says of its records as a whole: the number of the last commit and, for each table, a mark: the XOR of
//! a secret MAC for each record's slot and version.
//!
//! Whoever puts an older row back, removes one or adds one can't make the mark fit, since the head is sealed and names
//! no MAC. Only the whole file can be put back to an earlier state; [`super::Vault::rotate`] is what makes that dead.

use super::{
    meta,
    seal::{Sealer, Slot, Tag},
};
use crate::VaultError;
use std::collections::BTreeMap;
use store::Store;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Of the last commit; a record's version is the number of the commit that wrote it.
    pub(super) number: u64,
    marks: BTreeMap<Tag, [u8; 16]>,
}

impl Head {
    /// Reads the head that stands in the database.
    pub(super) fn load(store: &Store, sealer: &Sealer) -> Result<Self, VaultError> {
        let sealed = meta::load(store)?.and_then(|meta| meta.head);
        sealed.and_then(|head| Self::open(&head, sealer)).ok_or_else(|| VaultError::corrupt("head"))
    }

    pub(super) fn open(sealed: &[u8], sealer: &Sealer) -> Option<Self> {
        let plain = sealer.open_head(sealed)?;
        let (number, marks) = plain.expose().split_first_chunk::<8>()?;
        let (pairs, rest) = marks.as_chunks::<32>();
        let pair = |pair: &[u8; 32]| {
            let (tag, mark) = pair.split_first_chunk::<16>()?;
            Some((*tag, mark.try_into().ok()?))
        };
        let marks = pairs.iter().map(pair).collect::<Option<_>>()?;
        rest.is_empty().then(|| Self { number: u64::from_be_bytes(*number), marks })
    }

    pub(super) fn seal(&self, sealer: &Sealer) -> Result<Vec<u8>, VaultError> {
        let mut plain = self.number.to_be_bytes().to_vec();
        for (tag, mark) in &self.marks {
            plain.extend_from_slice(tag);
            plain.extend_from_slice(mark);
        }
        sealer.seal_head(&plain)
    }

    /// Adds a record to its table's mark, or takes it out again: the same operation.
    pub(super) fn toggle(&mut self, sealer: &Sealer, slot: &Slot, version: u64) {
        let (tag, _) = slot.split_first_chunk::<16>().expect("a slot starts with its tag");
        let mark = self.marks.entry(*tag).or_default();
        xor(mark, &sealer.mark(slot, version));
        if *mark == [0; 16] {
            self.marks.remove(tag);
        }
    }

    /// Whether exactly these records make up the table's mark.
    pub(super) fn vouches<'a>(
        &self,
        sealer: &Sealer,
        tag: &Tag,
        records: impl Iterator<Item = (&'a Slot, u64)>,
    ) -> bool {
        let mut mark = [0; 16];
        for (slot, version) in records {
            xor(&mut mark, &sealer.mark(slot, version));
        }
        mark == self.marks.get(tag).copied().unwrap_or_default()
    }

    /// Tables that have records.
    pub(super) fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.marks.keys()
    }
}

fn xor(mark: &mut [u8; 16], with: &[u8; 16]) {
    for (to, from) in mark.iter_mut().zip(with) {
        *to ^= from;
    }
}
