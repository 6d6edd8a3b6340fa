//! How a reservation ends without a card on a phone.

use crate::{authorise::voucher, events, kept_key, reserve::Reservation, schema::Stage, stock::number};
use model::UnixTime;
use store::{SqlError, Transaction, params};

/// Ends a reservation: its number is available again, and its voucher good again. One that a package was made for ends by
/// its card's signature or an operator's decision only.
pub(crate) fn freed(
    tx: &Transaction<'_>,
    sale: &Reservation,
    stage: Stage,
    why: &str,
    now: UnixTime,
) -> Result<(), SqlError> {
    let_go(tx, sale, stage, why, now)?;
    number::put_back(tx, sale.number, &format!("{}: {why}", stage.as_str()), now)
}

/// Ends a reservation whose number does not go back into the stock: the caller says what becomes of it.
pub(crate) fn let_go(
    tx: &Transaction<'_>,
    sale: &Reservation,
    stage: Stage,
    why: &str,
    now: UnixTime,
) -> Result<(), SqlError> {
    voucher::give_back(tx, sale, now)?;
    if sale.stage > Stage::Authorised {
        kept_key::forget(tx, sale.id)?;
    }
    events::forget(tx, &sale.matching_id)?;
    tx.execute("UPDATE reservation SET stage = ?2, ended_why = ?3 WHERE id = ?1", params![sale.id, stage.code(), why])?;
    Ok(())
}
