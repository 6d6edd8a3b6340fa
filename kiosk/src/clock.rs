//! Is the kiosk's clock to be believed (F8)? A dead battery sets it back years; what was made durable once proves that it
//! was later.

use model::UnixTime;
use store::{SqlError, Store, Transaction, params};

/// How far the clock may be behind what was made durable: clocks are set by hand, and differ a little.
const TOLERANCE: u64 = 120;

/// The clock is wrong; nothing is sold by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the kiosk's clock says {says}, but it was {was} already: set the clock, or, if it was wrong then, run `reconcile --clock`"
)]
pub struct ClockWrong {
    /// What it says.
    pub says: UnixTime,
    /// The latest time that was made durable.
    pub was: UnixTime,
}

/// The time by the system's clock, to be checked.
pub(crate) fn now() -> UnixTime {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UnixTime(since.map_or(0, |d| d.as_secs()))
}

/// Checks `now` against the latest time that was made durable.
///
/// # Errors
/// [`ClockWrong`]
pub fn check(latest: UnixTime, now: UnixTime) -> Result<(), ClockWrong> {
    if now.plus(TOLERANCE) < latest { Err(ClockWrong { says: now, was: latest }) } else { Ok(()) }
}

/// The latest time that was made durable: by a heartbeat, or with a change of a number's state.
///
/// # Errors
/// If the database can't be read.
pub fn latest(store: &Store) -> Result<UnixTime, store::Error> {
    store.read(|tx| {
        let beat: Option<i64> =
            tx.query_optional("SELECT value FROM setting WHERE name = 'clock'", [], |row| row.get(0))?;
        let floor = beat.unwrap_or(0);
        // After `reconcile --clock` the log may hold later times than it is: the setting says from which line on it counts.
        let from: Option<i64> =
            tx.query_optional("SELECT value FROM setting WHERE name = 'clock-from'", [], |row| row.get(0))?;
        let logged: Option<i64> = tx.query_optional(
            "SELECT at FROM state_log WHERE seq > ?1 ORDER BY seq DESC LIMIT 1",
            params![from.unwrap_or(0)],
            |row| row.get(0),
        )?;
        Ok(UnixTime(floor.max(logged.unwrap_or(0)).unsigned_abs()))
    })
}

/// Makes `now` durable, unless it is earlier than what is.
pub(crate) fn beat(tx: &Transaction<'_>, now: UnixTime) -> Result<(), SqlError> {
    tx.execute(
        "INSERT INTO setting (name, value) VALUES ('clock', ?1)
         ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
        params![now.0 as i64],
    )?;
    Ok(())
}

/// Believes `now`, although it was later once: the owner says that the clock was wrong then.
pub(crate) fn believe(tx: &Transaction<'_>, now: UnixTime) -> Result<(), SqlError> {
    tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('clock', ?1)", params![now.0 as i64])?;
    tx.execute(
        "INSERT OR REPLACE INTO setting (name, value) SELECT 'clock-from', coalesce(max(seq), 0) FROM state_log",
        [],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F8
    #[test]
    fn a_clock_that_ran_back_is_named() {
        let was = UnixTime(1_800_000_000);
        assert_eq!(check(was, UnixTime(1_799_999_900)), Ok(()));
        assert_eq!(check(was, UnixTime(0)), Err(ClockWrong { says: UnixTime(0), was }));
    }
}
