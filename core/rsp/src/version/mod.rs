//! Version negotiation between a phone and a server (E1–E4, E9), and the guard against its downgrade (E8).
//!
//! The phone makes an [`Offer`] and keeps it in a [`Client`]; the server answers from what it has
//! ([`Supported::answer`]) and keeps [`Negotiated`]; both record what was [`Accepted`] and use only its functions.
//! Later the eUICC repeats the offer under its signature, and the server compares ([`Negotiated::confirm`]).

mod accepted;
mod client;
mod offer;
mod server;

pub use accepted::{Accepted, Level};
pub use client::{Client, VersionRefused};
pub use offer::Offer;
pub use server::{Answer, Downgraded, Negotiated, Supported};
