use model::{Batch, Change, SecretBytes};
use std::collections::BTreeMap;

/// Durable records: only batches that were committed.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Disk(pub(crate) BTreeMap<(&'static str, Vec<u8>), SecretBytes>);

impl Disk {
    pub(crate) fn commit(&mut self, batch: &Batch) {
        for change in &batch.changes {
            match change {
                Change::Put { table, id, value } => {
                    self.0.insert((*table, id.clone()), value.clone());
                }
                Change::Delete { table, id } => {
                    self.0.remove(&(*table, id.clone()));
                }
                Change::DeletePrefix { table, prefix } => {
                    self.0.retain(|(t, id), _| t != table || !id.starts_with(prefix));
                }
            }
        }
    }

    pub(crate) fn scan(&self, table: &str, prefix: &[u8]) -> Vec<(Vec<u8>, SecretBytes)> {
        let found = self.0.iter().filter(|((t, id), _)| *t == table && id.starts_with(prefix));
        found.map(|((_, id), value)| (id.clone(), value.clone())).collect()
    }
}
