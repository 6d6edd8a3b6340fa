//! The phone's side: one session with one kiosk, over one link after another.
//!
//! A driver's loop: send what [`Connection::poll_transmit`] gives (waiting while the link is full), give
//! [`Connection::handle_frame`] what arrives, call [`Connection::handle_timeout`] when [`Connection::poll_timeout`]
//! is reached, and take events. When the link breaks: [`Connection::link_lost`], open another,
//! [`Connection::reconnect`]; requests under way go on where they stopped.

use crate::{
    Closed, FrameRefused, KioskIdentity, Limits, Millis, RequestId, RequestRefused, Untrusted,
    message::{MessageError, Request, Response},
};
use model::Random;

/// Checks a kiosk's certificate chain (DER, the kiosk's own first) under the installed operator roots.
pub type VerifyKiosk = Box<dyn Fn(&[Vec<u8>]) -> Result<KioskIdentity, Untrusted> + Send + Sync>;

/// What a phone brings to a connection.
pub struct Config {
    /// Subject key identifiers of the operator roots whose kiosks the phone trusts; the kiosk picks its chain by them.
    pub root_key_ids: Vec<Vec<u8>>,
    /// Checks the chain that the kiosk shows.
    pub verify: VerifyKiosk,
    /// What the phone takes; [`Limits::PHONE`] unless there is a reason.
    pub limits: Limits,
}

/// What a connection has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The kiosk has proved who it is.
    Connected {
        /// Who it is.
        kiosk: KioskIdentity,
        /// Hash of the handshake ([`Connection::binding`]).
        binding: [u8; 32],
    },
    /// The session goes on over a new link.
    Resumed,
    /// More of a response has arrived.
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
    /// The link carries nothing any more, though it did not say so: open another and [`Connection::reconnect`].
    LinkDead,
    /// The connection is over; nothing follows.
    Closed(Closed),
}

/// A session with a kiosk. See the module's doc for how to drive it.
pub struct Connection {
    _config: Config,
}

impl Connection {
    /// Begins a session over a link that carries frames of `max_frame` bytes.
    #[must_use]
    pub fn new(config: Config, _max_frame: usize, _now: Millis, _random: &mut dyn Random) -> Self {
        Self { _config: config }
    }

    /// Takes a frame that the link delivered.
    ///
    /// # Errors
    /// [`FrameRefused`]: the frame was thrown away. Not fatal: if the connection is over because of it, an event says so.
    pub fn handle_frame(&mut self, _frame: &[u8], _now: Millis) -> Result<(), FrameRefused> {
        Err(FrameRefused::Unexpected)
    }

    /// The next frame to send, if there is one.
    pub fn poll_transmit(&mut self, _now: Millis) -> Option<Vec<u8>> {
        None
    }

    /// When [`Connection::handle_timeout`] wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        None
    }

    /// Does what is due at `now`.
    pub fn handle_timeout(&mut self, _now: Millis) {}

    /// The next event, if there is one.
    pub fn poll_event(&mut self) -> Option<Event> {
        None
    }

    /// Sends a request. It may be called before [`Event::Connected`]; the request then waits.
    ///
    /// # Errors
    /// [`RequestRefused`]; nothing was sent.
    pub fn request(&mut self, _request: &Request, _now: Millis) -> Result<RequestId, RequestRefused> {
        Err(RequestRefused::Closed)
    }

    /// The link is gone. Nothing is sent until [`Connection::reconnect`].
    pub fn link_lost(&mut self, _now: Millis) {}

    /// Goes on over a new link that carries frames of `max_frame` bytes.
    pub fn reconnect(&mut self, _max_frame: usize, _now: Millis, _random: &mut dyn Random) {}

    /// Says goodbye: the kiosk may forget the session. Send what [`Connection::poll_transmit`] still gives.
    pub fn close(&mut self, _now: Millis) {}

    /// Hash of the first handshake, the same on both sides and for the whole session; `None` before [`Event::Connected`].
    #[must_use]
    pub fn binding(&self) -> Option<[u8; 32]> {
        None
    }

    /// Who the kiosk is; `None` before [`Event::Connected`].
    #[must_use]
    pub fn kiosk(&self) -> Option<&KioskIdentity> {
        None
    }
}
