//! What a card signed moves its number, and nothing else does (A7): one durable step from the eUICC's signature to
//! "distributed", with the log, the deletion of manner 2, and the report to the cloud.

use crate::{
    end, events, kept_key,
    orders::News,
    report, reserve,
    schema::{Stage, state_code},
    stock::{Manner, Product, log, number},
};
use ::report::What;
use model::{Eid, Iccid, NumberState, UnixTime};
use rsp::TransactionId;
use store::{SqlError, Store, Transaction, params};

/// What a card signed about a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is installed.
    Installed,
    /// It is not.
    Failed {
        /// Another try of the same package can't succeed: the card has thrown away what it takes.
        for_good: bool,
        /// What the card says went wrong.
        reason: String,
    },
}

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
    pub verdict: Verdict,
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
    /// The card can't install any package that was made for it: the number is available again.
    Freed,
    /// The same of an operator's order: the number waits for what the operator says.
    Held,
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

impl DistributeError {
    /// Whether the same result may be recorded later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Store(error) => error.retrying_helps(),
            Self::UnknownTransaction | Self::OtherCard | Self::OtherProfile | Self::SoldAgain => false,
        }
    }

    /// What the kiosk's owner can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Store(error) => error.hint(),
            Self::UnknownTransaction => {
                "Compare with the numbers sold since the last backup: the card may be of a sale that this kiosk has lost."
            }
            Self::OtherCard | Self::OtherProfile => "Look at the sale in the log: some card tells what is not so.",
            Self::SoldAgain => "Tell the network operator: two cards have this number.",
        }
    }
}

impl From<SqlError> for DistributeError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Writes a signed result down, and the `news` of it for the order's operator, if there is one. A second time is as good as once.
///
/// # Errors
/// [`DistributeError`]
pub fn record(
    store: &Store,
    result: SignedResult,
    news: Option<News>,
    now: UnixTime,
) -> Result<Recorded, DistributeError> {
    let job = move |tx: &Transaction<'_>| {
        let recorded = job(tx, &result, now)?;
        match &news {
            Some(news) if recorded != Recorded::Before => news.insert(tx, now)?,
            _ => {}
        }
        Ok(recorded)
    };
    store.write_now(job)
}

fn by_transaction(tx: &Transaction<'_>, transaction_id: &[u8]) -> Result<Option<Bound>, SqlError> {
    tx.query_optional(
        "SELECT b.reservation, r.number, r.stage, r.eid, n.iccid, n.state FROM binding b
             JOIN reservation r ON r.id = b.reservation JOIN number n ON n.id = r.number WHERE b.transaction_id = ?1",
        params![transaction_id],
        |row| {
            Ok(Bound {
                reservation: row.get(0)?,
                number: row.get(1)?,
                stage: crate::schema::stage(row, 2)?,
                eid: row.get(3)?,
                iccid: row.get(4)?,
                state: crate::schema::state(row, 5)?,
            })
        },
    )
}

struct Bound {
    reservation: i64,
    number: i64,
    stage: Stage,
    eid: Option<Vec<u8>>,
    iccid: Vec<u8>,
    state: NumberState,
}

fn job(tx: &Transaction<'_>, result: &SignedResult, now: UnixTime) -> Result<Recorded, DistributeError> {
    let bound = by_transaction(tx, &result.transaction_id)?.ok_or(DistributeError::UnknownTransaction)?;
    if bound.eid.as_deref() != Some(result.eid.as_slice()) {
        return Err(DistributeError::OtherCard);
    }
    if result.iccid.is_some_and(|i| i.as_ef().as_slice() != bound.iccid) {
        return Err(DistributeError::OtherProfile);
    }
    match &result.verdict {
        Verdict::Installed => {
            tx.execute("UPDATE binding SET result = 1 WHERE transaction_id = ?1", params![result.transaction_id])?;
            installed(tx, &bound, now)
        }
        Verdict::Failed { for_good, reason } => {
            let why = format!("the card signed that it failed to install: {reason}");
            failed(tx, &bound, &result.transaction_id, *for_good, &why, now)
        }
    }
}

