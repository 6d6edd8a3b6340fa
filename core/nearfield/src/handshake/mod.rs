//! The handshake: one round trip, a new session by Noise NX, a known one by Noise NNpsk0.
//!
//! - New: the phone names the protocol versions and limits it has and the roots it trusts; the kiosk answers with its
//!   certified static key, the version chosen, and a ticket (id and secret) inside the encrypted payload. The transcript
//!   hash covers both payloads, so nobody in the middle can lower a version. That hash is the session's *binding*.
//! - Known: the ticket id in the clear, then Noise NNpsk0 with a key derived from ticket secret and binding. Both payloads
//!   say how far each message was received, so that only what is missing is sent.
//!
//! AES-256-GCM and SHA-256 are `ring`'s: every phone and kiosk processor has instructions for them.

pub(crate) mod hello;
pub(crate) mod noise;
pub(crate) mod positions;
pub(crate) mod reassembly;
pub(crate) mod resolver;
