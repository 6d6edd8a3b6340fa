//! An account's end of everything: keys that the server never sees, devices that vouch for each other, a log whose records only they read,
//! orders that a phone obeys and receipts that prove it did.
//!
//! Law: sans-IO, and the server is not trusted: whatever it hands out is verified here against what this device saw and signed before, and
//! every refusal has a name.
//!
//! | what | where |
//! |---|---|
//! | a lost device that locks and erases itself | [`lease`] |
//! | orders, and carrying them out | [`order`] |
//! | receipts | [`receipt`] |
//! | rights of sub-accounts | [`rights`] |
//! | what the owner is shown of an order | [`states`] |
//! | bytes that somebody signed, kept as they came | [`signed`] |
//! | what travels between a device and its cloud | [`wire`] |

pub mod lease;
pub mod order;
pub mod receipt;
pub mod rights;
pub mod signed;
pub mod states;
pub mod wire;
