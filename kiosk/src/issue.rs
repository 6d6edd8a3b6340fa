//! A sale over the counter, for a phone that comes by HTTPS: a number is reserved and authorised, and an activation code names it
//! (SGP.22 §4.1). What the phone is, and who has it, is known once its card asks.

use crate::{
    Entropy,
    authorise::Counter,
    confirmation, crockford, events,
    keys::sealing_key,
    reserve::{self, Reservation, ReserveError},
    settings::Settings,
    stock::Catalogue,
};
use model::{ActivationCode, Eid, Random, SecretBytes, UnixTime};
use store::{Store, params};

/// What is sold.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The product's class id.
    pub class_id: String,
    /// Who sells.
    pub by: String,
    /// For how long the number is held for the code, in seconds.
    pub seconds: u32,
    /// The only card that may have it, if that is known.
    pub eid: Option<Eid>,
    /// Tell that card of it, by the SM-DS of this kiosk.
    pub announce: bool,
    /// SHA-256 of the confirmation code that its user must know, if any.
    pub code: Option<SecretBytes>,
}

/// What was sold.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The sale's row.
    pub id: i64,
    /// What the phone is shown.
    pub activation_code: ActivationCode,
    /// Until when.
    pub until: UnixTime,
}

/// Why nothing was sold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// There is no such product.
    #[error("this kiosk does not sell {0}")]
    NoProduct(String),
    /// Nobody would hear of it.
    #[error("it can't be announced: {0}")]
    NotAnnounced(&'static str),
    /// No number was reserved.
    #[error(transparent)]
    Reserve(#[from] ReserveError),
    /// The kiosk has no key to keep a confirmation code with.
    #[error("the kiosk has no keys here; run `landfall-kiosk init`")]
    NoSealingKey,
}

impl From<store::Error> for IssueError {
    fn from(error: store::Error) -> Self {
        Self::Reserve(error.into())
    }
}

impl From<store::SqlError> for IssueError {
    fn from(error: store::SqlError) -> Self {
        Self::Reserve(error.into())
    }
}

/// Sells: durable when this returns.
///
/// # Errors
/// [`IssueError`]
pub fn issue(store: &Store, settings: &Settings, sale: Issue, now: UnixTime) -> Result<Issued, IssueError> {
    let products = Catalogue::read(store)?;
    let product = products.get(&sale.class_id).ok_or_else(|| IssueError::NoProduct(sale.class_id.clone()))?.id;
    if sale.announce && sale.eid.is_none() {
        return Err(IssueError::NotAnnounced("no card is named"));
    }
    if sale.announce && settings.smds_host().is_none() {
        return Err(IssueError::NotAnnounced("this kiosk is no SM-DS"));
    }
    let matching_id = matching_id();
    let code = match &sale.code {
        Some(code) => {
            let to = sealing_key(store)?.ok_or(IssueError::NoSealingKey)?;
            Some(confirmation::seal(&to, &matching_id, code))
        }
        None => None,
    };
    let confirmation_code = code.is_some();
    let Issue { class_id, by, seconds, eid, announce, .. } = sale;
    let server = settings.smdp_address.clone();
    let reservation: Reservation = store.write_now::<_, IssueError, _>(move |tx| {
        let request = reserve::Reserve {
            product,
            class_id: class_id.clone(),
            lease_seconds: seconds,
            // The card's EID takes this place once it is known.
            hardware_id: String::new(),
            user_id: String::new(),
            matching_id: matching_id.clone(),
        };
        let made = reserve::reserve(tx, &request, &Counter { by: by.clone() }, u32::MAX, now)?;
        tx.execute(
            "UPDATE reservation SET eid = ?2, code = ?3 WHERE id = ?1",
            params![made.id, eid.map(|eid| eid.as_bytes().to_vec()), code],
        )?;
        if let Some(eid) = eid.filter(|_| announce) {
            events::announce(tx, &eid, &matching_id, &server, now)?;
        }
        Ok(made)
    })?;
    let activation_code = ActivationCode {
        smdp_address: settings.smdp_address.clone(),
        matching_id: reservation.matching_id,
        smdp_oid: None,
        confirmation_code,
    };
    Ok(Issued { id: reservation.id, activation_code, until: reservation.lease })
}

/// 26 characters of base32 (Crockford's alphabet): 130 random bits, which nobody guesses.
pub(crate) fn matching_id() -> String {
    let mut text = crockford::encode(&Entropy.array::<17>());
    text.truncate(26);
    text
}
