//! Class → segment → one number, leased durably (A4): one short job of the database's writer.
//!
//! The matching id is derived from the phone's hardware id and its nonce, so a repeated request, also after a crash on
//! either side, meets its own reservation again and takes no second number.

use crate::{
    authorise::{self, Authoriser, Decision, Sale},
    schema::{self, Stage},
    stock::number,
};
use model::UnixTime;
use ring::hmac;
use store::{Transaction, params};

/// Begins the hardware id of a phone that came to the kiosk's page: it says where the phone was on the kiosk's Wi-Fi, and the card's EID takes
/// its place once the card asks.
pub(crate) const OF_A_PAGE: &str = "page:";

/// What a phone asks for, once it was checked that the product is there and fits the phone.
#[derive(Debug, Clone)]
pub struct Reserve {
    /// The product's row.
    pub product: i64,
    /// Its class id.
    pub class_id: String,
    /// How long the number stays leased, in seconds.
    pub lease_seconds: u32,
    /// Unique hardware id of the phone, at most 64 bytes.
    pub hardware_id: String,
    /// Who buys, as the phone says; may be empty.
    pub user_id: String,
    /// Made by [`matching_id`].
    pub matching_id: String,
}

/// A reservation as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Row of the reservation; `sales authorise` takes it.
    pub id: i64,
    /// Names the order in the RSP session that follows.
    pub matching_id: String,
    /// How far it has come.
    pub stage: Stage,
    /// Until when the number is held, while no package has been made.
    pub lease: UnixTime,
    /// Row of the product.
    pub product: i64,
    /// Row of the number.
    pub number: i64,
}

/// Why no number was reserved. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReserveError {
    /// No number of this product is left. Retrying helps once others' leases have run out.
    #[error("no number of this product is left")]
    SoldOut,
    /// The sale is not authorised, and will not be.
    #[error(transparent)]
    Denied(#[from] authorise::Denied),
    /// This phone has a sale that waits already. Retrying helps once that one ended.
    #[error("this phone has a sale that waits for its authorisation already")]
    AlreadyWaiting,
    /// Too many sales wait for the attendant. Retrying helps.
    #[error("too many sales wait for their authorisation")]
    TooManyWaiting,
    /// The reservation of this very request has ended. A new request, with a new nonce, is needed.
    #[error("that reservation has ended ({})", .0.as_str())]
    Ended(Stage),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<store::SqlError> for ReserveError {
    fn from(error: store::SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Names a phone's request: 26 characters of base32 (Crockford's alphabet), 130 bits of an HMAC under the kiosk's own key.
#[must_use]
pub fn matching_id(key: &hmac::Key, hardware_id: &str, nonce: &[u8; 16]) -> String {
    let mut context = hmac::Context::with_key(key);
    context.update(&(hardware_id.len() as u64).to_be_bytes());
    context.update(hardware_id.as_bytes());
    context.update(nonce);
    let tag = context.sign();
    let mut text = crate::crockford::encode(&tag.as_ref()[..17]);
    text.truncate(26);
    text
}

/// The job: answers the reservation of this request if there is one, else takes a number for it.
///
/// # Errors
/// [`ReserveError`]; the caller's transaction is then rolled back.
pub(crate) fn reserve(
    tx: &Transaction<'_>,
    request: &Reserve,
    authoriser: &dyn Authoriser,
    most_waiting: u32,
    now: UnixTime,
) -> Result<Reservation, ReserveError> {
    if let Some(known) = by_matching_id(tx, &request.matching_id)? {
        return if known.stage.is_live() { Ok(known) } else { Err(ReserveError::Ended(known.stage)) };
    }
    let sale = Sale { class_id: &request.class_id, hardware_id: &request.hardware_id };
    let (stage, by) = match authoriser.decide(tx, &sale, now)? {
        Decision::Authorised { by } => (Stage::Authorised, Some(by)),
        Decision::Wait => {
            room_to_wait(tx, &request.hardware_id, most_waiting)?;
            (Stage::Reserved, None)
        }
    };
    let why = by
        .as_ref()
        .map_or_else(|| "reserved for a phone".to_owned(), |by| format!("reserved for a phone, authorised by {by}"));
    let number = number::take(tx, request.product, &request.hardware_id, &request.user_id, &why, now)?
        .ok_or(ReserveError::SoldOut)?;
    let lease = now.plus(u64::from(request.lease_seconds));
    tx.execute(
        "INSERT INTO reservation (matching_id, number, product, stage, hardware_id, user_id, at, lease, authorised_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            request.matching_id,
            number,
            request.product,
            stage.code(),
            request.hardware_id,
            request.user_id,
            now.0 as i64,
            lease.0 as i64,
            by
        ],
    )?;
    let id = tx.last_insert_rowid();
    if stage == Stage::Authorised {
        authoriser.settle(tx, id, now)?;
    }
    Ok(Reservation { id, matching_id: request.matching_id.clone(), stage, lease, product: request.product, number })
}

fn room_to_wait(tx: &Transaction<'_>, hardware_id: &str, most: u32) -> Result<(), ReserveError> {
    let own = tx.query_optional(
        "SELECT 1 FROM reservation WHERE stage = 0 AND hardware_id = ?1 LIMIT 1",
        params![hardware_id],
        |_| Ok(()),
    )?;
    if own.is_some() {
        return Err(ReserveError::AlreadyWaiting);
    }
    let waiting: u32 = tx.query_row(
        "SELECT count(*) FROM (SELECT 1 FROM reservation WHERE stage = 0 LIMIT ?1)",
        params![most],
        |row| row.get(0),
    )?;
    if waiting >= most { Err(ReserveError::TooManyWaiting) } else { Ok(()) }
}

/// The reservation that `matching_id` names.
pub(crate) fn by_matching_id(tx: &Transaction<'_>, matching_id: &str) -> Result<Option<Reservation>, store::SqlError> {
    tx.query_optional(
        "SELECT id, matching_id, stage, lease, product, number FROM reservation WHERE matching_id = ?1",
        params![matching_id],
        row,
    )
}

/// The reservation in row `id`.
pub(crate) fn by_id(tx: &Transaction<'_>, id: i64) -> Result<Option<Reservation>, store::SqlError> {
    tx.query_optional(
        "SELECT id, matching_id, stage, lease, product, number FROM reservation WHERE id = ?1",
        params![id],
        row,
    )
}

fn row(row: &store::Row<'_>) -> Result<Reservation, store::SqlError> {
    Ok(Reservation {
        id: row.get(0)?,
        matching_id: row.get(1)?,
        stage: schema::stage(row, 2)?,
        lease: UnixTime(row.get::<_, i64>(3)? as u64),
        product: row.get(4)?,
        number: row.get(5)?,
    })
}
