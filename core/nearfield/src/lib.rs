//! What phone and kiosk say to each other, and how it survives any link: one protocol above BLE, TCP, Wi-Fi Direct and NFC.
//!
//! Law: a link only carries frames. It may drop, reorder, double, damage or cut them; whatever arrives is either
//! proved to be the peer's or changes nothing, a request is executed once, and nothing acknowledged is sent again.
//! Nothing here does I/O, reads a clock or makes randomness: frames go in and out of state machines.
//!
//! Map, from the outside in:
//! - [`link`]: what a link must do. [`start_code`], [`discovery`]: how a phone finds a kiosk.
//! - [`message`]: [`message::Request`] and [`message::Response`], TLV with context tags, unknown fields skipped.
//! - [`client::Connection`]: the phone's side, over one link after another. [`server::Endpoint`]: the kiosk's side of all its phones.
//! - [`sim`]: a link in virtual time, for tests and benches. [`parse`]: the readers of outside bytes. [`checks`]: what keeps attackers out, by name.
//! - Inside: `handshake` (Noise), `transfer` (messages over packets that get lost), `wire` (how bytes lie in frames).
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod checks;
pub mod client;
pub mod discovery;
pub mod link;
pub mod message;
pub mod server;
pub mod sim;
pub mod start_code;

#[cfg(test)]
mod attacks;
mod error;
mod handshake;
mod limits;
mod time;
mod traffic;
mod transfer;
mod wire;

pub use error::{Closed, FrameRefused, RequestRefused, RespondRefused, Untrusted};
pub use limits::Limits;
pub use time::Millis;
pub use traffic::Traffic;

/// A request's number within its session, counted from 0; its response has the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u32);

/// Who the kiosk is, as its certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskIdentity {
    /// The kiosk's name (subject common name).
    pub name: String,
    /// The operator's name (the root's subject).
    pub operator: String,
    /// Subject key identifier of the operator root that vouches for it.
    pub root_key_id: Vec<u8>,
    /// The X25519 key that the handshake must have used.
    pub public_key: [u8; 32],
}

/// The readers of outside bytes, for those who test them: each takes any bytes and never panics.
pub mod parse {
    pub use crate::handshake::{
        hello::{Answer, Hello, TicketId, Versions},
        positions::Positions,
    };
    pub use crate::wire::{
        block::{Ack, Block, Chunk, parse as blocks},
        frame::{Frame, Handshake, HandshakeRefusal, MAX_FRAME, MIN_FRAME},
    };
}
