//! The account's devices and public keys: a chain of manifests that only the owner key makes longer, or one that follows it (`succession`). A device pins what it saw, and follows the
//! chain from there; a server that adds a device, swaps a key, weakens the KDF, rolls back or forks is refused by name.
//!
//! Law: a manifest is taken whole, after every check named in [`checks`]; what a device pinned is replaced only by what follows it.

mod change;
pub mod checks;
mod error;
mod follow;
mod pinned;
mod succession;
#[cfg(test)]
mod succession_tests;
#[cfg(test)]
mod tests;

pub use change::{Founding, first};
pub use error::ManifestError;
pub use pinned::{Mark, Pinned};
