//! An HTTPS server with limits on everything, and an end in order.

mod connection;
pub mod es2;
pub mod es9;
mod http;
mod limits;
mod listener;
mod ordering;
mod provisioning;
mod watched;

pub use limits::Limits;
pub use listener::{Client, ClientCertificate, Server};
pub use ordering::{Ordered, Ordering};
pub use provisioning::{Provisioning, Unavailable};
