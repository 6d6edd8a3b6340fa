//! A batch of writes as both databases take it, and an entry as it is sent.

use super::{
    Batch, StorageError,
    kept::{int, json, sha256},
};
use account::wire::{Bytes, Write};
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Write as _};

/// A batch as it goes in.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) id: Vec<u8>,
    /// Of who writes what: the same id with another one is another batch.
    pub(super) digest: [u8; 32],
    pub(super) device: Vec<u8>,
    pub(super) entries: Vec<PreparedEntry>,
    /// The lowest key epoch in it.
    pub(super) key_epoch: u32,
    pub(super) head: String,
    pub(super) head_seq: i64,
}

/// A write as it goes in: its place is given by the database.
#[derive(Debug)]
pub(super) struct PreparedEntry {
    pub(super) record: Vec<u8>,
    pub(super) version: i64,
    pub(super) deleted: bool,
    /// Where in the batch the first of this record is, if that is another one: the first is compared with what is there.
    pub(super) again: Option<usize>,
    /// Whether the batch has none of this record after it: it is the one that keeps what is sealed.
    pub(super) last: bool,
    /// Of the first: whether those behind it follow, each one version above the one before, nothing after a tombstone.
    pub(super) follows: bool,
    /// The members of its JSON but `seq`, `sealed` and `digest`.
    pub(super) fields: String,
    /// base64url, as it is sent.
    pub(super) sealed: String,
    /// base64url of the SHA-256 of what is sealed, which stays when that goes.
    pub(super) digest: String,
}

impl Prepared {
    pub(super) fn new(batch: Batch) -> Self {
        let mut entries: Vec<_> = batch.writes.iter().map(|write| PreparedEntry::new(&batch.device, write)).collect();
        let digest = digest(&batch.device, &entries);
        line_up(&mut entries);
        let epochs = || batch.writes.iter().map(|write| write.key_epoch);
        if !epochs().is_sorted()
            && let Some(first) = entries.first_mut()
        {
            first.follows = false;
        }
        let key_epoch = epochs().min().unwrap_or(0);
        Self {
            id: batch.id.0,
            digest,
            entries,
            key_epoch,
            head: json(&batch.head),
            head_seq: int(batch.head_seq),
            device: batch.device.0,
        }
    }

    /// The first write of each record, in order.
    pub(super) fn firsts(&self) -> impl Iterator<Item = &PreparedEntry> {
        self.entries.iter().filter(|entry| entry.again.is_none())
    }

    /// How long it is, about.
    #[cfg(feature = "postgres")]
    pub(super) fn bytes(&self) -> usize {
        self.entries.iter().map(|entry| entry.sealed.len() + entry.fields.len()).sum()
    }
}

/// Of all that is written, and by whom: each entry by its members and the digest of what it seals, which has one length.
fn digest(device: &Bytes, entries: &[PreparedEntry]) -> [u8; 32] {
    let mut all = json(device);
    for PreparedEntry { fields, digest, .. } in entries {
        // Writing to a string can't fail.
        let _ = write!(all, "{}:{fields}{digest}", fields.len());
    }
    sha256(all.as_bytes())
}

/// Finds out which writes are of one record.
fn line_up(entries: &mut [PreparedEntry]) {
    let mut seen: BTreeMap<Vec<u8>, (usize, usize)> = BTreeMap::new();
    for index in 0..entries.len() {
        let record = entries[index].record.clone();
        let (first, before) = *seen.get(&record).unwrap_or(&(index, index));
        if before != index {
            let follows =
                !entries[before].deleted && entries[index].version == entries[before].version.saturating_add(1);
            entries[index].again = Some(first);
            entries[before].last = false;
            entries[first].follows &= follows;
        }
        seen.insert(record, (first, index));
    }
}

/// The key epoch of an entry that is kept.
pub(super) fn key_epoch(fields: &str) -> Result<u32, StorageError> {
    #[derive(serde::Deserialize)]
    struct Epoch {
        key_epoch: u32,
    }
    let epoch = serde_json::from_str::<Epoch>(&format!("{{{fields}}}")).map_err(|_| StorageError::Damaged("entry"))?;
    Ok(epoch.key_epoch)
}

/// The members of [`account::wire::Entry`] that stay.
#[derive(Serialize)]
struct Fields<'a> {
    device: &'a Bytes,
    record: &'a Bytes,
    kind: &'a str,
    version: u64,
    key_epoch: u32,
    deleted: bool,
}

impl PreparedEntry {
    fn new(device: &Bytes, write: &Write) -> Self {
        let Write { record, kind, version, key_epoch, deleted, sealed } = write;
        let fields =
            json(&Fields { device, record, kind, version: *version, key_epoch: *key_epoch, deleted: *deleted });
        Self {
            record: record.0.clone(),
            version: int(*version),
            deleted: *deleted,
            again: None,
            last: true,
            follows: true,
            fields: fields.trim_start_matches('{').trim_end_matches('}').to_owned(),
            sealed: sealed.text(),
            digest: Bytes::from(sha256(&sealed.0)).text(),
        }
    }
}

/// Adds an entry as it is sent to those before it.
pub(super) fn add_entry(out: &mut String, seq: i64, fields: &str, sealed: Option<&str>, digest: &str) {
    if !out.is_empty() {
        out.push(',');
    }
    // Writing to a string can't fail.
    let _ = write!(out, "{{\"seq\":{seq},");
    out.push_str(fields);
    let (name, value) = sealed.map_or((",\"digest\":\"", digest), |sealed| (",\"sealed\":\"", sealed));
    if !value.is_empty() {
        out.push_str(name);
        out.push_str(value);
        out.push('"');
    }
    out.push('}');
}
