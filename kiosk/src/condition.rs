//! May the kiosk sell now (F8)? Not after a restore that was not reconciled, and not by a wrong clock.

use crate::{
    clock::{self, ClockWrong},
    identity::{Identity, NotValid},
};
use model::UnixTime;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::{Store, Transaction};

/// Why nothing is sold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSelling {
    /// Restored from a backup: what was sold since may not be known here.
    #[error("this kiosk was restored from a backup and sells nothing until `landfall-kiosk reconcile` has been run")]
    Unreconciled,
    /// The clock ran back.
    #[error(transparent)]
    Clock(#[from] ClockWrong),
    /// A certificate is not valid now.
    #[error(transparent)]
    Certificate(#[from] NotValid),
}

/// What is asked before each request; in memory, since it is asked often.
#[derive(Debug)]
pub(crate) struct Condition {
    latest: AtomicU64,
    unreconciled: AtomicBool,
}

impl Condition {
    pub(crate) fn read(store: &Store) -> Result<Self, store::Error> {
        let latest = clock::latest(store)?;
        Ok(Self { latest: AtomicU64::new(latest.0), unreconciled: AtomicBool::new(is_unreconciled(store)?) })
    }

    /// Reads it anew.
    pub(crate) fn refresh(&self, store: &Store) -> Result<(), store::Error> {
        let fresh = Self::read(store)?;
        self.latest.store(fresh.latest.into_inner(), Ordering::Relaxed);
        self.unreconciled.store(fresh.unreconciled.into_inner(), Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn check(&self, identity: &Identity, now: UnixTime) -> Result<(), NotSelling> {
        if self.unreconciled.load(Ordering::Relaxed) {
            return Err(NotSelling::Unreconciled);
        }
        self.check_time(identity, now)
    }

    /// Whether clock and certificates are good: all that the result of a sale needs, which is no sale.
    pub(crate) fn check_time(&self, identity: &Identity, now: UnixTime) -> Result<(), NotSelling> {
        let latest = UnixTime(self.latest.fetch_max(now.0, Ordering::Relaxed));
        clock::check(latest, now)?;
        identity.check(now)?;
        Ok(())
    }
}

/// Whether the kiosk waits for its reconciliation.
///
/// # Errors
/// If the database can't be read.
pub fn is_unreconciled(store: &Store) -> Result<bool, store::Error> {
    store.read(|tx| Ok(unreconciled(tx)?))
}

pub(crate) fn unreconciled(tx: &Transaction<'_>) -> Result<bool, store::SqlError> {
    let found = tx.query_optional("SELECT 1 FROM setting WHERE name = 'unreconciled'", [], |_| Ok(()))?;
    Ok(found.is_some())
}

pub(crate) fn set_unreconciled(tx: &Transaction<'_>, yes: bool) -> Result<(), store::Error> {
    let sql = if yes {
        "INSERT OR REPLACE INTO setting (name, value) VALUES ('unreconciled', 1)"
    } else {
        "DELETE FROM setting WHERE name = 'unreconciled'"
    };
    tx.execute(sql, [])?;
    Ok(())
}
