//! The SM-DS: tells eUICCs where something waits for them (ES11, SGP.22 §5.8), and is told of it by SM-DP+s (ES12, §5.9).
//!
//! The same authentication as an SM-DP+'s, under certificates of a role of their own. Events belong to the caller: it looks up those of
//! the eUICC that has proven itself ([`ClientProven::eid`]), and makes a registration durable before it answers.

mod certificate;
mod client;
mod event;
mod refused;
mod server;

pub use certificate::DsCertificate;
pub use client::ClientProven;
pub use event::{Event, delete_event, register_event};
pub use refused::EventRefused;
pub use server::{DsConfig, DsServer};
