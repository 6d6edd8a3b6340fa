//! SQLite as Landfall uses it: one writer at a time, with group commit, a few readers, forward migrations, backups, and
//! one process a data folder with a door on which other programs ask it.
//!
//! Law: what [`Store::write`] or [`Store::write_now`] has answered is on the disk (`synchronous=FULL`), whatever is killed when; and only this
//! crate opens SQLite connections. Schemas belong to the crates above it.
//!
//! | what | where |
//! |---|---|
//! | the claim on a data folder (law 10) | [`Folder`] |
//! | opening, writing, reading, counting | [`Store`], [`Options`], [`Migrations`] |
//! | what a job sees of SQL | [`Transaction`] |
//! | the answer to a write, blocking or awaited | [`Pending`] |
//! | online backup and restore | [`Store::backup`], [`restore`] |
//! | other programs ask the folder's owner | [`door`] |
//! | files that survive a power cut, beside the database | [`files`] |
//! | named points at which a torture test kills the process | [`crash`] |
//!
//! Unix only: modes of files and the door's socket are what protects the folder from other users.

mod answers;
mod backup;
pub mod crash;
pub mod door;
mod error;
pub mod files;
mod folder;
mod migrations;
mod open;
mod options;
mod pending;
mod queue;
mod readers;
mod store;
mod transaction;
mod writer;

pub use backup::{RestoreError, restore};
pub use error::{Error, OpenError};
pub use folder::Folder;
pub use migrations::Migrations;
pub use options::{Durability, Options};
pub use pending::{Pending, Written};
pub use rusqlite::{Error as SqlError, OptionalExtension, Row, named_params, params, params_from_iter, types};
pub use store::{Counters, Store};
pub use transaction::Transaction;
