use super::{Dirty, Replica};
use crate::{
    keys::AccountId,
    log::{Namer, Reader, RecordId},
    wire::Bytes,
};
use model::{Batch, SecretBytes};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

const STATE: &str = "sync.state";
const ROWS: &str = "sync.record";
const EDITS: &str = "sync.edit";
const FORMERS: &str = "sync.former";
/// Every table that a replica keeps.
pub const TABLES: [&str; 4] = [STATE, ROWS, EDITS, FORMERS];
/// Ids in [`STATE`].
const READER: &[u8] = b"reader";
const OUTGOING: &[u8] = b"batch";

/// Durable tables, as whoever drives a replica reads them.
pub trait Tables {
    /// What reading says when it fails.
    type Error;

    /// Every record of the table: id and value.
    ///
    /// # Errors
    /// Those of the tables.
    fn scan(&self, table: &'static str) -> Result<Vec<(Vec<u8>, SecretBytes)>, Self::Error>;

    /// The error for a record that can't be read.
    fn damaged(&self, table: &'static str) -> Self::Error;
}

impl Replica {
    /// As it was kept; a new one if nothing was.
    ///
    /// # Errors
    /// Those of `tables`.
    pub fn load<T: Tables>(account: AccountId, device: Bytes, namer: Namer, tables: &T) -> Result<Self, T::Error> {
        let mut replica = Self::new(account, device, namer);
        for (id, value) in tables.scan(STATE)? {
            match id.as_slice() {
                READER => replica.reader = parse(STATE, &value, tables)?,
                OUTGOING => replica.outgoing = Some(parse(STATE, &value, tables)?),
                _ => return Err(tables.damaged(STATE)),
            }
        }
        replica.rows = table(ROWS, tables)?;
        replica.edits = table(EDITS, tables)?;
        replica.formers = table(FORMERS, tables)?;
        Ok(replica)
    }

    /// What is to become durable since the last call, together with whatever goes with it.
    pub fn changes(&mut self) -> Batch {
        let dirty = std::mem::take(&mut self.dirty);
        let Dirty { reader, outgoing, rows, edits, formers } = dirty;
        let mut batch = Batch::new();
        if reader {
            batch.put(STATE, READER, json::<Reader>(&self.reader));
        }
        match &self.outgoing {
            Some(out) if outgoing => batch.put(STATE, OUTGOING, json(out)),
            None if outgoing => batch.delete(STATE, OUTGOING),
            _ => {}
        }
        put(&mut batch, ROWS, &rows, &self.rows);
        put(&mut batch, EDITS, &edits, &self.edits);
        put(&mut batch, FORMERS, &formers, &self.formers);
        batch
    }

    /// What forgets everything: the device leaves the account.
    #[must_use]
    pub fn forget() -> Batch {
        let mut batch = Batch::new();
        for table in TABLES {
            batch.delete_prefix(table, []);
        }
        batch
    }
}

fn table<T: Tables, R: DeserializeOwned>(name: &'static str, tables: &T) -> Result<BTreeMap<RecordId, R>, T::Error> {
    let one = |(id, value): (Vec<u8>, SecretBytes)| {
        let id = RecordId::read(&id).ok_or_else(|| tables.damaged(name))?;
        Ok((id, parse(name, &value, tables)?))
    };
    tables.scan(name)?.into_iter().map(one).collect()
}

fn parse<T: Tables, R: DeserializeOwned>(table: &'static str, value: &SecretBytes, tables: &T) -> Result<R, T::Error> {
    serde_json::from_slice(value.expose()).map_err(|_| tables.damaged(table))
}

fn put<R: Serialize>(batch: &mut Batch, table: &'static str, dirty: &BTreeSet<RecordId>, rows: &BTreeMap<RecordId, R>) {
    for id in dirty {
        match rows.get(id) {
            Some(row) => batch.put(table, id.0, json(row)),
            None => batch.delete(table, id.0),
        }
    }
}

fn json<R: Serialize>(what: &R) -> SecretBytes {
    SecretBytes::new(serde_json::to_vec(what).expect("what is kept has string keys only"))
}
