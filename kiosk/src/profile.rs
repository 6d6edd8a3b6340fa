//! The profile package of an authorised sale: its sealed row opened, and built into what a card installs.

use crate::{
    reserve::Reservation,
    schema::Stage,
    seal::{NotOpened, OpeningKey},
    stock::{Subscription, Unreadable},
};
use model::SecretBytes;
use saip::Package;
use store::{Store, params};

/// Why there is no profile for a sale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProfileError {
    /// Only an authorised sale's row is opened.
    #[error("the sale is {}: its subscription stays sealed", .0.as_str())]
    Stage(Stage),
    /// The row's subscription data is gone.
    #[error("the subscription data of this number was deleted")]
    Deleted,
    /// The sealed row does not open.
    #[error(transparent)]
    Sealed(#[from] NotOpened),
    /// Its content does not read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// No profile can be built of it.
    #[error("no profile can be built: {0}")]
    Build(String),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<store::SqlError> for ProfileError {
    fn from(error: store::SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Opens the row of an authorised sale and builds its profile package.
pub(crate) fn package(store: &Store, key: &OpeningKey, sale: &Reservation) -> Result<SecretBytes, ProfileError> {
    if !matches!(sale.stage, Stage::Authorised | Stage::Bound) {
        return Err(ProfileError::Stage(sale.stage));
    }
    let (row, template) = open(store, key, sale.number)?;
    let subscriber = match Subscription::decode(&row)? {
        Subscription::Package(package) => return Ok(package),
        Subscription::Subscriber(subscriber) => subscriber,
    };
    let wrong = |e: &dyn std::fmt::Display| ProfileError::Build(e.to_string());
    let package = match template {
        Some(template) => {
            let template = Package::parse(template.expose()).map_err(|e| wrong(&e))?;
            saip::personalise(&template, &subscriber).map_err(|e| wrong(&e))?
        }
        None => saip::build(&subscriber).map_err(|e| wrong(&e))?,
    };
    Ok(package.encode())
}

fn open(store: &Store, key: &OpeningKey, number: i64) -> Result<(SecretBytes, Option<SecretBytes>), ProfileError> {
    store.read(|tx| {
        let (one_time, sealed, iccid, template) = tx
            .query_optional(
                "SELECT i.one_time_public, s.sealed, n.iccid, s.template FROM subscription s
                 JOIN number n ON n.id = s.number JOIN import i ON i.id = n.import WHERE s.number = ?1",
                params![number],
                |row| {
                    Ok((
                        row.get::<_, [u8; 32]>(0)?,
                        row.get::<_, Vec<u8>>(1)?,
                        row.get::<_, Vec<u8>>(2)?,
                        row.get::<_, Option<i64>>(3)?,
                    ))
                },
            )?
            .ok_or(ProfileError::Deleted)?;
        let row = key.open(&one_time, &iccid, &sealed)?;
        let Some(template) = template else { return Ok((row, None)) };
        let (one_time, name, sealed) = tx.query_row(
            "SELECT i.one_time_public, t.name, t.sealed FROM template t JOIN import i ON i.id = t.import WHERE t.id = ?1",
            params![template],
            |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?)),
        )?;
        Ok((row, Some(key.open(&one_time, name.as_bytes(), &sealed)?)))
    })
}
