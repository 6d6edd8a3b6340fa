//! Accounts that are tied: a sub-account is an account of its own, with its own root, devices and log, to which another account's owner has given
//! rights to his cards, and which may have given him rights to its own (ADR 0012).
//!
//! Law: nobody is believed for being named by a server. Who the other is, a code says that went past the server ([`Code`]); who may do what, capabilities
//! ([`crate::rights`]); how two accounts stand, a word signed by whoever gave the last of these ([`read_standing`]), and never an older one than was seen.
//! What one shows the other is sealed to the other alone, anew each time ([`seal_share`]).

mod agreement;
mod capabilities;
pub mod checks;
mod code;
mod error;
mod member;
mod share;
mod standing;
#[cfg(test)]
mod tests;

pub use agreement::AgreementKey;
pub use capabilities::{capability, handed_on, leaf};
pub use code::Code;
pub use error::SubError;
pub use member::{introduce, introduced, member, read_member};
pub use share::{Sealing, open_share, seal_share};
pub use standing::{Known, Stands, newer, read_standing};
