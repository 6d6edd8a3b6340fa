//! Copies of a card ordered from afar (B5, F5): each verb is several orders to two devices, of which each names what the receipt of the one before brought.
//!
//! | step | to | order names | receipt brings |
//! |---|---|---|---|
//! | prepare | the device that gets the card | | its key |
//! | send | the one that has it | the key | the copy's digest; the copy itself goes through the account's log |
//! | copy, overwrite | the one that gets it | the digest | that it is there, dormant |
//! | deactivate | the one that has it live | the other eUICC | that one's statement |
//! | activate | the one that gets the role | the statement; or force | that it is live |
//! | delete | the first, of a move | | that it is erased |
//!
//! Law: nothing is kept of how far it is. Each step follows from the orders and the receipts that stand at the server, verified, so that whoever gives
//! orders goes on after a kill, also on another device. The live role leaves only for a device whose receipt says that it has the copy.

mod begun;
mod plan;
pub(super) mod roles;
mod run;

pub use roles::{Home, Role};
pub use run::{Moved, Moving};
