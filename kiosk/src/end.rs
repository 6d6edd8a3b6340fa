//! How a reservation ends without a card on a phone.

use crate::{authorise::voucher, reserve::Reservation, schema::Stage, stock::number};
use model::UnixTime;
use store::{SqlError, Transaction, params};

/// Ends a reservation that no package was made for: its number is available again, and its voucher good again.
pub(crate) fn unbound(
    tx: &Transaction<'_>,
    sale: &Reservation,
    stage: Stage,
    why: &str,
    now: UnixTime,
) -> Result<(), SqlError> {
    debug_assert!(sale.stage <= Stage::Authorised);
    voucher::give_back(tx, sale.id)?;
    freed(tx, sale, stage, why, now)
}

/// Ends a reservation and frees its number. Only an operator may do this to one that a package was made for.
pub(crate) fn freed(
    tx: &Transaction<'_>,
    sale: &Reservation,
    stage: Stage,
    why: &str,
    now: UnixTime,
) -> Result<(), SqlError> {
    tx.execute("UPDATE reservation SET stage = ?2, ended_why = ?3 WHERE id = ?1", params![sale.id, stage.code(), why])?;
    number::put_back(tx, sale.number, &format!("{}: {why}", stage.as_str()), now)
}
