//! The account's records on one device: what the log says, what was edited here since, and the batch under way, over durable tables.
//!
//! An edit stays until the log was seen to say it ([`Replica::take`]): what the server answers to a batch is a hint, no proof. Whatever was
//! interrupted is gone on with after [`Replica::load`]: the same batch goes again under the same id, or a new one if it can't be taken any more.

mod edit;
mod keep;
mod push;
mod restore;
mod take;

use super::{Content, Namer, Reader, RecordId};
use crate::{
    keys::AccountId,
    wire::{Bytes, Write},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use edit::NotEdited;
pub use keep::{TABLES, Tables};
pub use push::Pushing;
pub use take::Told;

/// The account's records on one device.
#[derive(Debug, Clone)]
pub struct Replica {
    account: AccountId,
    device: Bytes,
    namer: Namer,
    reader: Reader,
    rows: BTreeMap<RecordId, Row>,
    edits: BTreeMap<RecordId, Edit>,
    outgoing: Option<Outgoing>,
    /// Since a restored backup was believed: what was here before, until the log was read to its end.
    formers: BTreeMap<RecordId, Former>,
    dirty: Dirty,
}

/// What the log says of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    kind: String,
    version: u64,
    key_epoch: u32,
    deleted: bool,
    /// The device that wrote the last version.
    device: Bytes,
    /// SHA-256 of what it sealed.
    sealed: Bytes,
    /// None of a tombstone, and while a later version is awaited.
    content: Option<Content>,
}

/// What was done here and is not in the log yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Edit {
    kind: String,
    /// The version that it was made upon; 0 for none.
    base_version: u64,
    /// Of that version's content, if it had one.
    base: Option<Bytes>,
    /// None: the record ends.
    content: Option<Content>,
}

/// The batch under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Outgoing {
    batch: Bytes,
    /// The device that sealed it.
    device: Bytes,
    sent: Vec<Sent>,
    /// How many of them were not seen in the log yet.
    open: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sent {
    write: Write,
    content: Option<Content>,
    seen: bool,
}

/// What was known of a record before a restored backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Former {
    kind: String,
    version: u64,
    /// SHA-256 of what was sealed; none of an edit that the log never had.
    sealed: Option<Bytes>,
    /// None: it had ended.
    content: Option<Content>,
}

/// What is to be written.
#[derive(Debug, Clone, Default)]
struct Dirty {
    reader: bool,
    outgoing: bool,
    rows: BTreeSet<RecordId>,
    edits: BTreeSet<RecordId>,
    formers: BTreeSet<RecordId>,
}

/// A record as its user sees it: with what was edited here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its id.
    pub record: RecordId,
    /// Its kind.
    pub kind: String,
    /// Its content.
    pub content: Content,
    /// The device that wrote it last; this one's edit names this one.
    pub device: Bytes,
    /// The log's version; 0 before the first.
    pub version: u64,
    /// Whether the log has it so.
    pub synced: bool,
}

impl Replica {
    /// A device's that has read nothing yet.
    #[must_use]
    pub fn new(account: AccountId, device: Bytes, namer: Namer) -> Self {
        let (reader, dirty) = (Reader::new(&account), Dirty { reader: true, ..Dirty::default() });
        let (rows, edits, formers) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { account, device, namer, reader, rows, edits, outgoing: None, formers, dirty }
    }

    /// Where it stands in the log.
    #[must_use]
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The server has taken this device's head, under its enrolment `epoch`.
    pub fn head_kept(&mut self, head: &crate::wire::Head, epoch: u64) {
        self.reader.head_kept(head, epoch);
        self.dirty.reader = true;
    }

    /// Makes ids that follow from what a record is about.
    #[must_use]
    pub const fn namer(&self) -> &Namer {
        &self.namer
    }

    /// Every record that is there, by id.
    pub fn views(&self) -> impl Iterator<Item = View> {
        let ids = self.rows.keys().chain(self.edits.keys()).chain(self.formers.keys());
        let ids: BTreeSet<_> = ids.copied().collect();
        ids.into_iter().filter_map(|id| self.view(&id))
    }

    /// One record, if it is there.
    #[must_use]
    pub fn view(&self, record: &RecordId) -> Option<View> {
        let (row, edit) = (self.rows.get(record), self.edits.get(record));
        let version = row.map_or(0, |row| row.version);
        let (kind, content, device) = match (edit, row) {
            (Some(edit), _) => (&edit.kind, edit.content.as_ref()?, &self.device),
            (None, Some(row)) => (&row.kind, row.content.as_ref()?, &row.device),
            (None, None) => {
                let former = self.formers.get(record)?;
                (&former.kind, former.content.as_ref()?, &self.device)
            }
        };
        let synced = edit.is_none() && row.is_some();
        let (kind, content, device) = (kind.clone(), content.clone(), device.clone());
        Some(View { record: *record, kind, content, device, version, synced })
    }

    /// Whether the record has ended, here or in the log.
    #[must_use]
    pub fn has_ended(&self, record: &RecordId) -> bool {
        self.rows.get(record).is_some_and(|row| row.deleted)
            || self.edits.get(record).is_some_and(|edit| edit.content.is_none())
    }

    /// The id of the record about `subject`: the one that is there, or the next that was never used.
    #[must_use]
    pub fn record_about(&self, kind: &str, subject: &[&str]) -> RecordId {
        let mut ids = (0..=u32::MAX).map(|generation| self.namer.record(kind, subject, generation));
        ids.find(|id| !self.has_ended(id)).unwrap_or_else(|| self.namer.record(kind, subject, u32::MAX))
    }

    /// The record about `subject`, if it is there.
    #[must_use]
    pub fn view_about(&self, kind: &str, subject: &[&str]) -> Option<View> {
        self.view(&self.record_about(kind, subject))
    }

    /// Whether the log has to be read to its end before what is here is all that is known.
    #[must_use]
    pub fn is_restoring(&self) -> bool {
        !self.formers.is_empty()
    }

    /// How many edits the log does not have yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.edits.len()
    }

    /// How many records are still sealed with a key older than `epoch`.
    #[must_use]
    pub fn to_reseal(&self, epoch: u32) -> usize {
        self.rows.values().filter(|row| row.is_old(epoch)).count()
    }
}

impl Row {
    /// Whether it is to be sealed with the key of `epoch`. A tombstone never is: nothing comes after it.
    fn is_old(&self, epoch: u32) -> bool {
        !self.deleted && self.content.is_some() && self.key_epoch < epoch
    }
}
