//! Durable state as the sans-IO crates see it: records by table and id, changed in batches.
//!
//! A crate that keeps state asks for a [`Batch`] to be committed; whoever drives it writes the batch in one
//! transaction, perhaps with changes of its own, and only then lets the crate go on.

use crate::SecretBytes;

/// One change of a record. Values may hold secrets: they are zeroised and never shown.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// Writes the record, new or over the old one.
    Put {
        /// The table, such as `euicc.profile`.
        table: &'static str,
        /// The record's id within the table.
        id: Vec<u8>,
        /// The record's content.
        value: SecretBytes,
    },
    /// Removes the record if it is there.
    Delete {
        /// The table.
        table: &'static str,
        /// The record's id within the table.
        id: Vec<u8>,
    },
    /// Removes every record of the table whose id starts with `prefix`.
    DeletePrefix {
        /// The table.
        table: &'static str,
        /// The first bytes of the ids.
        prefix: Vec<u8>,
    },
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Put { table, value, .. } => write!(f, "Put({table}, {} bytes)", value.len()),
            Self::Delete { table, .. } => write!(f, "Delete({table})"),
            Self::DeletePrefix { table, .. } => write!(f, "DeletePrefix({table})"),
        }
    }
}

/// Changes that become durable together or not at all, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The changes.
    pub changes: Vec<Change>,
}

impl Batch {
    /// No changes yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { changes: Vec::new() }
    }

    /// Adds the writing of a record.
    pub fn put(&mut self, table: &'static str, id: impl Into<Vec<u8>>, value: impl Into<SecretBytes>) {
        self.changes.push(Change::Put { table, id: id.into(), value: value.into() });
    }

    /// Adds the removal of a record.
    pub fn delete(&mut self, table: &'static str, id: impl Into<Vec<u8>>) {
        self.changes.push(Change::Delete { table, id: id.into() });
    }

    /// Adds the removal of every record whose id starts with `prefix`.
    pub fn delete_prefix(&mut self, table: &'static str, prefix: impl Into<Vec<u8>>) {
        self.changes.push(Change::DeletePrefix { table, prefix: prefix.into() });
    }

    /// Adds another batch's changes behind these.
    pub fn append(&mut self, mut other: Self) {
        self.changes.append(&mut other.changes);
    }

    /// Whether there is nothing to commit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
