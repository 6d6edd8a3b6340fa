//! An old device lets in a new one while the server stands between them.
//!
//! The new device commits to its one-time key and half of the code; the old one answers with its own; the new one opens what it committed to. Both
//! show six digits made from all of it, which the user compares: a server that put itself between guesses them once in a million, and has one try.
//! Then the old one seals the account's keys to the one-time key.

mod error;
mod new;
mod old;
#[cfg(test)]
mod tests;
mod transcript;

pub use error::ApproveError;
pub use new::{Asking, Compared};
pub use old::{Answered, Confirmed};
pub use transcript::Code;

use model::Check;

/// What the new device opens is what it committed to.
pub const COMMITMENT: Check = Check::named("account: approval commitment");