fn installed(tx: &Transaction<'_>, bound: &Bound, now: UnixTime) -> Result<Recorded, DistributeError> {
    match bound.stage {
        Stage::Distributed => return Ok(Recorded::Before),
        Stage::Bound | Stage::Faulted => {}
        // An operator took the number back although the phone had it: the phone's proof wins while nobody else has it.
        _ if matches!(bound.state, NumberState::Available | NumberState::Retired) => {
            number::set_state(tx, bound.number, NumberState::Reserved, "its card was installed after all", now)?;
        }
        _ => return Err(DistributeError::SoldAgain),
    }
    let (product, hardware_id, user_id, matching_id): (String, String, String, String) = tx.query_row(
        "SELECT p.body, r.hardware_id, r.user_id, r.matching_id FROM reservation r JOIN product p ON p.id = r.product WHERE r.id = ?1",
        params![bound.reservation],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let product: Product = serde_json::from_str(&product).map_err(|e| store::Error::Corrupt(e.to_string()))?;
    tx.execute(
        "UPDATE reservation SET stage = ?2 WHERE id = ?1",
        params![bound.reservation, Stage::Distributed.code()],
    )?;
    kept_key::forget(tx, bound.reservation)?;
    // Its card has it: it is announced no more.
    events::forget(tx, &matching_id)?;
    tx.execute(
        "UPDATE number SET state = ?2, hardware_id = ?3, user_id = ?4 WHERE id = ?1",
        params![bound.number, state_code(NumberState::Distributed), hardware_id, user_id],
    )?;
    let eid: String = bound.eid.iter().flatten().map(|b| format!("{b:02X}")).collect();
    log::note(tx, now, bound.number, NumberState::Distributed, &format!("card {eid} signed that it is installed"))?;
    if product.manner == Manner::Delete {
        number::forget(tx, bound.number)?;
    }
    let eid = Eid::from_bytes(bound.eid.as_deref().unwrap_or_default());
    let eid = eid.map_err(|e| store::Error::Corrupt(e.to_string()))?;
    let what = What::Distributed { eid, hardware_id, user_id, price: product.offer.price };
    report::happened(tx, bound.number, what, now)?;
    Ok(Recorded::Distributed)
}

/// A card that failed may hold the package still and try again, so its number waits for it, or for an operator who reads
/// the log. Once it has signed for every package made that it can't install it, nobody has the number.
fn failed(
    tx: &Transaction<'_>,
    bound: &Bound,
    transaction_id: &[u8],
    for_good: bool,
    why: &str,
    now: UnixTime,
) -> Result<Recorded, DistributeError> {
    let changed = tx.execute(
        "UPDATE binding SET result = ?2 WHERE transaction_id = ?1 AND (result IS NULL OR result = 0 AND ?2 = -1)",
        params![transaction_id, if for_good { -1 } else { 0 }],
    )?;
    if bound.stage != Stage::Bound || changed == 0 {
        return Ok(Recorded::Failed);
    }
    let open: i64 = tx.query_row(
        "SELECT count(*) FROM binding WHERE reservation = ?1 AND result IS NOT -1",
        params![bound.reservation],
        |row| row.get(0),
    )?;
    if open > 0 {
        log::note(tx, now, bound.number, bound.state, why)?;
        return Ok(Recorded::Failed);
    }
    let sale = reserve::by_id(tx, bound.reservation)?.ok_or(store::Error::NotFound)?;
    let freed = end::failed(tx, &sale, Stage::Failed, why, now)?;
    Ok(if freed { Recorded::Freed } else { Recorded::Held })
}

/// The phone ended the session of an order, by its card's signature. Before a package was made the sale ends with it, if the
/// reason is final; after, it counts as the card's word that it can't install that package, which its session held the
/// keys of. `news` of it are for the order's operator, if there is one.
///
/// # Errors
/// If the database refuses.
pub fn cancelled(
    store: &Store,
    matching_id: &str,
    transaction_id: &TransactionId,
    for_good: bool,
    why: &str,
    news: Option<News>,
    now: UnixTime,
) -> Result<(), store::Error> {
    let (matching_id, id, why) = (matching_id.to_owned(), transaction_id.as_bytes().to_vec(), why.to_owned());
    store
        .write_now(move |tx| {
            let Some(sale) = reserve::by_matching_id(tx, &matching_id)? else { return Ok(()) };
            if let Some(news) = &news {
                news.insert(tx, now)?;
            }
            if sale.stage.is_before_package() {
                if for_good {
                    end::failed(tx, &sale, Stage::Cancelled, &why, now)?;
                }
                return Ok(());
            }
            match by_transaction(tx, &id)? {
                Some(bound) if bound.reservation == sale.id => failed(tx, &bound, &id, for_good, &why, now).map(drop),
                _ => Ok(()),
            }
        })
        .map_err(|error| match error {
            DistributeError::Store(error) => error,
            other => store::Error::Statement(other.to_string()),
        })
}
