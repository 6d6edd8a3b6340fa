use crate::{reserve::Reservation, stock::Product};
use ::report::{Event, What};
use model::{Iccid, UnixTime};
use store::{SqlError, Transaction, params, types::Type};

/// Notes what happened to a number, in the transaction that makes it happen.
pub(crate) fn happened(tx: &Transaction<'_>, number: i64, what: What, now: UnixTime) -> Result<(), SqlError> {
    note(tx, number, |_| what, now)
}

/// Notes that a sale has its first package: from here on it has a buyer, and only his card or an operator moves its number.
pub(crate) fn sold(tx: &Transaction<'_>, sale: &Reservation, now: UnixTime) -> Result<(), SqlError> {
    let by = "SELECT authorised_by FROM reservation WHERE id = ?1";
    let by: Option<String> = tx.query_row(by, params![sale.id], |row| row.get(0))?;
    note(tx, sale.number, |product| What::Sold { price: product.offer.price, by: by.unwrap_or_default() }, now)
}

fn note(tx: &Transaction<'_>, number: i64, what: impl FnOnce(Product) -> What, now: UnixTime) -> Result<(), SqlError> {
    let (name, iccid, product): (String, Vec<u8>, String) = tx.query_row(
        "SELECT n.number, n.iccid, p.body FROM number n JOIN segment s ON s.id = n.segment
         JOIN product p ON p.id = s.product WHERE n.id = ?1",
        params![number],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let iccid = Iccid::from_ef(&iccid).map_err(|e| SqlError::FromSqlConversionFailure(1, Type::Blob, Box::new(e)))?;
    let product: Product =
        serde_json::from_str(&product).map_err(|e| SqlError::FromSqlConversionFailure(2, Type::Text, Box::new(e)))?;
    let class_id = product.offer.class_id.clone();
    let event = Event { at: now.0, number: name, iccid, class_id, what: what(product) };
    let body = serde_json::to_string(&event).expect("an event has string keys only");
    tx.execute("INSERT INTO report (at, body) VALUES (?1, ?2)", params![now.0 as i64, body])?;
    Ok(())
}
