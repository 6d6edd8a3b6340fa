use super::{LinkId, SessionId};
use crate::{
    RequestId,
    message::{MessageError, Request},
};

/// What the endpoint has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A phone has a session.
    Connected {
        /// The session.
        session: SessionId,
        /// Hash of its handshake, which a CSR is signed over.
        binding: [u8; 32],
    },
    /// A request is complete. It comes once, whatever the link does; answer with [`super::Endpoint::respond`], now or later.
    Request {
        /// The session.
        session: SessionId,
        /// The request's number.
        id: RequestId,
        /// The request; an error if its bytes are not one (answer with a refusal).
        request: Result<Request, MessageError>,
    },
    /// This link is of no more use and may be closed: its phone went over to another one, said goodbye, or is silent.
    LinkDone(LinkId),
    /// The session is over; its unanswered requests need no answer.
    SessionEnded(SessionId),
}
