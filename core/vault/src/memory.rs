use crate::{Records, VaultError, records::Found};
use model::{
    SecretBytes,
    record::{Batch, Change},
};
use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

type Table = BTreeMap<Vec<u8>, SecretBytes>;

/// Records that live as long as this does: for tests and benches.
#[derive(Debug, Default)]
pub struct MemoryRecords {
    tables: Mutex<BTreeMap<String, Table>>,
    commits: AtomicU64,
}

impl MemoryRecords {
    /// Empty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many batches were committed.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Table>> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records for MemoryRecords {
    fn commit(&self, batch: Batch) -> Result<(), VaultError> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut tables = self.lock();
        for change in batch.changes {
            match change {
                Change::Put { table, id, value } => {
                    tables.entry(table.to_owned()).or_default().insert(id, value);
                }
                Change::Delete { table, id } => {
                    tables.entry(table.to_owned()).or_default().remove(&id);
                }
                Change::DeletePrefix { table, prefix } => {
                    tables.entry(table.to_owned()).or_default().retain(|id, _| !id.starts_with(&prefix));
                }
            }
        }
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn get(&self, table: &str, id: &[u8]) -> Result<Option<SecretBytes>, VaultError> {
        Ok(self.lock().get(table).and_then(|t| t.get(id)).cloned())
    }

    fn scan(&self, table: &str, prefix: &[u8]) -> Result<Vec<Found>, VaultError> {
        let tables = self.lock();
        let Some(table) = tables.get(table) else { return Ok(Vec::new()) };
        let from = table.range::<[u8], _>((Bound::Included(prefix), Bound::Unbounded));
        Ok(from.take_while(|(id, _)| id.starts_with(prefix)).map(|(id, value)| (id.clone(), value.clone())).collect())
    }

    fn ids(&self, table: &str, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultError> {
        Ok(self.scan(table, prefix)?.into_iter().map(|(id, _)| id).collect())
    }
}
