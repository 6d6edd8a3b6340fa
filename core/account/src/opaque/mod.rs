//! OPAQUE (RFC 9807): ristretto255-SHA512, 3DH, Argon2id; the server never sees a password, and has nothing that can be tried against a list of them
//! without its own keys.
//!
//! Law: a login that nobody has is answered as one that somebody has; how a password is stretched is the client's to say, by its [`Scheme`].

mod client;
mod error;
mod server;
mod suite;
#[cfg(test)]
mod tests;

pub use client::{LoggedIn, LoggingIn, Registered, Registering};
pub use error::OpaqueError;
pub use server::{Attempt, ServerKeys};

#[cfg(doc)]
use crate::scheme::Scheme;

/// A login as both sides name it: without spaces around, in lower case.
#[must_use]
pub fn login(text: &str) -> String {
    text.trim().to_lowercase()
}
