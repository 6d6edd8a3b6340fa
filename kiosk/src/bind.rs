//! The step from authorised to bound, durable before the package leaves: from here on no lease frees the number (A7).

use crate::{
    reserve::{self, Reservation},
    schema::Stage,
    seal::{NotOpened, OpeningKey},
};
use model::{Eid, Iccid, SecretBytes, UnixTime};
use store::{SqlError, Store, Transaction, params};

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
    /// The transaction id was used by another order.
    #[error("this transaction belongs to another order")]
    OtherOrder,
    /// The row's subscription data is gone.
    #[error("the subscription data of this number was deleted")]
    Deleted,
    /// The sealed row does not open.
    #[error(transparent)]
    Sealed(#[from] NotOpened),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SqlError> for BindError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// What the SM-DP+ needs to know of an order before it is bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The reservation.
    pub reservation: Reservation,
    /// The card number that the profile will have.
    pub iccid: Iccid,
    /// The subscriber's number.
    pub number: String,
    /// The product.
    pub class_id: String,
    /// The card it was bound to, if it was.
    pub eid: Option<Vec<u8>>,
}

/// The order that `matching_id` names, whatever its stage.
///
/// # Errors
/// [`BindError::Unknown`], [`BindError::Store`]
pub fn order(store: &Store, matching_id: &str) -> Result<Order, BindError> {
    store.read(|tx| {
        let reservation = reserve::by_matching_id(tx, matching_id)?.ok_or(BindError::Unknown)?;
        let (iccid, number, class_id, eid) = tx.query_row(
            "SELECT n.iccid, n.number, p.class_id, r.eid FROM reservation r JOIN number n ON n.id = r.number
             JOIN product p ON p.id = r.product WHERE r.id = ?1",
            params![reservation.id],
            |row| {
                Ok((
                    row.get::<_, Vec<u8>>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, Option<Vec<u8>>>(3)?,
                ))
            },
        )?;
        let iccid = Iccid::from_ef(&iccid).map_err(|e| store::Error::Corrupt(e.to_string()))?;
        Ok(Order { reservation, iccid, number, class_id, eid })
    })
}

/// Marks the order bound to `eid` under `transaction_id`. Again with the same arguments is as good as once; a retry by the
/// same card under a further transaction is added to the earlier ones.
///
/// # Errors
/// [`BindError`]
pub fn bind(
    store: &Store,
    matching_id: &str,
    eid: &Eid,
    transaction_id: &[u8],
    kept: Option<Vec<u8>>,
    now: UnixTime,
) -> Result<(), BindError> {
    let (matching_id, eid, transaction_id) = (matching_id.to_owned(), *eid.as_bytes(), transaction_id.to_vec());
    store.write(move |tx| job(tx, &matching_id, &eid, &transaction_id, kept.as_deref(), now)).wait()
}

fn job(
    tx: &Transaction<'_>,
    matching_id: &str,
    eid: &[u8; 16],
    transaction_id: &[u8],
    kept: Option<&[u8]>,
    now: UnixTime,
) -> Result<(), BindError> {
    let sale = reserve::by_matching_id(tx, matching_id)?.ok_or(BindError::Unknown)?;
    match sale.stage {
        Stage::Reserved => return Err(BindError::NotAuthorised),
        Stage::Authorised if sale.lease < now => return Err(BindError::Lapsed),
        Stage::Authorised => {
            tx.execute(
                "UPDATE reservation SET stage = ?2, eid = ?3 WHERE id = ?1",
                params![sale.id, Stage::Bound.code(), eid.as_slice()],
            )?;
        }
        Stage::Bound => {
            let held: Option<Vec<u8>> =
                tx.query_row("SELECT eid FROM reservation WHERE id = ?1", params![sale.id], |row| row.get(0))?;
            if held.as_deref() != Some(eid.as_slice()) {
                return Err(BindError::OtherCard);
            }
        }
        stage => return Err(BindError::Over(stage)),
    }
    let owner: i64 = tx.query_row(
        "INSERT INTO binding (transaction_id, reservation, at, kept) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET at = at RETURNING reservation",
        params![transaction_id, sale.id, now.0 as i64, kept],
        |row| row.get(0),
    )?;
    if owner == sale.id { Ok(()) } else { Err(BindError::OtherOrder) }
}

/// Opens the subscription data of an order: the row, and its template if it has one. Only for an authorised sale.
///
/// # Errors
/// [`BindError`]
pub fn open_subscription(
    store: &Store,
    key: &OpeningKey,
    order: &Order,
) -> Result<(SecretBytes, Option<SecretBytes>), BindError> {
    match order.reservation.stage {
        Stage::Authorised | Stage::Bound => {}
        Stage::Reserved => return Err(BindError::NotAuthorised),
        stage => return Err(BindError::Over(stage)),
    }
    store.read(|tx| {
        let (one_time, sealed, template) = tx
            .query_optional(
                "SELECT i.one_time_public, s.sealed, s.template FROM subscription s JOIN number n ON n.id = s.number
                 JOIN import i ON i.id = n.import WHERE s.number = ?1",
                params![order.reservation.number],
                |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Option<i64>>(2)?)),
            )?
            .ok_or(BindError::Deleted)?;
        let row = key.open(&one_time, order.iccid.as_ef(), &sealed)?;
        let Some(template) = template else { return Ok((row, None)) };
        let (one_time, name, sealed) = tx.query_row(
            "SELECT i.one_time_public, t.name, t.sealed FROM template t JOIN import i ON i.id = t.import WHERE t.id = ?1",
            params![template],
            |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?)),
        )?;
        Ok((row, Some(key.open(&one_time, name.as_bytes(), &sealed)?)))
    })
}
