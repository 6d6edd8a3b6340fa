//! A server in memory that keeps the log's rules: for tests alone. It is honest; a test lies with what it keeps or answers.

use crate::signed::Signed;
use crate::wire::{Bytes, Conflicts, Entry, Head, Pulled, Push, Pushed, Write};
use std::collections::BTreeMap;

/// One account's log.
#[derive(Debug, Clone, Default)]
pub struct ModelServer {
    /// The log.
    pub entries: Vec<Entry>,
    /// What each device signed last.
    pub heads: BTreeMap<Bytes, Signed>,
    /// Batches that were taken: their writes and first places.
    pub batches: BTreeMap<Bytes, (Vec<Write>, u64)>,
    /// The manifest's version.
    pub manifest: u64,
    /// Rises when a backup was restored.
    pub restore_epoch: u64,
    /// Whether superseded content stays.
    pub keeps_everything: bool,
}

impl ModelServer {
    /// Empty, of an account whose device list has this version.
    #[must_use]
    pub fn new(manifest: u64) -> Self {
        Self { manifest, ..Self::default() }
    }

    /// `POST /v1/log` by `device`.
    ///
    /// # Errors
    /// [`Conflicts`], 409.
    pub fn push(&mut self, device: &Bytes, push: &Push) -> Result<Pushed, Conflicts> {
        if let Some((writes, first_seq)) = self.batches.get(&push.batch) {
            return if *writes == push.writes {
                Ok(Pushed { first_seq: *first_seq })
            } else {
                Err(Conflicts { entries: Vec::new() })
            };
        }
        let last = |record: &Bytes| self.entries.iter().rfind(|entry| entry.write.record == *record);
        let epoch = self.entries.last().map_or(0, |entry| entry.write.key_epoch);
        if push.writes.iter().any(|write| write.key_epoch < epoch) {
            return Err(Conflicts { entries: Vec::new() });
        }
        let stale = push.writes.iter().filter_map(|write| {
            let there = last(&write.record);
            let wanted = there.map_or(1, |entry| entry.write.version + 1);
            let free = there.is_none_or(|entry| !entry.write.deleted) && write.version == wanted;
            (!free).then(|| there.cloned()).flatten()
        });
        let entries: Vec<Entry> = stale.collect();
        if !entries.is_empty() {
            return Err(Conflicts { entries });
        }
        let first_seq = self.entries.len() as u64 + 1;
        for write in &push.writes {
            self.append(device, write.clone());
        }
        self.put_head(device, &push.head);
        self.batches.insert(push.batch.clone(), (push.writes.clone(), first_seq));
        Ok(Pushed { first_seq })
    }

    /// Adds a write without asking anything.
    pub fn append(&mut self, device: &Bytes, write: Write) {
        if !self.keeps_everything {
            let before = self.entries.iter_mut().rfind(|entry| entry.write.record == write.record);
            if let Some(before) = before {
                let digest = super::chain::sealed_digest(before).unwrap_or_default();
                (before.digest, before.write.sealed) = (Bytes::from(digest), Bytes::default());
            }
        }
        let seq = self.entries.len() as u64 + 1;
        self.entries.push(Entry { seq, device: device.clone(), digest: Bytes::default(), write });
    }

    /// `PUT /v1/heads` by `device`.
    pub fn put_head(&mut self, device: &Bytes, head: &Signed) {
        let place = |signed: &Signed| {
            let head = serde_json::from_slice::<Head>(&signed.payload.0);
            head.map_or((0, 0), |head| (head.restore_epoch, head.seq))
        };
        if self.heads.get(device).is_none_or(|kept| place(kept) <= place(head)) {
            self.heads.insert(device.clone(), head.clone());
        }
    }

    /// `GET /v1/log`.
    #[must_use]
    pub fn pull(&self, after: u64, limit: usize) -> Pulled {
        Pulled {
            entries: self.entries.iter().filter(|entry| entry.seq > after).take(limit).cloned().collect(),
            last_seq: self.entries.len() as u64,
            heads: self.heads.values().cloned().collect(),
            manifest: self.manifest,
            restore_epoch: self.restore_epoch,
        }
    }
}
