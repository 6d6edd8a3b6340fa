//! Messages over packets that may get lost.
//!
//! A [`mailbox::Mailbox`] holds a session's messages and outlives links; a [`path::Path`] is one link's keys, packet
//! numbers, timers and window, and moves chunks between packets and mailbox. Packets are never sent twice: what was
//! in a lost one goes into a new one (as in QUIC, RFC 9000 and 9002). Loss is not taken for congestion: on these links
//! it is the radio's, and the window follows the delay instead.

pub(crate) mod incoming;
pub(crate) mod mailbox;
pub(crate) mod outgoing;
pub(crate) mod path;
pub(crate) mod received;
pub(crate) mod rtt;
pub(crate) mod sent;
pub(crate) mod window;
