use super::{Authoriser, DecideError, Decision, Sale};
use crate::{end, reserve, schema::Stage};
use model::UnixTime;
use serde::{Deserialize, Serialize};
use store::{SqlError, Store, Transaction, params};

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
    /// No sale has that id.
    #[error("there is no sale {0}; `sales pending` lists those that wait")]
    Unknown(i64),
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
            "SELECT r.id, p.class_id, r.hardware_id, r.user_id, r.at, r.lease FROM reservation r
             JOIN product p ON p.id = r.product WHERE r.stage = 0 ORDER BY r.id",
            [],
            |row| {
                Ok(PendingSale {
                    id: row.get(0)?,
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

/// Authorises sale `id`; again is as good as once. The lease starts anew, so that the phone has time to go on.
///
/// # Errors
/// [`SaleError`]
pub fn authorise(store: &Store, id: i64, by: &str, now: UnixTime) -> Result<(), SaleError> {
    let by = by.to_owned();
    store
        .write(move |tx| {
            let sale = reserve::by_id(tx, id)?.ok_or(SaleError::Unknown(id))?;
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
            Ok(())
        })
        .wait()
}

/// Denies sale `id`: its number is available again.
///
/// # Errors
/// [`SaleError`]
pub fn deny(store: &Store, id: i64, why: &str, now: UnixTime) -> Result<(), SaleError> {
    let why = why.to_owned();
    store
        .write(move |tx| {
            let sale = reserve::by_id(tx, id)?.ok_or(SaleError::Unknown(id))?;
            if sale.stage != Stage::Reserved {
                return Err(SaleError::NotWaiting { id, stage: sale.stage });
            }
            end::freed(tx, &sale, Stage::Denied, &why, now)?;
            Ok(())
        })
        .wait()
}
