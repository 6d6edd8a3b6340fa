use super::{Live, Vault, seal::Slot};
use crate::{Records, VaultError, cards::is_protected, checks, records::Found};
use model::{
    SecretBytes,
    record::{Batch, Change},
};
use std::ops::Bound;
use store::{Error, Store, Transaction, params};

/// Tables of the vault itself: written by its own methods only.
const OWN: &str = "vault.";

/// A change as the database gets it.
enum Write {
    Put { slot: Slot, version: u64, name: Vec<u8>, sealed: Vec<u8> },
    Delete { slot: Slot },
}

impl Records for Vault {
    /// One durable transaction. Records of cards may be written here together with a flow's journal, but not read.
    fn commit(&self, batch: Batch) -> Result<(), VaultError> {
        let reserved = batch.changes.iter().find_map(|change| match change {
            Change::Put { table, .. } | Change::Delete { table, .. } if table.starts_with(OWN) => Some(*table),
            _ => None,
        });
        match reserved {
            Some(table) => Err(VaultError::Reserved { table: table.to_owned() }),
            None => self.commit_any(batch),
        }
    }

    fn get(&self, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, VaultError> {
        open_to_all(table)?;
        self.get_any(table, id)
    }

    fn scan(&self, table: &str, prefix: &[u8]) -> Result<Vec<Found>, VaultError> {
        open_to_all(table)?;
        self.scan_any(table, prefix)
    }

    fn ids(&self, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultError> {
        open_to_all(table)?;
        self.ids_any(table, prefix)
    }
}

fn open_to_all(table: &str) -> Result<(), VaultError> {
    if is_protected(table) && checks::PROTECTED.on() {
        Err(VaultError::Protected { table: table.to_owned() })
    } else {
        Ok(())
    }
}

impl Vault {
    pub(super) fn commit_any(&self, batch: Batch) -> Result<(), VaultError> {
        let mut state = self.lock();
        let store = &self.inner.store;
        let live = state.live(store)?;
        if batch.is_empty() {
            return Ok(());
        }
        // From here on memory runs ahead of the disk: unless the commit succeeds, it is read anew.
        live.stale = true;
        let writes = live.apply(store, batch)?;
        let head = live.head.seal(&live.sealer)?;
        store.write_now(move |tx| write(tx, &writes, &head))?;
        live.stale = false;
        Ok(())
    }

    pub(crate) fn get_any(&self, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, VaultError> {
        let mut state = self.lock();
        let store = &self.inner.store;
        let live = state.live(store)?;
        let Some(version) = live.index(store, table)?.get(id).copied() else { return Ok(None) };
        store.read(|tx| live.fetch(tx, table, id, version)).map(Some)
    }

    pub(crate) fn scan_any(&self, table: &str, prefix: &[u8]) -> Result<Vec<Found>, VaultError> {
        let mut state = self.lock();
        let store = &self.inner.store;
        let live = state.live(store)?;
        let wanted = starting(live.index(store, table)?, prefix);
        store.read(|tx| {
            let fetch = |(id, version): (Vec<u8>, u64)| {
                let value = live.fetch(tx, table, &id, version)?;
                Ok((id, value))
            };
            wanted.into_iter().map(fetch).collect()
        })
    }

    pub(crate) fn ids_any(&self, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultError> {
        let mut state = self.lock();
        let store = &self.inner.store;
        let found = starting(state.live(store)?.index(store, table)?, prefix);
        Ok(found.into_iter().map(|(id, _)| id).collect())
    }
}

impl Live {
    /// Works the batch into head and indices; answers what the database must be told.
    fn apply(&mut self, store: &Store, batch: Batch) -> Result<Vec<Write>, VaultError> {
        self.head.number += 1;
        let mut writes = Vec::with_capacity(batch.changes.len());
        for change in batch.changes {
            match change {
                Change::Put { table, id, value } => writes.push(self.put(store, table, id, &value)?),
                Change::Delete { table, id } => writes.extend(self.delete(store, table, &id)?),
                Change::DeletePrefix { table, prefix } => {
                    for (id, _) in starting(self.index(store, table)?, &prefix) {
                        writes.extend(self.delete(store, table, &id)?);
                    }
                }
            }
        }
        Ok(writes)
    }

    fn put(&mut self, store: &Store, table: &str, id: Vec<u8>, value: &SecretBytes) -> Result<Write, VaultError> {
        let version = self.head.number;
        let slot = self.sealer.slot(table, &id);
        let name = self.sealer.seal_name(&slot, &id);
        let sealed = self.sealer.seal_value(table, &id, version, value.expose())?;
        if let Some(old) = self.index(store, table)?.insert(id, version) {
            self.head.toggle(&self.sealer, &slot, old);
        }
        self.head.toggle(&self.sealer, &slot, version);
        Ok(Write::Put { slot, version, name, sealed })
    }

    fn delete(&mut self, store: &Store, table: &str, id: &[u8]) -> Result<Option<Write>, VaultError> {
        let Some(old) = self.index(store, table)?.remove(id) else { return Ok(None) };
        let slot = self.sealer.slot(table, id);
        self.head.toggle(&self.sealer, &slot, old);
        Ok(Some(Write::Delete { slot }))
    }

    /// Reads and opens a record that the index says is there at `version`.
    fn fetch(&self, tx: &Transaction<'_>, table: &str, id: &[u8], version: u64) -> Result<SecretBytes, VaultError> {
        let slot = self.sealer.slot(table, id);
        let sql = "SELECT sealed FROM record WHERE slot = ?1 AND version = ?2";
        let sealed = tx.query_optional(sql, params![slot, version as i64], |row| row.get::<_, Vec<u8>>(0));
        let sealed = sealed.map_err(Error::from)?;
        let value = sealed.and_then(|sealed| self.sealer.open_value(table, id, version, &sealed));
        value.ok_or_else(|| VaultError::corrupt(table))
    }
}

fn starting(index: &super::tables::Index, prefix: &[u8]) -> Vec<(Vec<u8>, u64)> {
    let from = index.range::<[u8], _>((Bound::Included(prefix), Bound::Unbounded));
    from.take_while(|(id, _)| id.starts_with(prefix)).map(|(id, version)| (id.clone(), *version)).collect()
}

fn write(tx: &Transaction<'_>, writes: &[Write], head: &[u8]) -> Result<(), Error> {
    for write in writes {
        match write {
            Write::Put { slot, version, name, sealed } => tx.execute(
                "INSERT INTO record (slot, version, name, sealed) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (slot)
                 DO UPDATE SET version = excluded.version, name = excluded.name, sealed = excluded.sealed",
                params![slot, *version as i64, name, sealed],
            )?,
            Write::Delete { slot } => tx.execute("DELETE FROM record WHERE slot = ?1", params![slot])?,
        };
    }
    tx.execute("UPDATE vault SET head = ?1", params![head])?;
    Ok(())
}
