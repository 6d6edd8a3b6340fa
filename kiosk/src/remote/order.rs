use super::{Wanted, power, split};
use crate::{Entropy, checks, crockford, identity::Identity, stock::Product};
use model::{Eid, Iccid, Random, UnixTime};
use serde::Serialize;
use smdp::{RpmOrder, rpm::TooLarge};
use store::{SqlError, Store, Transaction, params};

/// What was ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ordered {
    /// The packages, in their order: `rpm list` shows them.
    pub ids: Vec<i64>,
    /// Names the first one; a phone that asks without it gets it too.
    pub matching_id: String,
}

/// Why nothing was ordered, or nothing cancelled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// No command.
    #[error("there is no command")]
    Nothing,
    /// The card has no such profile of this kiosk.
    #[error("this kiosk has given no card {iccid} to {eid}")]
    NotThere {
        /// The profile.
        iccid: Iccid,
        /// The eUICC.
        eid: Eid,
    },
    /// The product does not let the kiosk do it.
    #[error("the product {class_id} does not let its kiosk do this to cards: {what}")]
    NotAllowed {
        /// The product.
        class_id: String,
        /// The command.
        what: &'static str,
    },
    /// The card has no profile of this kiosk at all.
    #[error("this kiosk has given no card to {0}")]
    NoCard(Eid),
    /// One command is larger than a package.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The kiosk has no certificates yet.
    #[error("the kiosk has no certificates; run `landfall-kiosk init`")]
    NoIdentity,
    /// There is no order of this number that waits.
    #[error("no package {0} waits")]
    NotWaiting(i64),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SqlError> for RemoteError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Orders commands for a card: durable when this returns. They are carried out in their order when the card next asks, after those that
/// wait for it already.
///
/// # Errors
/// [`RemoteError`]: nothing was ordered.
pub fn order(store: &Store, eid: Eid, commands: Vec<Wanted>, by: &str, now: UnixTime) -> Result<Ordered, RemoteError> {
    if commands.is_empty() {
        return Err(RemoteError::Nothing);
    }
    let identity = Identity::read(store).map_err(|_| RemoteError::NoIdentity)?;
    let owner = identity.dp_auth.server_oid().ok_or(RemoteError::NoIdentity)?;
    let packages = split::packages(commands.iter().map(|wanted| wanted.command(&owner)).collect());
    let orders: Vec<RpmOrder> =
        packages.into_iter().map(|package| RpmOrder::new(&matching_id(), eid, package)).collect::<Result<_, _>>()?;
    let by = by.to_owned();
    let checked = if checks::OWN_CARDS.on() { commands } else { Vec::new() };
    store.write_now(move |tx| write(tx, eid, &checked, &orders, &by, now))
}

fn write(
    tx: &Transaction<'_>,
    eid: Eid,
    commands: &[Wanted],
    orders: &[RpmOrder],
    by: &str,
    now: UnixTime,
) -> Result<Ordered, RemoteError> {
    for wanted in commands {
        allowed(tx, eid, wanted)?;
    }
    let mut ordered = Ordered { ids: Vec::new(), matching_id: String::new() };
    for order in orders {
        let chain = ordered.ids.first().copied();
        tx.execute(
            "INSERT INTO remote_order (matching_id, chain, eid, at, made_by, package, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
            params![
                order.matching_id,
                chain.unwrap_or(0),
                eid.as_bytes().as_slice(),
                now.0 as i64,
                by,
                order.package.encode()
            ],
        )?;
        let id = tx.last_insert_rowid();
        if chain.is_none() {
            tx.execute("UPDATE remote_order SET chain = ?1 WHERE id = ?1", params![id])?;
            ordered.matching_id.clone_from(&order.matching_id);
        }
        ordered.ids.push(id);
    }
    Ok(ordered)
}

/// The profile is one that this kiosk gave to this card, and its product lets it be managed so.
fn allowed(tx: &Transaction<'_>, eid: Eid, wanted: &Wanted) -> Result<(), RemoteError> {
    let given = |iccid: Option<&Iccid>| {
        tx.query_all(
            "SELECT p.class_id, p.body FROM reservation r JOIN number n ON n.id = r.number JOIN product p ON p.id = r.product
             WHERE r.eid = ?1 AND r.stage IN (2, 3) AND (?2 IS NULL OR n.iccid = ?2)",
            params![eid.as_bytes().as_slice(), iccid.map(|iccid| iccid.as_ef().to_vec())],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )
    };
    let about = power::about(&wanted.change);
    let found = given(about)?;
    let lacking = match about {
        Some(iccid) if found.is_empty() => return Err(RemoteError::NotThere { iccid: *iccid, eid }),
        None if found.is_empty() => return Err(RemoteError::NoCard(eid)),
        _ => found.into_iter().map(|(class_id, body)| {
            let product: Product = serde_json::from_str(&body).map_err(|e| store::Error::Corrupt(e.to_string()))?;
            let what = product.remote.unwrap_or_default().lacks(&wanted.change);
            Ok(what.map(|what| RemoteError::NotAllowed { class_id, what }))
        }),
    };
    // Of a list of all, each that may be seen is.
    let lacking: Vec<Option<RemoteError>> = lacking.collect::<Result<_, store::Error>>()?;
    if lacking.iter().any(Option::is_none) {
        return Ok(());
    }
    lacking.into_iter().flatten().next().map_or(Ok(()), Err)
}

/// Takes a package back that no card has told of, and those behind it. A card that has it already may carry it out all the same.
///
/// # Errors
/// [`RemoteError::NotWaiting`].
pub fn cancel(store: &Store, id: i64, why: &str, now: UnixTime) -> Result<usize, RemoteError> {
    let why = why.to_owned();
    store.write_now(move |tx| {
        let chain =
            tx.query_optional("SELECT chain FROM remote_order WHERE id = ?1 AND state = 0", params![id], |row| {
                row.get::<_, i64>(0)
            })?;
        let chain = chain.ok_or(RemoteError::NotWaiting(id))?;
        Ok(end_from(tx, chain, id, &why, now)?)
    })
}

/// Ends what waits of a chain, from this package on.
pub(super) fn end_from(tx: &Transaction<'_>, chain: i64, id: i64, why: &str, now: UnixTime) -> Result<usize, SqlError> {
    tx.execute(
        "UPDATE remote_order SET state = 2, ended_at = ?3, ended_why = ?4 WHERE chain = ?1 AND id >= ?2 AND state = 0",
        params![chain, id, now.0 as i64, why],
    )
}

/// 26 characters of base32, as of a sale; they name one or the other.
fn matching_id() -> String {
    let mut text = crockford::encode(&Entropy.array::<17>());
    text.truncate(26);
    text
}
