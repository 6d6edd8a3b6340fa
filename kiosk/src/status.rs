//! `status`: how the kiosk stands, in one look.

use crate::{condition, identity::Identity, report, schema};
use model::{NumberState, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Store;

/// The kiosk at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Its clock.
    pub clock: UnixTime,
    /// Why it doesn't sell, if it doesn't.
    pub not_selling: Option<String>,
    /// Until when its EUM certificate lives: after that only phones that have a card certificate are served.
    pub eum_until: UnixTime,
    /// Until when its other certificates live.
    pub certificates_until: UnixTime,
    /// Numbers by state.
    pub numbers: BTreeMap<NumberState, u64>,
    /// Sales that wait for the attendant.
    pub waiting: u64,
    /// Numbers whose package was made and whose phone has not reported.
    pub bound: u64,
    /// Events that the cloud has not heard of.
    pub reports: u64,
    /// How often this stock was restored from a backup.
    pub epoch: u64,
}

/// Reads the status.
///
/// # Errors
/// If the database can't be read.
pub fn status(store: &Store, identity: &Identity, now: UnixTime) -> Result<Status, store::Error> {
    let condition = condition::Condition::read(store)?;
    // A kiosk that serves may have renewed it.
    let eum_until = Identity::read(store).map_or(identity.eum.not_after(), |kept| kept.eum.not_after());
    let not_selling = condition.check(identity, now).err().map(|e| e.to_string());
    store.read(|tx| {
        let count =
            |sql: &str| Ok::<u64, store::Error>(tx.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs());
        let states = tx.query_all("SELECT state, count(*) FROM number GROUP BY state", [], |row| {
            Ok((schema::state(row, 0)?, row.get::<_, i64>(1)?.unsigned_abs()))
        })?;
        let epoch =
            tx.query_optional("SELECT value FROM setting WHERE name = 'epoch'", [], |row| row.get::<_, i64>(0))?;
        Ok(Status {
            clock: now,
            not_selling: not_selling.clone(),
            eum_until,
            certificates_until: identity.dp_auth.not_after().min(identity.nearfield.not_after()),
            numbers: states.into_iter().collect(),
            waiting: count("SELECT count(*) FROM reservation WHERE stage = 0")?,
            bound: count("SELECT count(*) FROM reservation WHERE stage = 2")?,
            reports: report::waiting(tx)?,
            epoch: epoch.unwrap_or(0).unsigned_abs(),
        })
    })
}
