use super::{
    Config, Event, LinkId, SessionId,
    link::{Link, Phase, SILENCE},
    session::Sessions,
};
use crate::{
    FrameRefused, Millis, RequestId, RespondRefused, Traffic,
    handshake::hello::Versions,
    message::{Request, Response},
    transfer::{
        mailbox::{Arrival, Mailbox},
        path::Effects,
    },
    wire::frame::Frame,
};
use model::Random;
use std::collections::{BTreeMap, VecDeque};

/// The kiosk's end of every link. See the module's doc for how to drive it.
pub struct Endpoint {
    pub(super) config: Config,
    pub(crate) versions: Versions,
    pub(super) links: BTreeMap<LinkId, Link>,
    pub(super) sessions: Sessions,
    pub(super) events: VecDeque<Event>,
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

    pub(super) fn done(&mut self, link: LinkId) {
        if let Some(entry) = self.links.get_mut(&link)
            && !matches!(entry.phase, Phase::Done)
        {
            entry.phase = Phase::Done;
            self.events.push_back(Event::LinkDone(link));
        }
    }

    pub(super) fn end(&mut self, session: SessionId) {
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
