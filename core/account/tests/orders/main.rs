//! Orders, receipts, the lease and rights: what a lost phone obeys, and what proves it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod accept;
mod by_right;
mod errors;
mod journal;
mod lease;
mod mutations;
mod passkeys;
mod receipts;
mod rights;
mod states;
mod world;
