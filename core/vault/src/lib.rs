//! The vault: encrypted records on `store`, their key wrapped by the platform's keystore, access rights before each use
//! of a card, and crypto-erase.
//!
//! Law: what lies on the disk says nothing without the keystore, and a record that was changed, swapped, dropped or
//! rolled back by somebody else is noticed before it is used. Ki, OPc, PIN and PUK lie in card records, which only a
//! card driver with a [`Grant`] can load ([`Vault::cards`]); nothing hands them on.
//!
//! | what | where |
//! |---|---|
//! | records, as every backend keeps them | [`Records`], [`MemoryRecords`], [`FailingRecords`] |
//! | the vault: open, create, commit, rotate, destroy | [`Vault`] |
//! | who may do what with which card | [`Caller`], [`Purpose`], [`PinState`] → [`Grant`] |
//! | the platform's keys | [`Keystore`], on a desk [`SoftwareKeystore`] |
//! | what keeps attackers out, by name | [`checks`] |
//! | what every keystore and every backend must do | [`contract`] |
//!
//! How a record lies on the disk is told in `vault/seal.rs`, how a roll-back of rows is noticed in `vault/head.rs`.
//!
//! Dependencies beyond `store`: `ring` (AES-256-GCM, HKDF, HMAC, P-256), `argon2` (passphrases).

mod cards;
pub mod checks;
pub mod contract;
mod error;
mod failing;
pub mod keystore;
mod memory;
mod records;
pub mod rights;
mod vault;

pub use cards::Cards;
pub use error::VaultError;
pub use failing::FailingRecords;
pub use keystore::{KeyId, Keystore, KeystoreError, SigningKey, SoftwareKeystore};
pub use memory::MemoryRecords;
pub use records::{Found, Records};
pub use rights::{Caller, Denied, Grant, PinState, Purpose, Purposes};
pub use vault::Vault;
