use super::{
    Config, Event, LinkId, SessionId,
    link::{Answered, Link, Phase, SILENCE},
    session::{Session, Sessions},
};
use crate::{
    FrameRefused, Millis, RequestId, RespondRefused, Traffic,
    checks::{self, Check},
    handshake::{
        hello::{Answer, Hello, Versions, root_hint},
        noise,
        positions::Positions,
    },
    message::{Request, Response},
    transfer::{
        mailbox::{Arrival, Mailbox},
        path::{Effects, Path},
    },
    wire::frame::{self, Frame, Handshake, HandshakeRefusal},
};
use model::Random;
use std::collections::{BTreeMap, VecDeque};
use zeroize::Zeroizing;

/// The kiosk's end of every link. See the module's doc for how to drive it.
pub struct Endpoint {
    config: Config,
    pub(crate) versions: Versions,
    links: BTreeMap<LinkId, Link>,
    sessions: Sessions,
    events: VecDeque<Event>,
    traffic: Traffic,
}

impl Endpoint {
    /// An endpoint without links.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let (links, sessions, events, traffic) = Default::default();
        Self { config, versions: Versions::OURS, links, sessions, events, traffic }
    }

    /// A link is there that carries frames of `max_frame` bytes.
    pub fn link_up(&mut self, link: LinkId, max_frame: usize, now: Millis) {
        self.links.insert(link, Link::new(max_frame, now));
    }

    /// The link is gone. Its session stays for [`Config::session_lifetime`].
    pub fn link_down(&mut self, link: LinkId, now: Millis) {
        if let Some(Link { phase: Phase::Open { session, .. }, .. }) = self.links.remove(&link) {
            self.detach(session, link, now);
        }
    }

    fn detach(&mut self, session: SessionId, link: LinkId, now: Millis) {
        if let Some(session) = self.sessions.get_mut(session)
            && session.link == Some(link)
        {
            session.link = None;
            session.alone_since = now;
        }
        while self.sessions.kept() > self.config.max_kept
            && let Some((loneliest, _)) = self.sessions.loneliest(true)
        {
            self.end(loneliest);
        }
    }

    /// Takes a frame that a link delivered.
    ///
    /// # Errors
    /// [`FrameRefused`]: the frame was thrown away, the link may stay.
    pub fn handle_frame(
        &mut self,
        link: LinkId,
        frame: &[u8],
        now: Millis,
        random: &mut dyn Random,
    ) -> Result<(), FrameRefused> {
        let result = Frame::parse(frame).and_then(|parsed| match parsed {
            Frame::Fragment { message, attempt, index, count, bytes } => {
                self.handshake(link, message, attempt, (index, count), bytes, now, random)
            }
            Frame::Refusal { .. } => Err(FrameRefused::Unexpected),
            Frame::Packet { number, sealed } => self.packet(link, number, sealed, now),
        });
        self.traffic.received(result);
        result
    }

    #[expect(clippy::too_many_arguments, reason = "a fragment's fields, once")]
    fn handshake(
        &mut self,
        link_id: LinkId,
        message: Handshake,
        attempt: [u8; 4],
        place: (u8, u8),
        bytes: &[u8],
        now: Millis,
        random: &mut dyn Random,
    ) -> Result<(), FrameRefused> {
        let link = self.links.get_mut(&link_id).ok_or(FrameRefused::UnknownLink)?;
        let expected = matches!(message, Handshake::Hello | Handshake::Resume)
            && matches!(link.phase, Phase::Silent | Phase::Answered(_));
        if !expected {
            return Err(FrameRefused::Unexpected);
        }
        let Some(whole) = link.hello.take(message, attempt, place, bytes)? else { return Ok(()) };
        if let Phase::Answered(answered) = &link.phase
            && answered.message == whole
        {
            // Only what is not in the outbox any more goes again.
            if link.outbox.is_empty() {
                link.outbox.extend(answered.answer.iter().cloned());
            }
            return Ok(());
        }
        let max_frame = link.max_frame;
        let answered = match message {
            Handshake::Hello => self.greet(&whole, now, random)?,
            _ => self.greet_known(&whole, random)?,
        };
        let (frames, phase) = match answered {
            Err(why) => (vec![frame::refusal(attempt, why)], None),
            Ok((kind, reply, transport, session, positions)) => {
                let answer = frame::fragments(kind, attempt, &reply, max_frame);
                let path = Path::new(transport, max_frame, None, now);
                let answered = Answered { message: whole, answer: answer.clone(), path, session, positions };
                (answer, Some(Phase::Answered(Box::new(answered))))
            }
        };
        if let Some(link) = self.links.get_mut(&link_id) {
            link.phase = phase.unwrap_or(Phase::Silent);
        }
        if !checks::on(Check::Proof) {
            self.prove(link_id)?;
        }
        if let Some(link) = self.links.get_mut(&link_id) {
            link.outbox = frames.into();
        }
        Ok(())
    }

    /// Answers a new phone. Its session is kept from now on, in case the link breaks before the phone's first packet.
    fn greet(&mut self, message: &[u8], now: Millis, random: &mut dyn Random) -> Result<Greeted, FrameRefused> {
        let responder = noise::respond_new(self.config.private_key.expose(), message, random)?;
        let hello = Hello::parse(&responder.payload)?;
        let Some(version) = self.versions.common(hello.versions) else { return Ok(Err(HandshakeRefusal::Version)) };
        if self.is_full() {
            return Ok(Err(HandshakeRefusal::Busy));
        }
        let trusted = self.config.chains.iter().find(|c| hello.roots.contains(&root_hint(&c.root_key_id)));
        // A phone that trusts none of them should at least hear whose kiosk this is.
        let chain = trusted.or(self.config.chains.first());
        let (mut ticket, mut secret) = ([0; 16], Zeroizing::new([0; 32]));
        random.fill(&mut ticket);
        random.fill(&mut *secret);
        let certificates = chain.map(|c| c.certificates.clone()).unwrap_or_default();
        let answer = Answer { version, limits: self.config.limits, certificates, ticket, secret };
        let (reply, binding, transport) = responder.finish(&answer.encode())?;
        if self.sessions.count(false) >= self.config.max_sessions
            && let Some((oldest, _)) = self.sessions.loneliest(false)
        {
            self.sessions.remove(oldest);
        }
        let session = self.sessions.insert(Session {
            binding,
            ticket,
            psk: noise::derive_psk(&answer.secret, &binding),
            limits: hello.limits,
            mailbox: Mailbox::for_requests(self.config.limits),
            link: None,
            proven: false,
            alone_since: now,
        });
        Ok(Ok((Handshake::Answer, reply, transport, session, None)))
    }

    /// Whether every place is taken by a phone that has a link.
    fn is_full(&self) -> bool {
        self.sessions.count(true) >= self.config.max_sessions && self.sessions.loneliest(true).is_none()
    }

    /// Answers a phone that has a ticket.
    fn greet_known(&self, message: &[u8], random: &mut dyn Random) -> Result<Greeted, FrameRefused> {
        let (ticket, message) = message.split_first_chunk().ok_or(FrameRefused::HandshakeMalformed)?;
        let Some((id, session)) = self.sessions.by_ticket(ticket) else {
            return Ok(Err(HandshakeRefusal::UnknownTicket));
        };
        let responder = noise::respond_known(&session.psk, message, random)?;
        let positions = Positions::parse(&responder.payload)?;
        let (reply, _, transport) = responder.finish(&session.mailbox.positions().encode())?;
        Ok(Ok((Handshake::Resumed, reply, transport, id, Some(positions))))
    }

    fn packet(&mut self, link_id: LinkId, number: u16, sealed: &[u8], now: Millis) -> Result<(), FrameRefused> {
        let link = self.links.get_mut(&link_id).ok_or(FrameRefused::UnknownLink)?;
        let opened = match &link.phase {
            Phase::Answered(answered) => answered.path.open(number, sealed)?,
            Phase::Open { path, .. } => path.open(number, sealed)?,
            Phase::Silent | Phase::Done => return Err(FrameRefused::Unexpected),
        };
        if matches!(link.phase, Phase::Answered(_)) {
            self.prove(link_id)?;
        }
        let Some(Link { phase: Phase::Open { session: id, path }, .. }) = self.links.get_mut(&link_id) else {
            return Err(FrameRefused::Unexpected);
        };
        let id = *id;
        let session = self.sessions.get_mut(id).ok_or(FrameRefused::Unexpected)?;
        let effects = path.apply(&opened, &mut session.mailbox, now)?;
        self.packet_taken(id, link_id, effects);
        Ok(())
    }

    /// The phone has shown that it has the keys: the session begins, or goes on over this link.
    fn prove(&mut self, link_id: LinkId) -> Result<(), FrameRefused> {
        let link = self.links.get_mut(&link_id).ok_or(FrameRefused::UnknownLink)?;
        let Phase::Answered(answered) = std::mem::replace(&mut link.phase, Phase::Done) else {
            return Err(FrameRefused::Unexpected);
        };
        link.outbox.clear();
        let id = answered.session;
        if !self.sessions.get(id).is_some_and(|s| s.proven || !self.is_full()) {
            self.events.push_back(Event::LinkDone(link_id));
            return Err(FrameRefused::Unexpected);
        }
        if let Some(link) = self.links.get_mut(&link_id) {
            link.phase = Phase::Open { session: id, path: Box::new(answered.path) };
        }
        let Some(session) = self.sessions.get_mut(id) else { return Err(FrameRefused::Unexpected) };
        let old = session.link.replace(link_id);
        if let Some(positions) = &answered.positions {
            session.mailbox.resume(positions);
        }
        if !std::mem::replace(&mut session.proven, true) {
            self.events.push_back(Event::Connected { session: id, binding: session.binding });
            if self.sessions.count(true) > self.config.max_sessions
                && let Some((loneliest, _)) = self.sessions.loneliest(true)
            {
                self.end(loneliest);
            }
        }
        if let Some(old) = old {
            self.done(old);
        }
        Ok(())
    }

    fn packet_taken(&mut self, session: SessionId, link: LinkId, effects: Effects) {
        for arrival in effects.arrivals {
            if let Arrival::Whole(id, bytes) = arrival {
                let request = Request::decode(&bytes);
                self.events.push_back(Event::Request { session, id: RequestId(id), request });
            }
        }
        if effects.goodbye {
            self.done(link);
            self.end(session);
        }
    }

    fn done(&mut self, link: LinkId) {
        if let Some(entry) = self.links.get_mut(&link)
            && !matches!(entry.phase, Phase::Done)
        {
            entry.phase = Phase::Done;
            self.events.push_back(Event::LinkDone(link));
        }
    }

    fn end(&mut self, session: SessionId) {
        if self.sessions.remove(session).is_some_and(|s| s.proven) {
            self.events.push_back(Event::SessionEnded(session));
        }
    }

    /// The next frame to send over `link`, if there is one.
    pub fn poll_transmit(&mut self, link: LinkId, now: Millis) -> Option<Vec<u8>> {
        let link = self.links.get_mut(&link)?;
        let frame = match link.outbox.pop_front() {
            Some(frame) => frame,
            None => {
                let Phase::Open { session, path } = &mut link.phase else { return None };
                path.poll(&mut self.sessions.get_mut(*session)?.mailbox, now)?
            }
        };
        self.traffic.sent(&frame);
        Some(frame)
    }

    /// When [`Endpoint::handle_timeout`] wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        let links = self.links.values().filter_map(|link| match &link.phase {
            Phase::Silent | Phase::Answered(_) => Some(link.since.plus(SILENCE)),
            Phase::Open { path, .. } => path.timeout(),
            Phase::Done => None,
        });
        let sessions = self.sessions.oldest().map(|(_, since)| since.plus(self.config.session_lifetime));
        links.chain(sessions).min()
    }

    /// Does what is due at `now`, for every link and session.
    pub fn handle_timeout(&mut self, now: Millis) {
        let mut silent = Vec::new();
        for (id, link) in &mut self.links {
            match &mut link.phase {
                Phase::Silent | Phase::Answered(_) if now.since(link.since) >= SILENCE => silent.push((*id, None)),
                Phase::Open { session, path } => {
                    let Some(known) = self.sessions.get_mut(*session) else {
                        silent.push((*id, None));
                        continue;
                    };
                    path.handle_timeout(&mut known.mailbox, now);
                    if path.is_dead(now) {
                        silent.push((*id, Some(*session)));
                    }
                }
                _ => {}
            }
        }
        for (link, session) in silent {
            self.done(link);
            if let Some(session) = session {
                self.detach(session, link, now);
            }
        }
        while let Some((oldest, since)) = self.sessions.oldest()
            && now.since(since) >= self.config.session_lifetime
        {
            self.end(oldest);
        }
    }

    /// The next event, if there is one.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Answers a request, at any time after its event; the answer waits while the phone has no link.
    ///
    /// # Errors
    /// [`RespondRefused`]; nothing was sent.
    pub fn respond(
        &mut self,
        session: SessionId,
        id: RequestId,
        response: &Response,
        _now: Millis,
    ) -> Result<(), RespondRefused> {
        let session = self.sessions.get_mut(session).ok_or(RespondRefused::UnknownSession)?;
        if !session.mailbox.is_open(id.0) {
            return Err(RespondRefused::UnknownRequest);
        }
        let (bytes, limit) = (response.encode(), session.limits.max_message as usize);
        if bytes.len() > limit {
            return Err(RespondRefused::TooLong { size: bytes.len(), limit });
        }
        session.mailbox.post(id.0, bytes);
        Ok(())
    }

    /// Ends a session, such as when the kiosk shuts down: poll the link it used once more, for the goodbye.
    pub fn close(&mut self, session: SessionId) -> Option<LinkId> {
        let link = self.sessions.get(session)?.link;
        let known = self.sessions.get_mut(session)?;
        if let Some(Link { phase: Phase::Open { path, .. }, outbox, .. }) = link.and_then(|l| self.links.get_mut(&l)) {
            path.say_goodbye();
            outbox.extend(path.poll(&mut known.mailbox, Millis(0)));
        }
        if let Some(link) = link {
            self.done(link);
        }
        self.end(session);
        link
    }

    /// The link that the session uses now, to be polled after [`Endpoint::respond`].
    #[must_use]
    pub fn link_of(&self, session: SessionId) -> Option<LinkId> {
        self.sessions.get(session)?.link
    }

    /// Hash of the session's first handshake.
    #[must_use]
    pub fn binding(&self, session: SessionId) -> Option<[u8; 32]> {
        Some(self.sessions.get(session)?.binding)
    }

    /// What has gone over all links so far.
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    pub(crate) fn mailbox(&mut self, session: SessionId) -> Option<&mut Mailbox> {
        Some(&mut self.sessions.get_mut(session)?.mailbox)
    }
}

/// A refusal, or: which message, its bytes, the keys, whose they are, and how far a known phone has received.
type Greeted = Result<(Handshake, Vec<u8>, noise::Transport, SessionId, Option<Positions>), HandshakeRefusal>;
