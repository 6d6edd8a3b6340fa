//! The row of one number: how its state changes, always with a line in the log and its segment's count kept right.

use super::log;
use crate::schema::state_code;
use model::{NumberState, UnixTime};
use store::{SqlError, Transaction, params};

/// Takes the next available number of a product: the first of its first open segment. Constant work, however many
/// numbers there are.
pub(crate) fn take(
    tx: &Transaction<'_>,
    product: i64,
    hardware_id: &str,
    user_id: &str,
    why: &str,
    now: UnixTime,
) -> Result<Option<i64>, SqlError> {
    let Some(number) = next(tx, product)? else { return Ok(None) };
    take_this(tx, number, hardware_id, user_id, why, now)?;
    Ok(Some(number))
}

/// The next available number of a product.
pub(crate) fn next(tx: &Transaction<'_>, product: i64) -> Result<Option<i64>, SqlError> {
    tx.query_optional(
        "SELECT (SELECT n.id FROM number n WHERE n.segment = s.id AND n.state = 0 ORDER BY n.id LIMIT 1)
         FROM segment s WHERE s.product = ?1 AND s.open = 1 ORDER BY s.id LIMIT 1",
        params![product],
        |row| row.get::<_, i64>(0),
    )
}

/// Takes a number that is available.
pub(crate) fn take_this(
    tx: &Transaction<'_>,
    number: i64,
    hardware_id: &str,
    user_id: &str,
    why: &str,
    now: UnixTime,
) -> Result<(), SqlError> {
    let (segment, available): (i64, i64) = tx.query_row(
        "SELECT s.id, s.available FROM number n JOIN segment s ON s.id = n.segment WHERE n.id = ?1 AND n.state = 0",
        params![number],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let line = log::append(tx, now, number, NumberState::Reserved, why)?;
    tx.execute(
        "UPDATE number SET state = ?2, hardware_id = ?3, user_id = ?4, log = ?5 WHERE id = ?1",
        params![number, state_code(NumberState::Reserved), hardware_id, user_id, line],
    )?;
    set_available(tx, segment, available, available - 1)
}

/// Puts a number that nobody holds any more back into its segment.
pub(crate) fn put_back(tx: &Transaction<'_>, number: i64, why: &str, now: UnixTime) -> Result<(), SqlError> {
    let (segment, available): (i64, i64) = tx.query_row(
        "SELECT s.id, s.available FROM number n JOIN segment s ON s.id = n.segment WHERE n.id = ?1 AND n.state <> 0",
        params![number],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let line = log::append(tx, now, number, NumberState::Available, why)?;
    tx.execute(
        "UPDATE number SET state = 0, hardware_id = NULL, user_id = NULL, log = ?2 WHERE id = ?1",
        params![number, line],
    )?;
    set_available(tx, segment, available, available + 1)
}

/// Counts a segment up or down. Only its first and its last number touch the index of open segments.
fn set_available(tx: &Transaction<'_>, segment: i64, was: i64, is: i64) -> Result<(), SqlError> {
    if (was > 0) == (is > 0) {
        tx.execute("UPDATE segment SET available = ?2 WHERE id = ?1", params![segment, is])?;
    } else {
        tx.execute("UPDATE segment SET available = ?2, open = (?2 > 0) WHERE id = ?1", params![segment, is])?;
    }
    Ok(())
}

/// Moves a number between states other than available.
pub(crate) fn set_state(
    tx: &Transaction<'_>,
    number: i64,
    state: NumberState,
    why: &str,
    now: UnixTime,
) -> Result<(), SqlError> {
    let (was, segment): (i64, i64) =
        tx.query_row("SELECT state, segment FROM number WHERE id = ?1", params![number], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    tx.execute("UPDATE number SET state = ?2 WHERE id = ?1", params![number, state_code(state)])?;
    if was == state_code(NumberState::Available) {
        tx.execute(
            "UPDATE segment SET available = available - 1, open = (available > 1) WHERE id = ?1",
            params![segment],
        )?;
    }
    log::note(tx, now, number, state, why)
}

/// Deletes what is secret of a number; its row stays as a tombstone.
pub(crate) fn forget(tx: &Transaction<'_>, number: i64) -> Result<(), SqlError> {
    tx.execute("DELETE FROM subscription WHERE number = ?1", params![number])?;
    tx.execute("UPDATE number SET imsi = NULL WHERE id = ?1", params![number])?;
    Ok(())
}
