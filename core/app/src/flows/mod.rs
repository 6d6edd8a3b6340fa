//! The flows, a file or folder each. Every flow is a journal: each step is durable before it is announced, and what a kill interrupts
//! is gone on with ([`mend`]) or rolled back.

pub mod account;
pub mod acquire;
pub mod away;
pub mod cards;
pub mod create;
pub mod discover;
mod download;
pub mod examine;
pub mod fetch;
pub mod home;
pub mod import;
pub mod mend;
pub mod order;
pub mod outbox;
pub mod passkey;
pub mod physical;
pub mod remote;
pub mod revive;
pub mod roots;
pub mod serve;
pub mod sub;
pub mod sync;
