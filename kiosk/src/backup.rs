//! `backup`, `restore`, `reconcile` (F8). A backup may be older than the last sale, so a restored kiosk might sell a number
//! twice: it sells nothing until its operator said which numbers were sold since.

use crate::{
    clock, condition,
    schema::{self, state_code},
    stock::{log, number},
};
use model::{NumberState, UnixTime};
use serde::{Deserialize, Serialize};
use std::path::Path;
use store::{Error, Folder, RestoreError, Store, params};

/// Writes a backup of the stock to `target`, while the kiosk runs. It holds sealed rows and wrapped keys: of no use
/// without the kiosk's keystore, which is not in it.
///
/// # Errors
/// [`Error`]
pub fn backup(store: &Store, target: &Path) -> Result<(), Error> {
    store.backup(target)
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

/// How a restored kiosk learns what was sold since its backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// Numbers that the operator's network or paper says were given out since the backup.
    pub sold: Vec<String>,
    /// Take every number out that was available at the time of the backup: for an operator who can't know.
    pub retire_available: bool,
    /// The clock was wrong before: believe what it says now.
    pub believe_clock: bool,
}

/// What the reconciliation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// Numbers marked as given out.
    pub sold: u64,
    /// Numbers taken out of use.
    pub retired: u64,
}

/// Why the kiosk was not reconciled. It still sells nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileError {
    /// The list names a number that isn't in stock.
    #[error("the list of sold numbers names {0}, which is not in the stock")]
    Unknown(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<store::SqlError> for ReconcileError {
    fn from(error: store::SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Lets a restored kiosk sell again: what was sold since the backup is taken out, all or nothing.
///
/// # Errors
/// [`ReconcileError`]
pub fn reconcile(store: &Store, with: Reconciliation, now: UnixTime) -> Result<Reconciled, ReconcileError> {
    store
        .write(move |tx| {
            let mut done = Reconciled::default();
            for sold in &with.sold {
                let found =
                    tx.query_optional("SELECT id, state FROM number WHERE number = ?1", params![sold], |row| {
                        Ok((row.get::<_, i64>(0)?, schema::state(row, 1)?))
                    })?;
                let (id, state) = found.ok_or_else(|| ReconcileError::Unknown(sold.clone()))?;
                if matches!(state, NumberState::Available | NumberState::Reserved) {
                    tx.execute(
                        "UPDATE reservation SET stage = ?2, ended_why = 'reconciled' WHERE number = ?1 AND stage <= 2",
                        params![id, schema::Stage::Released.code()],
                    )?;
                    number::set_state(tx, id, NumberState::Distributed, "sold before the backup was restored", now)?;
                    done.sold += 1;
                }
            }
            if with.retire_available {
                done.retired = retire_available(tx, now)?;
            }
            if with.believe_clock {
                clock::believe(tx, now)?;
            }
            condition::set_unreconciled(tx, false)?;
            Ok(done)
        })
        .wait()
}

fn retire_available(tx: &store::Transaction<'_>, now: UnixTime) -> Result<u64, ReconcileError> {
    let all = tx.query_all("SELECT id FROM number WHERE state = 0", [], |row| row.get::<_, i64>(0))?;
    for id in &all {
        log::note(tx, now, *id, NumberState::Retired, "could have been sold before the backup was restored")?;
    }
    tx.execute("UPDATE number SET state = ?1 WHERE state = 0", params![state_code(NumberState::Retired)])?;
    tx.execute("UPDATE segment SET available = 0, open = 0", [])?;
    Ok(all.len() as u64)
}
