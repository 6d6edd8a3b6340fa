//! Accounts under kills: a cloud, the phones of one account and a kiosk as processes, one of which dies again and again.
//!
//! Law: after each kill the next start mends, by itself; nothing that was said to be done is lost, nothing is done twice, nothing that was deleted comes
//! back, and keys are the old ones or the new ones. [`Torture::round`] stops at the first breach and leaves its folder for whoever looks into it.
//!
//! - [`Part`]: who dies in doing what; [`deaths`]: which deaths are planned and happened
//! - [`world`]: the processes and their folders, made once and copied for each new world; [`made`] makes them, [`shop`] a kiosk, [`ci`] what its EUM is
//!   certified by
//! - [`attempt`]: a command that is begun again until it is through
//! - [`job`]: what the jobs have in common; a job a file: [`sync`], [`rotate`], [`order`], [`wipe`], [`receipt`], [`report`],
//!   [`handover`] for [`aims`], before the card's [`network`]; [`approve`] by a [`meeting`], and its [`leaving`]; [`agency`] of [`nord`]
//! - [`records`]: what two phones must agree on; [`left`]: what a death may leave behind

mod agency;
mod aims;
mod approve;
mod attempt;
mod ci;
mod deaths;
mod edits;
mod handover;
mod job;
mod leaving;
mod left;
mod made;
mod meeting;
mod network;
mod nord;
mod order;
mod orders;
mod part;
mod receipt;
mod records;
mod report;
mod rotate;
mod run;
mod shop;
mod sync;
mod wipe;
mod world;

pub use job::Job;
pub use part::Part;
pub use run::{Done, Options, Torture};
