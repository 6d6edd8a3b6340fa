//! Every change of a number's state, and why (A12).

use crate::schema::{state, state_code};
use model::{NumberState, UnixTime};
use serde::Serialize;
use store::{SqlError, Store, Transaction, params};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogEntry {
    /// Rises with each change.
    pub seq: i64,
    /// When.
    pub at: UnixTime,
    /// The number.
    pub number: String,
    /// What its state became.
    pub state: NumberState,
    /// Why.
    pub why: String,
}

/// Writes a change down, in the transaction that makes it.
pub(crate) fn note(
    tx: &Transaction<'_>,
    at: UnixTime,
    number: i64,
    now: NumberState,
    why: &str,
) -> Result<(), SqlError> {
    let line = append(tx, at, number, now, why)?;
    tx.execute("UPDATE number SET log = ?2 WHERE id = ?1", params![number, line])?;
    Ok(())
}

/// The same, for a caller that writes to the number's row anyway: its `log` must become what this returns.
pub(crate) fn append(
    tx: &Transaction<'_>,
    at: UnixTime,
    number: i64,
    now: NumberState,
    why: &str,
) -> Result<i64, SqlError> {
    tx.execute(
        "INSERT INTO state_log (at, number, state, why, before) SELECT ?1, id, ?3, ?4, log FROM number WHERE id = ?2",
        params![at.0 as i64, number, state_code(now), why],
    )?;
    Ok(tx.last_insert_rowid())
}

/// The latest `limit` changes, of one number or of all, oldest first.
///
/// # Errors
/// If the database can't be read.
pub fn log(store: &Store, number: Option<&str>, limit: u32) -> Result<Vec<LogEntry>, store::Error> {
    const ALL: &str = "SELECT l.seq, l.at, n.number, l.state, l.why FROM state_log l JOIN number n ON n.id = l.number
         ORDER BY l.seq DESC LIMIT ?1";
    const ONE: &str = "WITH RECURSIVE line (seq, before) AS (
             SELECT l.seq, l.before FROM number n JOIN state_log l ON l.seq = n.log WHERE n.number = ?2
             UNION ALL SELECT l.seq, l.before FROM line JOIN state_log l ON l.seq = line.before
             LIMIT ?1
         )
         SELECT l.seq, l.at, n.number, l.state, l.why FROM line JOIN state_log l USING (seq)
         JOIN number n ON n.id = l.number ORDER BY l.seq DESC";
    let entry = |row: &store::Row<'_>| {
        Ok(LogEntry {
            seq: row.get(0)?,
            at: UnixTime(row.get::<_, i64>(1)? as u64),
            number: row.get(2)?,
            state: state(row, 3)?,
            why: row.get(4)?,
        })
    };
    store.read(|tx| {
        let mut entries = match number {
            Some(number) => tx.query_all(ONE, params![limit, number], entry)?,
            None => tx.query_all(ALL, params![limit], entry)?,
        };
        entries.reverse();
        Ok(entries)
    })
}
