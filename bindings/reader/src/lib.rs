//! Ways to a card, and ways to offer one: what carries APDUs between this program and others. Each way is one file or folder; none knows
//! what it carries.
//!
//! | way | to a card | offers a card |
//! |---|---|---|
//! | [`pcsc`] (cargo feature `pcsc`) | in a reader of the system | |
//! | [`stdio`] | behind a program that speaks lpac's lines | behind lpac, or any program that speaks them |
//! | [`vpcd`] | | in vsmartcard's virtual reader, and so to every PC/SC program |
//!
//! The crate `pcsc` is the system's own interface; `serde_json` writes lpac's lines.

mod error;
#[cfg_attr(not(feature = "pcsc"), path = "no_pcsc.rs")]
pub mod pcsc;
pub mod stdio;
pub mod vpcd;

pub use error::ReaderError;
