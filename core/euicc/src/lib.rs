//! The eUICC in software: SGP.22's ES10a, ES10b and ES10c over the cards of `uicc`, the packages of `saip` and the
//! messages of `rsp`.
//!
//! Law: sans-IO, behind APDUs. What must become durable, be read or be signed is a [`uicc::Step`]; the signing key is only a
//! name here. A command changes a copy of the [`State`] that takes over when its batch is durable.
//!
//! - [`Euicc`]: the card, which tells ISD-R commands from those of the enabled profile
//! - `isdr`: a file for each ES10 function; `install`: a bound package becomes a profile
//! - [`state`]: what is kept, and its records; `refresh`: telling the phone that another profile is enabled

mod act;
mod channels;
mod euicc;
mod install;
mod isdr;
mod refresh;
pub mod state;

pub use euicc::Euicc;
pub use state::{Identity, LoadError, SigningChain, State};
