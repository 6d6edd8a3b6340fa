use super::{
    Config, Event,
    greeting::{Greeting, Waited},
    session::Session,
};
use crate::{
    Closed, FrameRefused, KioskIdentity, Limits, Millis, RequestId, RequestRefused, Traffic,
    handshake::{
        hello::{Hello, Versions, root_hint},
        noise::Finished,
        positions::Positions,
    },
    message::{Request, Response},
    transfer::{
        mailbox::{Arrival, Mailbox},
        path::{Effects, Path},
    },
    wire::frame::{Frame, HandshakeRefusal},
};
use model::Random;
use std::collections::{BTreeMap, VecDeque};

/// A phone that waits for an answer asks so often whether the kiosk is still there, in ms.
const KEEP_ALIVE: u64 = 4_000;
/// A request may be so far ahead of the oldest one without an answer.
const AHEAD: u32 = 64;

/// A session with a kiosk. See the module's doc for how to drive it.
pub struct Connection {
    config: Config,
    versions: Versions,
    phase: Phase,
    session: Option<Session>,
    mailbox: Mailbox,
    next_request: u32,
    events: VecDeque<Event>,
    progress: BTreeMap<u32, (u64, Option<u64>)>,
    traffic: Traffic,
}

enum Phase {
    Greeting(Box<Greeting>),
    Open(Box<Path>),
    // Without a link.
    Detached,
    // Goodbye is yet to be sent.
    Closing(Box<Path>),
    Closed,
}

impl Connection {
    /// Begins a session over a link that carries frames of `max_frame` bytes.
    #[must_use]
    pub fn new(config: Config, max_frame: usize, now: Millis, random: &mut dyn Random) -> Self {
        Self::speaking(Versions::OURS, config, max_frame, now, random)
    }

    pub(crate) fn speaking(
        versions: Versions,
        config: Config,
        max_frame: usize,
        now: Millis,
        random: &mut dyn Random,
    ) -> Self {
        let mut connection = Self {
            mailbox: Mailbox::for_responses(config.limits),
            config,
            versions,
            phase: Phase::Detached,
            session: None,
            next_request: 0,
            events: VecDeque::new(),
            progress: BTreeMap::new(),
            traffic: Traffic::default(),
        };
        connection.reconnect(max_frame, now, random);
        connection
    }

    /// Takes a frame that the link delivered.
    ///
    /// # Errors
    /// [`FrameRefused`]: the frame was thrown away. Not fatal: if the connection is over because of it, an event says so.
    pub fn handle_frame(&mut self, frame: &[u8], now: Millis) -> Result<(), FrameRefused> {
        let result = Frame::parse(frame).and_then(|parsed| match parsed {
            Frame::Fragment { message, attempt, index, count, bytes } => {
                let Phase::Greeting(greeting) = &mut self.phase else { return Err(FrameRefused::Unexpected) };
                match greeting.take(message, attempt, (index, count), bytes)? {
                    Some(finished) => self.greeted(finished, now),
                    None => Ok(()),
                }
            }
            Frame::Refusal { attempt, why } => match &mut self.phase {
                Phase::Greeting(greeting) => greeting.refuse(attempt, why),
                _ => Err(FrameRefused::Unexpected),
            },
            Frame::Packet { number, sealed } => {
                let Phase::Open(path) = &mut self.phase else { return Err(FrameRefused::Unexpected) };
                let packet = path.open(number, sealed)?;
                let effects = path.apply(&packet, &mut self.mailbox, now)?;
                self.packet_taken(effects);
                Ok(())
            }
        });
        self.traffic.received(result);
        result
    }

