//! An account's end of everything: keys that the server never sees, devices that vouch for each other, orders that a phone obeys and receipts
//! that prove it did.
//!
//! Law: sans-IO, and the server is not trusted: whatever it hands out is verified here against what this device saw and signed before, and
//! every refusal has a name.
//!
//! | what | where |
//! |---|---|
//! | which algorithms, how costly a password is | [`scheme`] |
//! | the account's secrets, and how they lie at the server | [`keys`] |
//! | a password that the server never learns | [`opaque`] |
//! | the recovery sheet | [`sheet`] |
//! | the account's devices, a chain that only the owner key makes longer | [`manifest`] |
//! | how an old device lets in a new one | [`approve`] |
//! | how devices get a new root | [`hand_over`] |
//! | how a phone shows that it holds a card | [`claim`] |
//! | a lost device that locks and erases itself | [`lease`] |
//! | records that devices share: a log that the server can neither read nor bend | [`log`] |
//! | what these records say, by kind | [`record`] |
//! | orders, and carrying them out | [`order`] |
//! | passkeys: new ones, and signing in by one | [`passkey`] |
//! | receipts | [`receipt`] |
//! | what the owner is shown of an order | [`states`] |
//! | rights of sub-accounts | [`rights`] |
//! | how accounts are tied, linked, and shown each other's cards | [`sub`] |
//! | bytes that somebody signed, kept as they came | [`signed`] |
//! | what travels between devices and server | [`wire`] |
//!
//! Dependencies: `ring` (signatures, AEAD, HKDF); `p256` for the key agreement, which `ring` does for one-time keys alone; `opaque-ke` is RFC 9807, with
//! `argon2`, `rand` and `sha2` of the generation that it takes; `serde_json` reads and writes what is signed.

pub mod approve;
pub mod claim;
pub mod hand_over;
pub mod keys;
pub mod lease;
pub mod log;
pub mod manifest;
pub mod opaque;
pub mod order;
pub mod passkey;
pub mod receipt;
pub mod record;
pub mod rights;
pub mod scheme;
pub mod sheet;
pub mod signed;
pub mod states;
pub mod sub;
#[cfg(test)]
mod testing;
pub mod wire;
