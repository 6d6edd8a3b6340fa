//! How devices get a new root: the one that makes it seals root ‖ secret key to each other device's agreement key, which that device has signed with
//! its key in the keystore, so that nobody who had the old root put his own in its place. What comes is believed if it makes the very keys that the
//! manifest names, so that nobody but who made them hands anything over.
//!
//! | what | where |
//! |---|---|
//! | a device's agreement key, published | [`publish`], [`published`] |
//! | sealing a new root to a device, and to whom it is due | [`seal`], [`due`] |
//! | opening it | [`open`] |

mod agreement;
pub mod checks;
mod error;
mod open;
mod seal;
#[cfg(test)]
mod tests;

pub use agreement::{publish, published};
pub use error::HandOverError;
pub use open::open;
pub use seal::{due, seal};

use crate::wire::{Bytes, Device};

const LABEL: &[u8] = b"landfall/1 hand-over";

/// What a hand-over is bound to: the account, the device in its enrolment, the owner key that the new root makes, both keys of the agreement.
fn bound(account: &Bytes, device: &Device, owner_key: &Bytes, one_time: &[u8], agreement: &[u8]) -> [u8; 32] {
    let epoch = device.epoch.to_be_bytes();
    crate::keys::digest(&[LABEL, &account.0, &device.id.0, &epoch, &owner_key.0, one_time, agreement])
}
