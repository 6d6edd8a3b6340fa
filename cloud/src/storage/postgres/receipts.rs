use super::{Known, devices, orders};
use crate::storage::{
    NewReceipt, StorageError,
    kept::{int, json, read, signed},
};
use account::{keys::AccountId, signed::Signed, wire::OrderState};
use sqlx::{Executor, PgConnection, Postgres as Driver};

/// Keeps one enrolment's next receipt, and what it says of its order, should that be kept still.
pub(super) async fn put(
    tx: &mut PgConnection,
    account: &AccountId,
    device: &[u8],
    epoch: i64,
    new: &NewReceipt,
) -> Result<bool, StorageError> {
    if Known::lock(tx, &account.0).await?.is_none() {
        // Of a deleted account the row that says so puts them in order.
        let sql = "SELECT FROM remnant WHERE account = $1 FOR UPDATE";
        sqlx::query(sql).bind(&account.0[..]).execute(&mut *tx).await?;
    }
    let (number, text) = (int(new.number), json(&new.signed));
    let sql = "SELECT signed FROM receipt WHERE account = $1 AND device = $2 AND epoch = $3 AND number = $4";
    let before = sqlx::query_scalar(sql).bind(&account.0[..]).bind(device).bind(epoch).bind(number);
    let before: Option<String> = before.fetch_optional(&mut *tx).await?;
    if let Some(before) = before {
        return Ok(before == text);
    }
    let sql = "SELECT coalesce(max(number), 0) FROM receipt WHERE account = $1 AND device = $2 AND epoch = $3";
    let last = sqlx::query_scalar(sql).bind(&account.0[..]).bind(device).bind(epoch);
    let last: i64 = last.fetch_one(&mut *tx).await?;
    if number != last.saturating_add(1) || !devices::enrolled(tx, &account.0, device, epoch).await? {
        return Ok(false);
    }
    let row = sqlx::query("INSERT INTO receipt VALUES ($1, $2, $3, $4, $5)").bind(&account.0[..]).bind(device);
    row.bind(epoch).bind(number).bind(&text).execute(&mut *tx).await?;
    let sql = "SELECT signed, states FROM orders WHERE account = $1 AND digest = $2 AND device = $3 AND epoch = $4";
    let before = sqlx::query_as(sql).bind(&account.0[..]).bind(&new.order[..]).bind(device).bind(epoch);
    let before: Option<(String, String)> = before.fetch_optional(&mut *tx).await?;
    if let Some((order, states)) = before {
        let states: Vec<(OrderState, u64)> = read(&states, "orders")?;
        orders::unbar(tx, account, &order, &states, &new.states).await?;
    }
    let sql = "UPDATE orders SET receipt = $5, states = $6
               WHERE account = $1 AND digest = $2 AND device = $3 AND epoch = $4";
    let order = sqlx::query(sql).bind(&account.0[..]).bind(&new.order[..]).bind(device).bind(epoch);
    order.bind(&text).bind(json(&new.states)).execute(&mut *tx).await?;
    Ok(true)
}

pub(super) async fn all<'c>(
    connection: impl Executor<'c, Database = Driver>,
    account: &AccountId,
    device: &[u8],
    epoch: i64,
) -> Result<Vec<Signed>, StorageError> {
    let sql = "SELECT signed FROM receipt WHERE account = $1 AND device = $2 AND epoch = $3 ORDER BY number";
    let rows = sqlx::query_scalar(sql).bind(&account.0[..]).bind(device).bind(epoch);
    let texts: Vec<String> = rows.fetch_all(connection).await?;
    texts.iter().map(|text| signed(text, "receipt")).collect()
}
