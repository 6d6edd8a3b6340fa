//! Version negotiation between a phone and a server (E1–E4, E9), and the guard against its downgrade (E8).
//!
//! The phone makes an [`Offer`] and keeps it in a [`Client`]; the server answers from what it has
//! ([`Supported::answer`]) and keeps [`Negotiated`]; both record what was [`Accepted`] and use only its functions.
//! Later the eUICC repeats the offer under its signature, and the server compares ([`Negotiated::confirm`]).
//!
//! Numbers travel as the standard has them. Where a phone is set to, the offer travels as it is written too ([`WrittenVersions`]), and
//! then the server says in the same way which version it works at.

mod accepted;
mod client;
mod offer;
mod server;
mod written;

pub use accepted::{Accepted, Level};
pub use client::{Client, VersionRefused};
pub use offer::Offer;
pub use server::{Answer, Downgraded, Negotiated, Supported};
pub use written::WrittenVersions;
pub(crate) use written::{VERSION, parse, read_version};
