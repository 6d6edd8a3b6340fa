//! Sync: the account's records on this phone, and what it does itself to those of its cards.
//!
//! Law: an edit is durable before anything is sent, and leaves only once the log was seen to have it; a page of the log is kept whole or not at all;
//! what the phone's cards are is compared with the records at each sync, so that nothing that happened between two of them can be missed. A kill
//! anywhere costs nothing: the next sync goes on.
//!
//! | what | where |
//! |---|---|
//! | [`Landfall::sync`](crate::Landfall::sync) | `run.rs` |
//! | the replica in the vault, one step at a time | `tables.rs` |
//! | the phone's cards, compared with their records | `cards.rs` |
//! | the names that the user gave them, both ways | `nicknames.rs` |
//! | eUICCs that kiosks certified get certificates that live longer | `certify.rs` |
//! | which cards the operator was shown | `claims.rs` |
//! | results that their kiosks have not had | `results.rs` |
//! | what happened meanwhile, as records | `happened.rs` |
//! | copies of cards on their way to another device | `sim_backups.rs` |
//! | what programs read and write | `records.rs`, `phone_book.rs` |

mod cards;
mod certify;
mod claims;
mod error;
mod happened;
mod nicknames;
mod note;
mod phone_book;
mod records;
mod results;
mod run;
mod sim_backups;
mod tables;
#[cfg(test)]
mod tests;

pub use claims::Shown;
pub use error::SyncError;
pub use records::Kept;
pub(super) use records::put;
pub use run::Synced;
pub(crate) use tables::Syncing;
pub(super) use tables::forget;
