//! How a phone gets a session on a link: its handshake message is answered, its first packet proves it.

use super::{
    Endpoint, Event, LinkId, SessionId,
    link::{Answered, Phase},
    session::Session,
};
use crate::{
    FrameRefused, Millis, checks,
    handshake::{
        hello::{Answer, Hello, root_hint},
        noise,
        positions::Positions,
    },
    transfer::{mailbox::Mailbox, path::Path},
    wire::frame::{self, Handshake, HandshakeRefusal},
};
use model::Random;
use zeroize::Zeroizing;

/// A refusal, or: which message, its bytes, the keys, whose they are, and how far a known phone has received.
type Greeted = Result<(Handshake, Vec<u8>, noise::Transport, SessionId, Option<Positions>), HandshakeRefusal>;

impl Endpoint {
    #[expect(clippy::too_many_arguments, reason = "a fragment's fields, once")]
    pub(super) fn handshake(
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
        if !checks::PROOF.on() {
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

    /// The phone has shown that it has the keys: the session begins, or goes on over this link.
    pub(super) fn prove(&mut self, link_id: LinkId) -> Result<(), FrameRefused> {
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
}
