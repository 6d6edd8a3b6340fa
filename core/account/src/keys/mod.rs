//! The account's secrets: what they are made from, what is made from them, and how they lie at the server.
//!
//! Law: no type here shows its content (`Debug`), each is zeroised when it goes, and what lies at the server is opened by none but the account.
//!
//! | secret | made | opens |
//! |---|---|---|
//! | [`SecretKey`] | on the first device, at random | with the password the root; alone, as the sheet, too |
//! | [`ExportKey`] | by OPAQUE, from the password | the lock seed; with the secret key the root |
//! | [`Root`] | on the first device, at random | the keyring; it is the owner's signing key |
//! | [`LockSeed`] | with each password | nothing: it is the lock's signing key |
//! | [`DataKey`] | with each epoch | the records of that epoch |
//! | [`NameKey`] | from the first root | nothing: it makes the ids of records |
//! | [`AgreementKey`] | on each device, at random | the new root that another device hands over |
//!
//! All by HKDF-SHA-256 with the account as salt and a label each, and AES-256-GCM with account and label as associated data.

mod agreement;
mod derive;
mod error;
mod keyring;
mod seal;
mod sealed;
mod secrets;
mod signing;
#[cfg(test)]
mod tests;

pub use agreement::AgreementKey;
pub use error::KeyError;
pub use keyring::{DataKey, Keyring};
pub use sealed::AccountKeys;
pub use secrets::{AccountId, ExportKey, LockSeed, NameKey, Root, SecretKey};
pub use signing::SigningKey;

pub(crate) use derive::{AeadKey, bytes, digest};
pub(crate) use signing::scalar;
