use super::{devices, orders};
use crate::storage::{
    NewReceipt, StorageError,
    kept::{int, json, read, signed},
};
use account::{keys::AccountId, signed::Signed, wire::OrderState};
use store::{Transaction, params};

/// Keeps one enrolment's next receipt, and what it says of its order, should that be kept still.
pub(super) fn put(
    tx: &Transaction<'_>,
    account: &AccountId,
    device: &[u8],
    epoch: i64,
    new: &NewReceipt,
) -> Result<bool, StorageError> {
    let (number, text) = (int(new.number), json(&new.signed));
    let before = "SELECT signed FROM receipt WHERE account = ?1 AND device = ?2 AND epoch = ?3 AND number = ?4";
    let of = params![account.0, device, epoch, number];
    if let Some(before) = tx.query_optional(before, of, |row| row.get::<_, String>(0))? {
        return Ok(before == text);
    }
    let last = "SELECT coalesce(max(number), 0) FROM receipt WHERE account = ?1 AND device = ?2 AND epoch = ?3";
    let last: i64 = tx.query_row(last, params![account.0, device, epoch], |row| row.get(0))?;
    if number != last.saturating_add(1) || !devices::enrolled(tx, &account.0, device, epoch)? {
        return Ok(false);
    }
    let row = params![account.0, device, epoch, number, text];
    tx.execute("INSERT INTO receipt VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
    let of = params![account.0, new.order, device, epoch];
    let before = "SELECT signed, states FROM orders WHERE account = ?1 AND digest = ?2 AND device = ?3 AND epoch = ?4";
    let before = tx.query_optional(before, of, |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    if let Some((order, states)) = before {
        let states: Vec<(OrderState, u64)> = read(&states, "orders")?;
        orders::unbar(tx, account, &order, &states, &new.states)?;
    }
    tx.execute(
        "UPDATE orders SET receipt = ?5, states = ?6
         WHERE account = ?1 AND digest = ?2 AND device = ?3 AND epoch = ?4",
        params![account.0, new.order, device, epoch, text, json(&new.states)],
    )?;
    Ok(true)
}

pub(super) fn all(
    tx: &Transaction<'_>,
    account: &AccountId,
    device: &[u8],
    epoch: i64,
) -> Result<Vec<Signed>, StorageError> {
    let sql = "SELECT signed FROM receipt WHERE account = ?1 AND device = ?2 AND epoch = ?3 ORDER BY number";
    let texts = tx.query_all(sql, params![account.0, device, epoch], |row| row.get::<_, String>(0))?;
    texts.iter().map(|text| signed(text, "receipt")).collect()
}
