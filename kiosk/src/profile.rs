//! The profile package of an authorised sale: its sealed row opened, and built into what a card installs.
//!
//! Templates hold nothing of a subscriber's and serve thousands: those used last are kept read while the kiosk serves.

use crate::{
    reserve::Reservation,
    schema::Stage,
    seal::{NotOpened, Opener, OpeningKey},
    stock::{Subscription, Unreadable},
};
use model::SecretBytes;
use saip::{Form, Package};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

/// Templates that were read, and imports that were opened: the newest last.
#[derive(Default)]
pub(crate) struct Forms {
    forms: Mutex<Kept<Template, Form>>,
    imports: Mutex<Kept<[u8; 32], Opener>>,
}

type Kept<K, V> = Vec<(K, Arc<V>)>;

/// So many of each are kept; a form has the size of a profile.
const MOST: usize = 16;

/// Names a template for ever: a row's number, and the one-time public key of its import.
type Template = (i64, [u8; 32]);

impl Forms {
    /// What opens the rows of the import with this one-time public key.
    fn import(&self, key: &OpeningKey, one_time_public: &[u8; 32]) -> Result<Arc<Opener>, NotOpened> {
        if let Some(opener) = get(&self.imports, one_time_public) {
            return Ok(opener);
        }
        let opener = Arc::new(key.import(one_time_public)?);
        keep(&self.imports, *one_time_public, &opener);
        Ok(opener)
    }
}

fn get<K: PartialEq, V>(kept: &Mutex<Kept<K, V>>, wanted: &K) -> Option<Arc<V>> {
    lock(kept).iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone())
}

fn keep<K, V>(kept: &Mutex<Kept<K, V>>, key: K, value: &Arc<V>) {
    let mut kept = lock(kept);
    if kept.len() >= MOST {
        kept.remove(0);
    }
    kept.push((key, value.clone()));
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens the row of an authorised sale and builds its profile package.
pub(crate) fn package(
    store: &Store,
    key: &OpeningKey,
    forms: &Forms,
    sale: &Reservation,
) -> Result<SecretBytes, ProfileError> {
    if !matches!(sale.stage, Stage::Authorised | Stage::Bound) {
        return Err(ProfileError::Stage(sale.stage));
    }
    let (row, form) = open(store, key, forms, sale.number)?;
    let subscriber = match Subscription::decode(&row)? {
        Subscription::Package(package) => return Ok(package),
        Subscription::Subscriber(subscriber) => subscriber,
    };
    let package = match form {
        Some(form) => form.personalise(&subscriber).map_err(|error| wrong(&error))?,
        None => saip::build(&subscriber).map_err(|error| wrong(&error))?,
    };
    Ok(package.encode())
}

fn wrong(error: &dyn std::fmt::Display) -> ProfileError {
    ProfileError::Build(error.to_string())
}

/// The row, opened, and the form that it goes into, if any.
fn open(
    store: &Store,
    key: &OpeningKey,
    forms: &Forms,
    number: i64,
) -> Result<(SecretBytes, Option<Arc<Form>>), ProfileError> {
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
        let rows = forms.import(key, &one_time)?;
        let row = rows.open(&iccid, &sealed)?;
        let Some(template) = template else { return Ok((row, None)) };
        // It came with its numbers.
        if let Some(form) = get(&forms.forms, &(template, one_time)) {
            return Ok((row, Some(form)));
        }
        let (of_template, name, sealed) = tx.query_row(
            "SELECT i.one_time_public, t.name, t.sealed FROM template t JOIN import i ON i.id = t.import WHERE t.id = ?1",
            params![template],
            |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?)),
        )?;
        let opened = forms.import(key, &of_template)?.open(name.as_bytes(), &sealed)?;
        let package = Package::parse(opened.expose()).map_err(|error| wrong(&error))?;
        let form = Arc::new(Form::new(package).map_err(|error| wrong(&error))?);
        keep(&forms.forms, (template, of_template), &form);
        Ok((row, Some(form)))
    })
}
