//! The kiosk's side: all its phones, each a session that outlives its links.
//!
//! A driver gives each link a [`LinkId`], tells [`Endpoint::link_up`], then for each link sends what
//! [`Endpoint::poll_transmit`] gives (waiting while the link is full) and hands over what arrives. Events are those of all links.

use crate::{
    FrameRefused, Limits, Millis, RequestId, RespondRefused,
    message::{MessageError, Request, Response},
};
use model::{Random, SecretBytes};

/// A link's number, chosen by the driver; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// A session's number, chosen by the endpoint; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// A certificate chain under one operator root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Subject key identifier of the operator root.
    pub root_key_id: Vec<u8>,
    /// DER certificates, the kiosk's own first, without the root.
    pub certificates: Vec<Vec<u8>>,
}

/// What a kiosk brings.
#[derive(Debug, Clone)]
pub struct Config {
    /// The X25519 private key, 32 bytes, whose public half the chains certify.
    pub private_key: SecretBytes,
    /// The chains, best first; the phone's roots pick one.
    pub chains: Vec<Chain>,
    /// What the kiosk takes from a phone; [`Limits::KIOSK`] unless there is a reason.
    pub limits: Limits,
    /// How many sessions are kept; when full, the one longest without a link gives way, else newcomers are told "busy".
    pub max_sessions: usize,
    /// How long a session without a link is kept, in milliseconds.
    pub session_lifetime: u64,
}

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
    /// A request is complete. It comes once, whatever the link does; answer with [`Endpoint::respond`], now or later.
    Request {
        /// The session.
        session: SessionId,
        /// The request's number.
        id: RequestId,
        /// The request; an error if its bytes are not one (answer with a refusal).
        request: Result<Request, MessageError>,
    },
    /// The phone goes on over another link, or said goodbye: this link may be closed.
    LinkDone(LinkId),
    /// The session is over; its unanswered requests need no answer.
    SessionEnded(SessionId),
}

/// The kiosk's end of every link. See the module's doc for how to drive it.
pub struct Endpoint {
    _config: Config,
}

impl Endpoint {
    /// An endpoint without links.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { _config: config }
    }

    /// A link is there that carries frames of `max_frame` bytes.
    pub fn link_up(&mut self, _link: LinkId, _max_frame: usize, _now: Millis) {}

    /// The link is gone. Its session stays for [`Config::session_lifetime`].
    pub fn link_down(&mut self, _link: LinkId, _now: Millis) {}

    /// Takes a frame that a link delivered.
    ///
    /// # Errors
    /// [`FrameRefused`]: the frame was thrown away, the link may stay.
    pub fn handle_frame(
        &mut self,
        _link: LinkId,
        _frame: &[u8],
        _now: Millis,
        _random: &mut dyn Random,
    ) -> Result<(), FrameRefused> {
        Err(FrameRefused::UnknownLink)
    }

    /// The next frame to send over `link`, if there is one.
    pub fn poll_transmit(&mut self, _link: LinkId, _now: Millis) -> Option<Vec<u8>> {
        None
    }

    /// When [`Endpoint::handle_timeout`] wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        None
    }

    /// Does what is due at `now`, for every link and session.
    pub fn handle_timeout(&mut self, _now: Millis) {}

    /// The next event, if there is one.
    pub fn poll_event(&mut self) -> Option<Event> {
        None
    }

    /// Answers a request, at any time after its event; the answer waits while the phone has no link.
    ///
    /// # Errors
    /// [`RespondRefused`]; nothing was sent.
    pub fn respond(
        &mut self,
        _session: SessionId,
        _id: RequestId,
        _response: &Response,
        _now: Millis,
    ) -> Result<(), RespondRefused> {
        Err(RespondRefused::UnknownSession)
    }

    /// The link that the session uses now, to be polled after [`Endpoint::respond`].
    #[must_use]
    pub fn link_of(&self, _session: SessionId) -> Option<LinkId> {
        None
    }

    /// Hash of the session's first handshake.
    #[must_use]
    pub fn binding(&self, _session: SessionId) -> Option<[u8; 32]> {
        None
    }
}
