//! `backup`, `restore` (F8). A backup may be older than the last sale, so a restored kiosk might sell a number twice: it sells
//! nothing until its operator said which numbers were sold since ([`crate::reconcile`]).

use crate::{clock, condition, schema};
use model::UnixTime;
use std::path::Path;
use store::{Error, Folder, RestoreError, Store, params};

/// Writes a backup of the stock to `target`, while the kiosk runs. It holds sealed rows and wrapped keys: of no use
/// without the kiosk's keystore, which is not in it. The file itself is marked as one that sells nothing before it was
/// reconciled, so that who merely copies it back sells nothing twice either.
///
/// # Errors
/// [`Error`]
pub fn backup(store: &Store, target: &Path) -> Result<(), Error> {
    store.backup(target, |tx| condition::set_unreconciled(tx, true))
}

/// Puts a backup in the place of the kiosk's database. The kiosk must not be running.
///
/// # Errors
/// [`RestoreError`]
pub fn restore(folder: &Folder, source: &Path, now: UnixTime) -> Result<(), RestoreError> {
    store::restore(folder, schema::NAME, source, &schema::MIGRATIONS, move |tx| {
        condition::set_unreconciled(tx, true)?;
        let epoch: i64 =
            tx.query_optional("SELECT value FROM setting WHERE name = 'epoch'", [], |row| row.get(0))?.unwrap_or(0);
        tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('epoch', ?1)", params![epoch + 1])?;
        clock::beat(tx, now)?;
        Ok(())
    })
}
