use super::{LinkId, SessionId};
use crate::{
    Limits, Millis,
    handshake::{hello::TicketId, noise::Psk},
    transfer::mailbox::Mailbox,
};
use std::collections::BTreeMap;

/// A phone's session: what outlives its links.
pub(super) struct Session {
    pub(super) binding: [u8; 32],
    pub(super) ticket: TicketId,
    pub(super) psk: Psk,
    /// What the phone takes.
    pub(super) limits: Limits,
    pub(super) mailbox: Mailbox,
    pub(super) link: Option<LinkId>,
    /// The phone has shown that it has the keys. Until then the session is only a promise, told to nobody.
    pub(super) proven: bool,
    /// When the link was lost.
    pub(super) alone_since: Millis,
}

/// The sessions of an endpoint, by number and by ticket.
#[derive(Default)]
pub(super) struct Sessions {
    by_id: BTreeMap<SessionId, Session>,
    by_ticket: BTreeMap<TicketId, SessionId>,
    next: u64,
}

impl Sessions {
    pub(super) fn insert(&mut self, session: Session) -> SessionId {
        let id = SessionId(self.next);
        self.next += 1;
        self.by_ticket.insert(session.ticket, id);
        self.by_id.insert(id, session);
        id
    }

    pub(super) fn remove(&mut self, id: SessionId) -> Option<Session> {
        let session = self.by_id.remove(&id)?;
        self.by_ticket.remove(&session.ticket);
        Some(session)
    }

    pub(super) fn get(&self, id: SessionId) -> Option<&Session> {
        self.by_id.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: SessionId) -> Option<&mut Session> {
        self.by_id.get_mut(&id)
    }

    pub(super) fn by_ticket(&self, ticket: &TicketId) -> Option<(SessionId, &Session)> {
        let id = *self.by_ticket.get(ticket)?;
        Some((id, self.by_id.get(&id)?))
    }

    /// How many sessions are proven, or not.
    pub(super) fn count(&self, proven: bool) -> usize {
        self.by_id.values().filter(|s| s.proven == proven).count()
    }

    /// The session, proven or not, that has been without a link for longest.
    pub(super) fn loneliest(&self, proven: bool) -> Option<(SessionId, Millis)> {
        let alone = self.by_id.iter().filter(|(_, s)| s.link.is_none() && s.proven == proven);
        alone.map(|(id, s)| (*id, s.alone_since)).min_by_key(|(_, since)| *since)
    }

    /// The same among all.
    pub(super) fn oldest(&self) -> Option<(SessionId, Millis)> {
        [self.loneliest(true), self.loneliest(false)].into_iter().flatten().min_by_key(|(_, since)| *since)
    }

    /// Bytes of answers kept for phones without a link.
    pub(super) fn kept(&self) -> usize {
        self.by_id.values().filter(|s| s.link.is_none()).map(|s| s.mailbox.held()).sum()
    }
}
