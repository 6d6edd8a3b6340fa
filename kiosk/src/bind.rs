//! The step from authorised to bound, durable before the package leaves: from here on no lease frees the number (A7).

use crate::{Kiosk, checks, kept_key, orders::News, report, reserve, schema::Stage, stock::log};
use model::{Eid, NumberState, UnixTime};
use smdp::order::Bound;
use store::{SqlError, Transaction, params};

/// Why no package is made for an order. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// No such order.
    #[error("there is no such order")]
    Unknown,
    /// Nobody authorised it yet. Retrying helps once somebody did.
    #[error("the sale is not authorised yet")]
    NotAuthorised,
    /// Its lease ran out.
    #[error("the reservation has lapsed")]
    Lapsed,
    /// It has ended or was completed.
    #[error("the sale is {}", .0.as_str())]
    Over(Stage),
    /// A package was made for another card.
    #[error("this order belongs to another card")]
    OtherCard,
    /// The transaction id was used before.
    #[error("a package was made in this transaction already")]
    Again,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SqlError> for BindError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Marks the order bound to `eid`. A further package for the same card, in another transaction, is added to the earlier
/// ones: each may still be installed. Its one-time key is kept, sealed, until the sale is over. `news` of it are for the order's
/// operator, if there is one.
///
/// # Errors
/// [`BindError`]
pub fn bind(
    kiosk: &Kiosk,
    matching_id: &str,
    eid: &Eid,
    bound: Bound,
    news: Option<News>,
    now: UnixTime,
) -> Result<(), BindError> {
    let (matching_id, eid) = (matching_id.to_owned(), *eid.as_bytes());
    let strict = (checks::AUTHORISED.on(), checks::SAME_CARD.on());
    let kept = bound.otsk_dp.as_ref();
    let kept = kept.map(|otsk_dp| kept_key::seal(&kiosk.keys.opening, &bound.transaction_id, otsk_dp));
    let job = move |tx: &Transaction<'_>| {
        job(tx, &matching_id, &eid, &bound, kept.as_deref(), strict, now)?;
        Ok(news.as_ref().map_or(Ok(()), |news| news.insert(tx, now))?)
    };
    kiosk.store.write_now(job)
}

fn job(
    tx: &Transaction<'_>,
    matching_id: &str,
    eid: &[u8; 16],
    bound: &Bound,
    kept: Option<&[u8]>,
    (authorised, same_card): (bool, bool),
    now: UnixTime,
) -> Result<(), BindError> {
    let sale = reserve::by_matching_id(tx, matching_id)?.ok_or(BindError::Unknown)?;
    match sale.stage {
        Stage::Reserved | Stage::Ordered if authorised => return Err(BindError::NotAuthorised),
        Stage::Authorised if sale.lease < now => return Err(BindError::Lapsed),
        Stage::Reserved | Stage::Ordered | Stage::Authorised => {
            tx.execute(
                "UPDATE reservation SET stage = ?2, eid = ?3 WHERE id = ?1",
                params![sale.id, Stage::Bound.code(), eid.as_slice()],
            )?;
            report::sold(tx, &sale, now)?;
        }
        Stage::Bound => {
            let held: Option<Vec<u8>> =
                tx.query_row("SELECT eid FROM reservation WHERE id = ?1", params![sale.id], |row| row.get(0))?;
            if held.as_deref() != Some(eid.as_slice()) && same_card {
                return Err(BindError::OtherCard);
            }
        }
        stage => return Err(BindError::Over(stage)),
    }
    let added = tx.execute(
        "INSERT INTO binding (transaction_id, reservation, at, euicc_key, euicc_otpk, otsk_dp)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        params![
            bound.transaction_id.as_bytes(),
            sale.id,
            now.0 as i64,
            bound.euicc_key.as_slice(),
            bound.euicc_otpk.as_slice(),
            kept
        ],
    )?;
    if added == 0 {
        return Err(BindError::Again);
    }
    let card: String = eid.iter().map(|b| format!("{b:02X}")).collect();
    // A sale over the counter, or by the kiosk's page, knows its phone by its card alone (A7).
    for (table, id) in [("number", sale.number), ("reservation", sale.id)] {
        let unknown = "hardware_id = '' OR substr(hardware_id, 1, length(?3)) = ?3";
        let sql = format!("UPDATE {table} SET hardware_id = ?2 WHERE id = ?1 AND ({unknown})");
        tx.execute(&sql, params![id, card, reserve::OF_A_PAGE])?;
    }
    log::note(tx, now, sale.number, NumberState::Reserved, &format!("a package was made for card {card}"))?;
    Ok(())
}
