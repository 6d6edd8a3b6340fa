//! What the cloud is told, and tells (A8): whatever happens to a card is noted in the transaction that makes it happen; notes become signed reports, and
//! those are kept until the cloud has accepted them, and a while longer.
//!
//! Law: a note is in exactly one report, a report keeps its number and its bytes however often it is sent, and nothing that the cloud says moves a sale:
//! states and balances of numbers that phones have are taken over, and late results are a card's signed word, judged as any other.
//!
//! - [`happened`] notes; [`bundle`] signs; [`Contact`] sends, and takes what the answer brings
//! - `renew` takes a new certificate for the EUM
//! - [`register`] makes the kiosk known; [`status`] says how it stands
//! - [`Carrier`] is the way to the cloud

mod answered;
mod bundle;
mod carrier;
mod contact;
mod error;
mod kept;
mod note;
mod register;
mod renew;
mod status;

pub use bundle::bundle;
pub use carrier::{Carrier, carrier};
pub use contact::{Contact, Contacted};
pub use error::ContactError;
pub(crate) use kept::waiting;
pub(crate) use note::{happened, sold};
pub use register::{At, register, register_at};
pub use status::{ReportStatus, Standing, status};

use crate::{Kiosk, keys::KeyName};
use ::report::KioskId;
use vault::KeystoreError;

/// The kiosk as its cloud knows it.
///
/// # Errors
/// If it has no key for reports yet: it was not registered.
pub fn id(kiosk: &Kiosk) -> Result<KioskId, KeystoreError> {
    Ok(KioskId::of(&kiosk.keys.public(KeyName::Report)?))
}

/// By the kiosk's report key.
fn signature(kiosk: &Kiosk, message: &[u8]) -> Result<Vec<u8>, KeystoreError> {
    Ok(kiosk.keys.sign(KeyName::Report, message)?.to_vec())
}
