use super::{
    Live, Vault,
    seal::{Slot, Tag},
};
use crate::VaultError;
use std::collections::BTreeMap;
use store::{Error, Store};

/// The ids of a table's records, each with its version.
pub(super) type Index = BTreeMap<Vec<u8>, u64>;

struct Row {
    slot: Slot,
    version: u64,
    name: Vec<u8>,
}

impl Live {
    /// The table's index; read and held against the head when first asked for.
    pub(super) fn index(&mut self, store: &Store, table: &str) -> Result<&mut Index, VaultError> {
        let tag = self.sealer.tag(table);
        if !self.tables.contains_key(&tag) {
            let index = self.load_index(store, table, &tag)?;
            self.tables.insert(tag, index);
        }
        Ok(self.tables.entry(tag).or_default())
    }

    fn load_index(&self, store: &Store, table: &str, tag: &Tag) -> Result<Index, VaultError> {
        let rows = rows(store, tag)?;
        if !self.head.vouches(&self.sealer, tag, rows.iter().map(|row| (&row.slot, row.version))) {
            return Err(VaultError::corrupt(table));
        }
        let name = |row: Row| Some((self.sealer.open_name(&row.slot, &row.name)?, row.version));
        rows.into_iter().map(name).collect::<Option<_>>().ok_or_else(|| VaultError::corrupt(table))
    }
}

/// Holds every table against the head, and sees that there is no other.
pub(super) fn verify_all(vault: &Vault) -> Result<(), VaultError> {
    let mut state = vault.lock();
    let store = &vault.inner.store;
    let live = state.live(store)?;
    let mut seen = 0;
    for tag in live.head.tags() {
        let rows = rows(store, tag)?;
        seen += rows.len() as u64;
        if !live.head.vouches(&live.sealer, tag, rows.iter().map(|row| (&row.slot, row.version))) {
            return Err(VaultError::corrupt("records"));
        }
    }
    let all = store
        .read(|tx| tx.query_row("SELECT count(*) FROM record", [], |row| row.get::<_, i64>(0)).map_err(Error::from));
    if all? as u64 == seen { Ok(()) } else { Err(VaultError::corrupt("records")) }
}

fn rows(store: &Store, tag: &Tag) -> Result<Vec<Row>, VaultError> {
    let (mut first, mut last) = ([0; 32], [0xFF; 32]);
    for (at, byte) in tag.iter().enumerate() {
        (first[at], last[at]) = (*byte, *byte);
    }
    let sql = "SELECT slot, version, name FROM record WHERE slot BETWEEN ?1 AND ?2";
    let rows = store.read(|tx| {
        let row = |row: &store::Row<'_>| {
            Ok(Row { slot: row.get(0)?, version: row.get::<_, i64>(1)? as u64, name: row.get(2)? })
        };
        tx.query_all(sql, [first, last], row).map_err(Error::from)
    });
    // A column of another type or size is nothing that the vault wrote.
    rows.map_err(|error| match error {
        Error::Statement(_) => VaultError::corrupt("records"),
        other => VaultError::Store(other),
    })
}
