use super::{Sqlite, schema};
use crate::storage::{
    StorageError,
    kept::{int, number},
    restored::{REMEMBERED, behind},
};
use std::path::Path;
use store::{Folder, Options, RestoreError, Store, Transaction, params};

impl Sqlite {
    /// Copies the data as it is now to the file `target` (mode 0600), while writing goes on. It appears when it is whole and on the disk.
    ///
    /// # Errors
    /// [`StorageError::Sqlite`]; `target` is then as it was.
    pub fn backup(&self, target: &Path) -> Result<(), StorageError> {
        Ok(self.store.backup(target, |_| Ok(()))?)
    }
}

/// Puts the backup at `source` in the place of the data in `folder`, which must not be open, and raises the restore epoch above what any device may
/// have seen: above the one in the backup, the one in the data that it replaces (if that can be read), and not below `now` (seconds since 1970), in
/// case that is lost. What kiosks count by goes on behind what they may have heard. Answers the new epoch.
///
/// # Errors
/// [`RestoreError`]; the data is then as it was.
pub fn restore(folder: &Folder, source: &Path, now: u64) -> Result<u64, RestoreError> {
    let mut epoch = 0;
    let replaced = replaced(folder);
    store::restore(folder, schema::NAME, source, &schema::MIGRATIONS, |tx| {
        let kept = restore_epoch(tx)?;
        epoch = kept.max(replaced).saturating_add(1).max(now);
        tx.execute("UPDATE server SET restore_epoch = ?1", [int(epoch)])?;
        // Whoever was signed in may have been revoked since the backup.
        for table in ["session", "once"] {
            tx.execute(&format!("DELETE FROM {table}"), [])?;
        }
        for table in REMEMBERED {
            raise(tx, table, behind(epoch))?;
        }
        Ok(())
    })?;
    Ok(epoch)
}

/// Lets the table's numbers go on behind this one, if they are not beyond it. SQLite's own table of them (`AUTOINCREMENT`) has a row once one was given.
fn raise(tx: &Transaction<'_>, table: &str, behind: i64) -> Result<(), store::Error> {
    let sql = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
    if tx.execute(sql, params![table, behind])? == 0 {
        tx.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", params![table, behind])?;
    }
    Ok(())
}

/// The epoch of the data that is there; 0 if there is none, or it can't be read.
fn replaced(folder: &Folder) -> u64 {
    if !Store::exists(folder, schema::NAME) {
        return 0;
    }
    let options = Options { readers: 1, ..Options::default() };
    let store = Store::open(folder, schema::NAME, &schema::MIGRATIONS, options);
    let epoch = store.map_err(StorageError::from).and_then(|store| Ok(store.read(restore_epoch)?));
    epoch.unwrap_or_else(|error| {
        tracing::warn!(%error, "the data that is replaced can't be read");
        0
    })
}

pub(super) fn restore_epoch(tx: &Transaction<'_>) -> Result<u64, store::Error> {
    Ok(number(tx.query_row("SELECT restore_epoch FROM server", [], |row| row.get(0))?))
}
