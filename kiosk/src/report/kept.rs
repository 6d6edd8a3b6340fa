//! What of reports lies in the database.

use ::report::{Chain, Event};
use account::signed::Signed;
use serde::{Serialize, de::DeserializeOwned};
use store::{Error, SqlError, Transaction, params};

/// Where the kiosk's own reports end.
pub(super) const CHAIN: &str = "report-chain";
/// How far the cloud's news were read.
pub(super) const AFTER: &str = "report-after";
/// Which late results needs not be brought again.
pub(super) const TAKEN: &str = "report-taken";
/// The cloud at which the kiosk is registered, and when.
pub(super) const REGISTERED: &str = "report-registered";
/// The last contact.
pub(super) const CONTACT: &str = "report-contact";

/// A setting that is JSON.
pub(super) fn read<T: DeserializeOwned>(tx: &Transaction<'_>, name: &str) -> Result<Option<T>, Error> {
    let text =
        tx.query_optional("SELECT value FROM setting WHERE name = ?1", params![name], |row| row.get::<_, String>(0))?;
    text.map(|text| parsed(&text)).transpose()
}

/// Sets it.
pub(super) fn write(tx: &Transaction<'_>, name: &str, what: &impl Serialize) -> Result<(), SqlError> {
    let text = serde_json::to_string(what).expect("what is kept has string keys only");
    tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", params![name, text])?;
    Ok(())
}

pub(super) fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Corrupt(error.to_string()))
}

/// How often the kiosk was restored.
pub(super) fn epoch(tx: &Transaction<'_>) -> Result<u64, SqlError> {
    let epoch = tx.query_optional("SELECT value FROM setting WHERE name = 'epoch'", [], |row| row.get::<_, i64>(0))?;
    Ok(epoch.unwrap_or(0).unsigned_abs())
}

/// Where the kiosk's own reports end, in this epoch.
pub(super) fn chain(tx: &Transaction<'_>) -> Result<Chain, Error> {
    let epoch = epoch(tx)?;
    Ok(read::<Chain>(tx, CHAIN)?.filter(|chain| chain.epoch == epoch).unwrap_or(Chain::new(epoch)))
}

/// The oldest events that stand in no report, each with its row.
pub(super) fn events(tx: &Transaction<'_>, most: usize) -> Result<Vec<(i64, Event)>, Error> {
    let rows = tx.query_all("SELECT seq, body FROM report ORDER BY seq LIMIT ?1", params![most as i64], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    rows.into_iter().map(|(seq, body)| Ok((seq, parsed(&body)?))).collect()
}

/// Reports of this epoch behind `number`, in order.
pub(super) fn signed(tx: &Transaction<'_>, epoch: u64, number: u64, most: u32) -> Result<Vec<Signed>, Error> {
    let sql = "SELECT signed FROM signed_report WHERE epoch = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
    let rows = tx.query_all(sql, params![epoch as i64, number as i64, most], |row| row.get::<_, String>(0))?;
    rows.iter().map(|text| parsed(text)).collect()
}

/// Whether a chain ends with a report of this kiosk's own, as far as is known still.
pub(super) fn is_own(tx: &Transaction<'_>, chain: &Chain) -> Result<bool, Error> {
    let sql = "SELECT signed FROM signed_report WHERE epoch = ?1 AND number = ?2";
    let at = params![chain.epoch as i64, chain.number as i64];
    match tx.query_optional(sql, at, |row| row.get::<_, String>(0))? {
        Some(text) => Ok(chain.previous.0 == parsed::<Signed>(&text)?.digest()),
        None => Ok(true),
    }
}

/// How many events the cloud has not heard of.
pub(crate) fn waiting(tx: &Transaction<'_>) -> Result<u64, SqlError> {
    let sql = "SELECT (SELECT count(*) FROM report) + (SELECT coalesce(sum(events), 0) FROM signed_report WHERE accepted IS NULL)";
    Ok(tx.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
}
