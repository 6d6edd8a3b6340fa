//! The eUICC in software: SGP.22's ES10a, ES10b and ES10c over the cards of `uicc`, the packages of `saip` and the
//! messages of `rsp`.
//!
//! Law: sans-IO, behind APDUs. What must become durable, be read or be signed is a [`uicc::Step`]; the signing key is only a
//! name here. A command changes a copy of the [`State`] that takes over when its batch is durable.
//!
//! - [`Euicc`]: the card; `dispatch` tells ISD-R commands from those of the profile in use, which is `card`
//! - `isdr`: a file for each ES10 function; `install`: a bound package becomes a profile ([`card_of`])
//! - [`state`]: what is kept, and its records
//! - [`home`]: copies of a card, of which one is live
//! - `channels`, `collector`, `terminal`, `refresh`: what is between the terminal and the eUICC until the next reset
//! - `act`: the steps of a command; [`checks`]: what keeps attackers out, by name

mod act;
mod card;
mod channels;
pub mod checks;
mod collector;
mod dispatch;
mod euicc;
pub mod home;
mod install;
mod isdr;
mod put_chain;
mod refresh;
pub mod state;
mod terminal;

pub use euicc::Euicc;
pub use home::HomeError;
pub use install::card_of;
pub use state::{Identity, LoadError, SigningChain, State};
