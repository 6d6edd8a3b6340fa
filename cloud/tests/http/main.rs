//! The cloud by HTTP, in process, over SQLite in a folder of its own; passwords by real OPAQUE, cheap to stretch.
#![allow(clippy::unwrap_used, reason = "tests")]

mod approvals;
mod enumeration;
mod errors;
mod examples;
mod guesses;
mod late_results;
mod line;
mod log;
mod openapi;
mod orders;
mod passkeys;
mod proofs;
mod revoking;
mod rules;
mod tokens;
mod wake;
mod world;
