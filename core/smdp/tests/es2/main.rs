//! ES2+: what an operator orders, every refusal with its codes, and what it is told of a download.
#![allow(missing_docs)]

mod attack;
mod cancel;
mod confirm;
mod download;
mod errors;
#[path = "../names/mod.rs"]
mod names;
mod progress;
mod release;
mod repeated;
mod stock;
