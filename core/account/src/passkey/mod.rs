//! Passkeys: second ways to sign in and to order, each bound to the account by its manifest, which only the owner key makes longer. A server that has one
//! registered can't add it: a device of the account looks at what the authenticator said ([`registered`]) and signs it into the next manifest.
//!
//! | what | where |
//! |---|---|
//! | whether an assertion stands for a message | [`crate::order::passkey`] |
//! | what a new one says of itself | [`registered`] |
//! | signing in by one | [`signed_in`] |

mod registration;
mod sign_in;

pub use registration::{BadRegistration, CREATE, Registration, registered};
pub use sign_in::{proof, signed_in};