    /// The kiosk's answer is authentic: is it one that the phone wants?
    fn greeted(&mut self, finished: Finished, now: Millis) -> Result<(), FrameRefused> {
        let Phase::Greeting(greeting) = &self.phase else { return Err(FrameRefused::Unexpected) };
        let (max_frame, round_trip) = (greeting.max_frame, greeting.round_trip(now));
        let resumed = self.session.is_some();
        if resumed {
            let positions = Positions::parse(&finished.payload).inspect_err(|_| self.close_for(Closed::Protocol))?;
            self.mailbox.resume(&positions);
            self.events.push_back(Event::Resumed);
        } else {
            let begun = Session::begin(&self.config, self.versions, &finished);
            let session = begun.map_err(|(refused, why)| {
                self.close_for(why);
                refused
            })?;
            self.events.push_back(Event::Connected { kiosk: session.kiosk.clone(), binding: session.binding });
            self.session = Some(session);
        }
        let mut path = Path::new(finished.transport, max_frame, round_trip, now);
        if resumed {
            // The kiosk goes on only once a packet has shown that this is not a replayed handshake.
            path.ping();
        }
        self.phase = Phase::Open(Box::new(path));
        Ok(())
    }

    fn packet_taken(&mut self, effects: Effects) {
        for arrival in effects.arrivals {
            match arrival {
                Arrival::Whole(id, bytes) => {
                    self.progress.remove(&id);
                    // The last of it too: what comes in one piece has no other.
                    let received = bytes.len() as u64;
                    self.events.push_back(Event::Progress { id: RequestId(id), received, total: Some(received) });
                    let response = Response::decode(&bytes);
                    self.events.push_back(Event::Response { id: RequestId(id), response });
                }
                Arrival::Part { id, received, total } => {
                    self.progress.insert(id, (received, total));
                }
                Arrival::Known => {}
            }
        }
        if effects.goodbye {
            self.close_for(Closed::Peer);
        }
    }

    /// The next frame to send, if there is one.
    pub fn poll_transmit(&mut self, now: Millis) -> Option<Vec<u8>> {
        let frame = match &mut self.phase {
            Phase::Greeting(greeting) => greeting.poll_transmit(),
            Phase::Open(path) => path.poll(&mut self.mailbox, now),
            Phase::Closing(path) => {
                let frame = path.poll(&mut self.mailbox, now);
                self.phase = Phase::Closed;
                frame
            }
            Phase::Detached | Phase::Closed => None,
        }?;
        self.traffic.sent(&frame);
        Some(frame)
    }

