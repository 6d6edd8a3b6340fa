//! What a card signed moves its number, and nothing else does (A7): one durable step from the eUICC's signature to
//! "distributed", with the log, the deletion of manner 2, and the report to the cloud.

use crate::schema::state_code;
use crate::{
    schema::Stage,
    stock::{Manner, Product, log},
};
use model::{Iccid, NumberState, UnixTime};
use serde::Serialize;
use store::{SqlError, Store, Transaction, params};

/// What a verified notification says: its eUICC signed it, over this transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedResult {
    /// The transaction that the package was made in.
    pub transaction_id: Vec<u8>,
    /// EID of the card that signed, from its certificate.
    pub eid: [u8; 16],
    /// The profile, if the result names it.
    pub iccid: Option<Iccid>,
    /// Whether it is installed.
    pub installed: bool,
    /// What the card says went wrong, else.
    pub reason: String,
}

/// What came of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The number is distributed now.
    Distributed,
    /// It was already: the phone sent the same result again.
    Before,
    /// The card failed; the order stays open for it to try again.
    Failed,
}

/// Why a result moved nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DistributeError {
    /// No package was made in that transaction.
    #[error("no package was made in that transaction")]
    UnknownTransaction,
    /// Another card's signature.
    #[error("that package was made for another card")]
    OtherCard,
    /// The result names another profile than the package held.
    #[error("the result is about another profile")]
    OtherProfile,
    /// An operator freed the number, and it was given to somebody else since. Both cards' operators must be told.
    #[error("the number was released by an operator and sold again")]
    SoldAgain,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SqlError> for DistributeError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// The report of a distribution, as it waits for the cloud (A8).
#[derive(Debug, Serialize)]
struct Report<'a> {
    event: &'a str,
    number: String,
    iccid: String,
    eid: String,
    class_id: &'a str,
    hardware_id: String,
    user_id: String,
}

/// Writes a signed result down. A second time is as good as once.
///
/// # Errors
/// [`DistributeError`]
pub fn record(store: &Store, result: SignedResult, now: UnixTime) -> Result<Recorded, DistributeError> {
    store.write(move |tx| job(tx, &result, now)).wait()
}

struct Bound {
    reservation: i64,
    before: Option<i64>,
    number: i64,
    stage: Stage,
    eid: Option<Vec<u8>>,
    iccid: Vec<u8>,
    state: NumberState,
}

fn job(tx: &Transaction<'_>, result: &SignedResult, now: UnixTime) -> Result<Recorded, DistributeError> {
    let bound = tx
        .query_optional(
            "SELECT b.reservation, b.result, r.number, r.stage, r.eid, n.iccid, n.state FROM binding b
             JOIN reservation r ON r.id = b.reservation JOIN number n ON n.id = r.number WHERE b.transaction_id = ?1",
            params![result.transaction_id],
            |row| {
                Ok(Bound {
                    reservation: row.get(0)?,
                    before: row.get(1)?,
                    number: row.get(2)?,
                    stage: crate::schema::stage(row, 3)?,
                    eid: row.get(4)?,
                    iccid: row.get(5)?,
                    state: crate::schema::state(row, 6)?,
                })
            },
        )?
        .ok_or(DistributeError::UnknownTransaction)?;
    if bound.eid.as_deref() != Some(result.eid.as_slice()) {
        return Err(DistributeError::OtherCard);
    }
    if result.iccid.is_some_and(|i| i.as_ef().as_slice() != bound.iccid) {
        return Err(DistributeError::OtherProfile);
    }
    tx.execute(
        "UPDATE binding SET result = ?2, kept = NULL WHERE transaction_id = ?1",
        params![result.transaction_id, result.installed],
    )?;
    if result.installed { installed(tx, &bound, now) } else { failed(tx, &bound, &result.reason, now) }
}

fn installed(tx: &Transaction<'_>, bound: &Bound, now: UnixTime) -> Result<Recorded, DistributeError> {
    match bound.stage {
        Stage::Distributed => return Ok(Recorded::Before),
        Stage::Bound => {}
        // An operator took the number back although the phone had it: the phone's proof wins while nobody else has it.
        _ if bound.state == NumberState::Available => {
            crate::stock::number::set_state(
                tx,
                bound.number,
                NumberState::Reserved,
                "its card was installed after all",
                now,
            )?;
        }
        _ => return Err(DistributeError::SoldAgain),
    }
    let (product, hardware_id, user_id): (String, String, String) = tx.query_row(
        "SELECT p.body, r.hardware_id, r.user_id FROM reservation r JOIN product p ON p.id = r.product WHERE r.id = ?1",
        params![bound.reservation],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let product: Product = serde_json::from_str(&product).map_err(|e| store::Error::Corrupt(e.to_string()))?;
    tx.execute(
        "UPDATE reservation SET stage = ?2 WHERE id = ?1",
        params![bound.reservation, Stage::Distributed.code()],
    )?;
    tx.execute(
        "UPDATE number SET state = ?2, hardware_id = ?3, user_id = ?4 WHERE id = ?1",
        params![bound.number, state_code(NumberState::Distributed), hardware_id, user_id],
    )?;
    let eid: String = bound.eid.iter().flatten().map(|b| format!("{b:02X}")).collect();
    log::note(tx, now, bound.number, NumberState::Distributed, &format!("card {eid} signed that it is installed"))?;
    if product.manner == Manner::Delete {
        tx.execute("DELETE FROM subscription WHERE number = ?1", params![bound.number])?;
    }
    report(tx, bound, &product, eid, hardware_id, user_id, now)?;
    Ok(Recorded::Distributed)
}

fn report(
    tx: &Transaction<'_>,
    bound: &Bound,
    product: &Product,
    eid: String,
    hardware_id: String,
    user_id: String,
    now: UnixTime,
) -> Result<(), DistributeError> {
    let number =
        tx.query_row("SELECT number FROM number WHERE id = ?1", params![bound.number], |row| row.get::<_, String>(0))?;
    let iccid = Iccid::from_ef(&bound.iccid).map_err(|e| store::Error::Corrupt(e.to_string()))?.to_string();
    let class_id = &product.offer.class_id;
    let report = Report { event: "distributed", number, iccid, eid, class_id, hardware_id, user_id };
    let body = serde_json::to_string(&report).map_err(|e| store::Error::Statement(e.to_string()))?;
    tx.execute("INSERT INTO report (at, body) VALUES (?1, ?2)", params![now.0 as i64, body])?;
    Ok(())
}

/// A card that failed may hold the package still and try again, so its number waits for it, or for an operator who reads
/// here that the card signed for its failure.
fn failed(tx: &Transaction<'_>, bound: &Bound, reason: &str, now: UnixTime) -> Result<Recorded, DistributeError> {
    if bound.stage == Stage::Bound && bound.before.is_none() {
        let why = format!(
            "the card signed that it failed to install ({reason}); it may try again, or an operator release it"
        );
        log::note(tx, now, bound.number, bound.state, &why)?;
    }
    Ok(Recorded::Failed)
}
