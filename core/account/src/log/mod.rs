//! The account's log as its devices hold the server to it: records sealed one by one, a chain over all writes, signed heads that devices compare,
//! and rules by which offline edits of several devices come together.
//!
//! Law: nothing that the server says is applied before every check named in [`checks`] passed; what is read is kept whole or not at all; no
//! edit is lost, at worst it stays as a record of its own that says what it was in conflict with.
//!
//! | what | where |
//! |---|---|
//! | a record's content, and ids that follow from what it is about | [`Content`], [`RecordId`], [`Namer`] |
//! | content ↔ sealed write | [`seal`] |
//! | one hash over all writes so far | [`chain`] |
//! | where a device stands, signed | [`head`] |
//! | pages of the log, verified | [`Reader`], [`Breach`] |
//! | two edits of one record | [`merge`] |
//! | all of it over durable tables: rows, edits, the batch under way | [`Replica`] |

pub mod breach;
pub mod chain;
pub mod checks;
mod content;
pub mod head;
mod id;
pub mod merge;
#[cfg(any(test, feature = "weak"))]
pub mod model_server;
mod reader;
mod replica;
pub mod seal;
#[cfg(test)]
mod tests;

pub use breach::Breach;
pub use content::Content;
pub use id::{Namer, RecordId};
pub use reader::{Against, Applied, Known, Reader, Taken, What};
pub use replica::{NotEdited, Pushing, Replica, TABLES, Tables, Told, View};
