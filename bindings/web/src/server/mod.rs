//! An HTTPS server with limits on everything, and an end in order.

mod connection;
pub mod es9;
mod limits;
mod listener;
mod provisioning;

pub use limits::Limits;
pub use listener::{Client, Server};
pub use provisioning::{Provisioning, Unavailable};
