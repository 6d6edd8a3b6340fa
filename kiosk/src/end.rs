//! How a reservation ends without a card on a phone.

use crate::{
    authorise::voucher,
    events, kept_key, orders, report,
    reserve::Reservation,
    schema::Stage,
    stock::{log, number},
};
use ::report::What;
use model::{NumberState, UnixTime};
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
    number::put_back(tx, sale.number, &format!("{}: {why}", stage.as_str()), now)?;
    if sale.stage.is_before_package() {
        return Ok(());
    }
    report::happened(tx, sale.number, What::Returned { why: why.to_owned() }, now)
}

/// Ends a reservation that came to nothing: freed, but for an operator's order. That one keeps its number from being given to anybody
/// (SGP.22 §3.1.6, state Error) until the operator, or the kiosk's owner, says what becomes of it. Answers whether it was freed.
pub(crate) fn failed(
    tx: &Transaction<'_>,
    sale: &Reservation,
    stage: Stage,
    why: &str,
    now: UnixTime,
) -> Result<bool, SqlError> {
    if !orders::is_one(tx, sale.id)? {
        freed(tx, sale, stage, why, now)?;
        return Ok(true);
    }
    kept_key::forget(tx, sale.id)?;
    events::forget(tx, &sale.matching_id)?;
    tx.execute(
        "UPDATE reservation SET stage = ?2, ended_why = ?3 WHERE id = ?1",
        params![sale.id, Stage::Faulted.code(), why],
    )?;
    log::note(tx, now, sale.number, NumberState::Reserved, &format!("held for its operator: {why}"))?;
    if !sale.stage.is_before_package() {
        report::happened(tx, sale.number, What::Failed { why: why.to_owned() }, now)?;
    }
    Ok(false)
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
    if !sale.stage.is_before_package() {
        kept_key::forget(tx, sale.id)?;
    }
    events::forget(tx, &sale.matching_id)?;
    tx.execute("UPDATE reservation SET stage = ?2, ended_why = ?3 WHERE id = ?1", params![sale.id, stage.code(), why])?;
    Ok(())
}