    /// When [`Connection::handle_timeout`] wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        match &self.phase {
            Phase::Greeting(greeting) => Some(greeting.timeout()),
            Phase::Open(path) => {
                let keep_alive = (self.mailbox.expected() > 0).then(|| path.last_sent().plus(KEEP_ALIVE));
                [path.timeout(), keep_alive].into_iter().flatten().min()
            }
            Phase::Detached | Phase::Closing(_) | Phase::Closed => None,
        }
    }

    /// Does what is due at `now`.
    pub fn handle_timeout(&mut self, now: Millis) {
        match &mut self.phase {
            Phase::Greeting(greeting) => match greeting.handle_timeout(now) {
                Waited::OnTime => {}
                Waited::Refused(HandshakeRefusal::Version) => self.close_for(Closed::Version),
                Waited::Refused(HandshakeRefusal::UnknownTicket) => self.close_for(Closed::SessionForgotten),
                Waited::Refused(HandshakeRefusal::Busy) => self.close_for(Closed::Busy),
                Waited::TooLong if self.session.is_none() => self.close_for(Closed::NoAnswer),
                Waited::TooLong => self.link_dead(),
            },
            Phase::Open(path) => {
                path.handle_timeout(&mut self.mailbox, now);
                if path.is_dead(now) {
                    self.link_dead();
                } else if self.mailbox.expected() > 0 && now.since(path.last_sent()) >= KEEP_ALIVE {
                    path.ping();
                }
            }
            Phase::Detached | Phase::Closing(_) | Phase::Closed => {}
        }
    }

    fn link_dead(&mut self) {
        self.phase = Phase::Detached;
        self.events.push_back(Event::LinkDead);
    }

    fn close_for(&mut self, why: Closed) {
        self.phase = Phase::Closed;
        self.events.push_back(Event::Closed(why));
    }

    /// The next event, if there is one.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front().or_else(|| {
            let (id, (received, total)) = self.progress.pop_first()?;
            Some(Event::Progress { id: RequestId(id), received, total })
        })
    }

    /// Sends a request. It may be called before [`Event::Connected`], or without a link; the request then waits.
    ///
    /// # Errors
    /// [`RequestRefused`]; nothing was sent.
    pub fn request(&mut self, request: &Request, _now: Millis) -> Result<RequestId, RequestRefused> {
        if matches!(self.phase, Phase::Closing(_) | Phase::Closed) {
            return Err(RequestRefused::Closed);
        }
        let limits = self.session.as_ref().map_or(Limits::KIOSK, |s| s.limits);
        let bytes = request.encode();
        if bytes.len() > limits.max_message as usize {
            return Err(RequestRefused::TooLong { size: bytes.len(), limit: limits.max_message as usize });
        }
        let id = self.next_request;
        let far_ahead = self.mailbox.first_expected().is_some_and(|first| id - first >= AHEAD);
        if far_ahead || self.mailbox.expected() >= limits.max_outstanding.into() {
            return Err(RequestRefused::TooMany);
        }
        self.next_request += 1;
        self.mailbox.post(id, bytes);
        Ok(RequestId(id))
    }

    /// The link is gone. Nothing is sent until [`Connection::reconnect`].
    pub fn link_lost(&mut self, _now: Millis) {
        match self.phase {
            Phase::Greeting(_) | Phase::Open(_) => self.phase = Phase::Detached,
            Phase::Closing(_) => self.phase = Phase::Closed,
            Phase::Detached | Phase::Closed => {}
        }
    }

    /// Goes on over a new link that carries frames of `max_frame` bytes. Once closed, a connection stays so.
    pub fn reconnect(&mut self, max_frame: usize, now: Millis, random: &mut dyn Random) {
        if matches!(self.phase, Phase::Closing(_) | Phase::Closed) {
            return;
        }
        let greeting = match &self.session {
            Some(session) => {
                let payload = self.mailbox.positions().encode();
                Greeting::new(Some((&session.ticket, &session.psk)), &payload, max_frame, now, random)
            }
            None => {
                let roots = self.config.root_key_ids.iter().map(|id| root_hint(id)).collect();
                let hello = Hello { versions: self.versions, limits: self.config.limits, roots };
                Greeting::new(None, &hello.encode(), max_frame, now, random)
            }
        };
        self.traffic.handshakes += 1;
        self.phase = Phase::Greeting(Box::new(greeting));
    }

    /// Says goodbye: the kiosk may forget the session. Send what [`Connection::poll_transmit`] still gives.
    pub fn close(&mut self, _now: Millis) {
        match std::mem::replace(&mut self.phase, Phase::Closed) {
            Phase::Closed => {}
            Phase::Closing(path) => self.phase = Phase::Closing(path),
            Phase::Open(mut path) => {
                path.say_goodbye();
                self.phase = Phase::Closing(path);
                self.events.push_back(Event::Closed(Closed::Here));
            }
            Phase::Greeting(_) | Phase::Detached => self.events.push_back(Event::Closed(Closed::Here)),
        }
    }

    /// Hash of the first handshake, the same on both sides and for the whole session; `None` before [`Event::Connected`].
    #[must_use]
    pub fn binding(&self) -> Option<[u8; 32]> {
        self.session.as_ref().map(|s| s.binding)
    }

    /// Who the kiosk is; `None` before [`Event::Connected`].
    #[must_use]
    pub fn kiosk(&self) -> Option<&KioskIdentity> {
        self.session.as_ref().map(|s| &s.kiosk)
    }

    /// The protocol version that both sides speak; `None` before [`Event::Connected`].
    #[must_use]
    pub fn version(&self) -> Option<u16> {
        self.session.as_ref().map(|s| s.version)
    }

    /// What has gone over the links so far.
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub(crate) const fn mailbox(&mut self) -> &mut Mailbox {
        &mut self.mailbox
    }
}
