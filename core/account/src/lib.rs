//! An account's end of everything: keys that the server never sees, devices that vouch for each other, a log whose records only they read,
//! orders that a phone obeys and receipts that prove it did.
//!
//! Law: sans-IO, and the server is not trusted: whatever it hands out is verified here against what this device saw and signed before, and
//! every refusal has a name.
//!
//! | what | where |
//! |---|---|
//! | bytes that somebody signed, kept as they came | [`signed`] |
//! | what travels between a device and its cloud | [`wire`] |

pub mod signed;
pub mod wire;
