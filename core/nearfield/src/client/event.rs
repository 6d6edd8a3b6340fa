use crate::{
    Closed, KioskIdentity, RequestId,
    message::{MessageError, Response},
};

/// What a connection has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The kiosk has proved who it is.
    Connected {
        /// Who it is.
        kiosk: KioskIdentity,
        /// Hash of the handshake ([`super::Connection::binding`]).
        binding: [u8; 32],
    },
    /// The session goes on over a new link.
    Resumed,
    /// More of a response has arrived. Only the latest is kept until it is polled.
    Progress {
        /// The request it answers.
        id: RequestId,
        /// Bytes received so far.
        received: u64,
        /// The response's size in bytes, once known.
        total: Option<u64>,
    },
    /// A response is complete.
    Response {
        /// The request it answers.
        id: RequestId,
        /// The response; an error if its bytes are not one.
        response: Result<Response, MessageError>,
    },
    /// The link carries nothing any more, though it did not say so: open another and [`super::Connection::reconnect`].
    LinkDead,
    /// The connection is over; nothing follows.
    Closed(Closed),
}
