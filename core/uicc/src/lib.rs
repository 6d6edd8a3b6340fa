//! A SIM in software, spoken to by APDU (TS 102 221, TS 31.102, TS 51.011, TS 102 223).
//!
//! Law: nothing here does I/O. A command goes in and a [`Step`] comes out; state that an answer announces is asked to
//! be made durable *before* that answer is given, memory follows only once it is, and any byte string is answered with
//! a status word.
//!
//! Map: [`step`] the effects and the [`Smartcard`] interface · [`apdu`], [`status`], [`transport`] the outer form of
//! commands and answers · [`file`](mod@file) files, access rules, FCP · [`codes`] PIN, PUK, ADM · [`profile`] what is
//! durable and how it is built and loaded · [`card`] the commands · [`aka`] authentication, both sides of it ·
//! [`checks`] what keeps attackers out, by name.

pub mod aka;
pub mod apdu;
pub mod card;
pub mod checks;
pub mod codes;
pub mod file;
pub mod profile;
pub mod status;
pub mod step;
pub mod transport;

pub use card::Card;
pub use codes::{CodeKey, CodeSpec};
pub use file::{Access, FilePath, FileSpec, LifeCycle, Structure};
pub use profile::{AkaAlgorithm, AkaKeys, BuildError, LoadError, Profile, ProfileBuilder};
pub use status::StatusWord;
pub use step::{KeyId, Outcome, Smartcard, Step};
pub use transport::Transport;
