//! The SM-DP+ against an eUICC made here: a whole session, and every refusal.
#![allow(missing_docs)]

mod authenticate;
mod cancel;
mod card;
mod commands;
mod config;
mod desk;
mod discovery;
mod errors;
mod initiate;
#[path = "../names/mod.rs"]
mod names;
mod notification;
mod numbers;
mod ordered;
mod orders;
mod package;
mod sessions;
mod versions;
mod whole;
