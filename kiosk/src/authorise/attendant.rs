use super::{Authoriser, DecideError, Decision, Sale};
use crate::{
    crockford, end, reserve,
    schema::{Stage, stage},
    stock::log,
};
use model::{NumberState, UnixTime};
use nearfield::message::sale_code;
use serde::{Deserialize, Serialize};
use store::{SqlError, Store, Transaction, params};

/// Symbols of a sale's code.
const CODE: usize = 6;

/// A person at the counter decides, by `sales authorise` or `sales deny`.
#[derive(Debug, Clone, Copy)]
pub struct Attendant;

impl Authoriser for Attendant {
    fn decide(&self, _: &Transaction<'_>, _: &Sale<'_>, _: UnixTime) -> Result<Decision, DecideError> {
        Ok(Decision::Wait)
    }
}

/// A sale that waits for somebody to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingSale {
    /// By which it is authorised or denied.
    pub id: i64,
    /// What its phone shows; it is authorised or denied by this too.
    pub code: String,
    /// The product.
    pub class_id: String,
    /// The phone, as it calls itself.
    pub hardware_id: String,
    /// Who buys, as the phone says.
    pub user_id: String,
    /// Since when.
    pub since: UnixTime,
    /// When it lapses.
    pub until: UnixTime,
}

/// Why a sale can't be decided on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaleError {
    /// No sale has that id or code.
    #[error("there is no sale {0}; `sales pending` lists those that wait")]
    Unknown(String),
    /// Several sales have that code, by chance.
    #[error("several sales have the code {0}; name it by its number in `sales pending`")]
    Several(String),
    /// It doesn't wait any more.
    #[error("sale {id} is {} and waits for nobody", stage.as_str())]
    NotWaiting {
        /// The sale.
        id: i64,
        /// How far it has come.
        stage: Stage,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SqlError> for SaleError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// The sales that wait, oldest first.
///
/// # Errors
/// If the database can't be read.
pub fn pending(store: &Store) -> Result<Vec<PendingSale>, store::Error> {
    store.read(|tx| {
        Ok(tx.query_all(
            "SELECT r.id, p.class_id, r.hardware_id, r.user_id, r.at, r.lease, r.matching_id FROM reservation r
             JOIN product p ON p.id = r.product WHERE r.stage = 0 ORDER BY r.id",
            [],
            |row| {
                Ok(PendingSale {
                    id: row.get(0)?,
                    code: sale_code(&row.get::<_, String>(6)?),
                    class_id: row.get(1)?,
                    hardware_id: row.get(2)?,
                    user_id: row.get(3)?,
                    since: UnixTime(row.get::<_, i64>(4)? as u64),
                    until: UnixTime(row.get::<_, i64>(5)? as u64),
                })
            },
        )?)
    })
}

/// The sale that `name` names: its id, or the code that its phone shows (with its hyphen or without, lookalikes as they
/// may). A bare number is an id.
///
/// # Errors
/// [`SaleError`]
pub fn find(store: &Store, name: &str) -> Result<i64, SaleError> {
    let name = name.trim();
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let unknown = || SaleError::Unknown(name.to_owned());
    let code = crockford::canonical(name).filter(|c| c.len() == CODE).ok_or_else(unknown)?;
    let found = store.read::<_, store::Error>(|tx| {
        // Behind `Z`, the last symbol of the alphabet.
        let sql = "SELECT id, stage FROM reservation WHERE matching_id BETWEEN ?1 AND ?1 || '~'";
        Ok(tx.query_all(sql, params![code], |row| Ok((row.get::<_, i64>(0)?, stage(row, 1)?)))?)
    })?;
    let waiting = found.iter().filter(|(_, stage)| *stage == Stage::Reserved).count();
    let mut likely = found.iter().filter(|(_, stage)| waiting == 0 || *stage == Stage::Reserved);
    match (likely.next(), likely.next()) {
        (Some((id, _)), None) => Ok(*id),
        (Some(_), Some(_)) => Err(SaleError::Several(name.to_owned())),
        (None, _) => Err(unknown()),
    }
}

/// Authorises sale `id`; again is as good as once. The lease starts anew, so that the phone has time to go on.
///
/// # Errors
/// [`SaleError`]
pub fn authorise(store: &Store, id: i64, by: &str, now: UnixTime) -> Result<(), SaleError> {
    let by = by.to_owned();
    store.write_now(move |tx| {
        let sale = reserve::by_id(tx, id)?.ok_or_else(|| SaleError::Unknown(id.to_string()))?;
        match sale.stage {
            Stage::Authorised | Stage::Bound | Stage::Distributed => return Ok(()),
            Stage::Reserved if sale.lease >= now => {}
            Stage::Reserved => return Err(SaleError::NotWaiting { id, stage: Stage::Lapsed }),
            stage => return Err(SaleError::NotWaiting { id, stage }),
        }
        tx.execute(
            "UPDATE reservation SET stage = ?2, authorised_by = ?3, lease = ?4 + (lease - at) WHERE id = ?1",
            params![id, Stage::Authorised.code(), by, now.0 as i64],
        )?;
        log::note(tx, now, sale.number, NumberState::Reserved, &format!("authorised by {by}"))?;
        Ok(())
    })
}

/// Denies sale `id`: its number is available again.
///
/// # Errors
/// [`SaleError`]
pub fn deny(store: &Store, id: i64, why: &str, now: UnixTime) -> Result<(), SaleError> {
    let why = why.to_owned();
    store.write_now(move |tx| {
        let sale = reserve::by_id(tx, id)?.ok_or_else(|| SaleError::Unknown(id.to_string()))?;
        if sale.stage != Stage::Reserved {
            return Err(SaleError::NotWaiting { id, stage: sale.stage });
        }
        end::freed(tx, &sale, Stage::Denied, &why, now)?;
        Ok(())
    })
}
