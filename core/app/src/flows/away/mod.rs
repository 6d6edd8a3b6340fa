//! A phone that its owner has out of hand: it obeys orders that only the owner's keys give, proves by receipts what it did, and locks and erases
//! itself when nobody hears of it. And the owner's side: giving orders, and seeing what became of them.
//!
//! Law: each step is durable before the next, and a kill at any of them is gone on with; what was taken as an order is done whether or not there is
//! a network or a user, and nothing is said to be done that was not.
//!
//! | what | where |
//! |---|---|
//! | what outlives the vault: orders under way, receipts that are owed | `outbox` |
//! | what the vault knows of it, so that nobody puts it back | `mark` |
//! | contact with the server: hand in, take, obey | [`Landfall::contact`](crate::Landfall::contact) |
//! | carrying orders out | `duty`, `delete`, `wipe`; about a card's copies, `home` |
//! | what is left of a phone that was wiped | [`Remains`] |
//! | locked and erased without contact | `lease` |
//! | a line to the server, kept open | [`Landfall::watch`](crate::Landfall::watch) |
//! | woken by a push, where it listens to nobody | [`Landfall::be_woken_at`](crate::Landfall::be_woken_at) |
//! | before each use | [`Landfall::before_use`](crate::Landfall::before_use) |
//! | unlocked on the phone itself | [`Landfall::sign_in`](crate::Landfall::sign_in) |
//! | orders given, taken back, looked at | [`Giver`] |
//! | copies of a card ordered from afar, over several steps | `moving` |

mod anew;
mod barring;
mod before_use;
mod contact;
mod delete;
mod duty;
mod enrolment;
mod error;
mod give;
mod giver;
mod home;
mod lease;
mod mark;
mod moving;
mod orders;
mod outbox;
mod push;
mod remains;
mod sign_in;
mod watch;
mod wipe;

pub use contact::Contacted;
pub use error::AwayError;
pub use give::Given;
pub use giver::Giver;
pub use lease::LeaseView;
pub use moving::{Home, Moved, Moving, Role};
pub use orders::{Ordered, Proof};
pub(crate) use outbox::Away;
pub use remains::Remains;
pub(crate) use remains::tidy;
pub use watch::Watched;
