//! The kiosk's side: all its phones, each a session that outlives its links.
//!
//! A driver gives each link a [`LinkId`], tells [`Endpoint::link_up`], then for each link sends what
//! [`Endpoint::poll_transmit`] gives (waiting while the link is full) and hands over what arrives. Events are those of all links.
//!
//! A phone proves itself by its first packet, not by its handshake message: a replayed handshake message gets an
//! answer, but moves no session and begins none.

mod config;
mod endpoint;
mod event;
mod greet;
mod link;
mod session;

pub use config::{Chain, Config};
pub use endpoint::Endpoint;
pub use event::Event;

/// A link's number, chosen by the driver; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// A session's number, chosen by the endpoint; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);
