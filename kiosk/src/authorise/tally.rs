//! Counters of what happened within a window of time. They live in the database, so a restart forgives nothing.

use model::UnixTime;
use store::{SqlError, Transaction, params};

pub(crate) const HOUR: u64 = 3_600;
pub(crate) const DAY: u64 = 86_400;

/// Counts one more in the window of `length` seconds that `now` lies in; answers the count, this one included.
pub(crate) fn count(tx: &Transaction<'_>, scope: &str, length: u64, now: UnixTime) -> Result<u32, SqlError> {
    tx.query_row(
        "INSERT INTO tally (scope, until, count) VALUES (?1, ?2, 1)
         ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count",
        params![scope, end(length, now)],
        |row| row.get(0),
    )
}

/// Counts one more in each of three windows; answers the counts in the same order.
pub(crate) fn count_all(
    tx: &Transaction<'_>,
    [a, b, c]: [(&str, u64); 3],
    now: UnixTime,
) -> Result<[u32; 3], SqlError> {
    let params = params![a.0, end(a.1, now), b.0, end(b.1, now), c.0, end(c.1, now)];
    tx.execute(
        "INSERT INTO tally (scope, until, count) VALUES (?1, ?2, 1), (?3, ?4, 1), (?5, ?6, 1)
         ON CONFLICT DO UPDATE SET count = count + 1",
        params,
    )?;
    // Not by RETURNING, for which SQLite makes a table each time.
    tx.query_row(
        "SELECT (SELECT count FROM tally WHERE scope = ?1 AND until = ?2),
                (SELECT count FROM tally WHERE scope = ?3 AND until = ?4),
                (SELECT count FROM tally WHERE scope = ?5 AND until = ?6)",
        params,
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )
}

/// The count so far.
pub(crate) fn read(tx: &Transaction<'_>, scope: &str, length: u64, now: UnixTime) -> Result<u32, SqlError> {
    let found = tx.query_optional(
        "SELECT count FROM tally WHERE scope = ?1 AND until = ?2",
        params![scope, end(length, now)],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Forgets windows that are over.
pub(crate) fn forget(tx: &Transaction<'_>, now: UnixTime) -> Result<(), SqlError> {
    tx.execute("DELETE FROM tally WHERE until < ?1", params![now.0 as i64])?;
    Ok(())
}

const fn end(length: u64, now: UnixTime) -> i64 {
    ((now.0 / length + 1) * length) as i64
}
