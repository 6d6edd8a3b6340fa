use super::{incoming::Incoming, outgoing::Outgoing};
use crate::{FrameRefused, Limits, checks, handshake::positions::Positions, wire::block::Chunk};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};
use zeroize::Zeroizing;

/// How far ahead of the first incomplete message another may begin.
const AHEAD: u32 = 64;

/// A session's messages in both directions; links come and go beneath it.
pub(crate) struct Mailbox {
    outgoing: BTreeMap<u32, Outgoing>,
    incoming: BTreeMap<u32, Incoming>,
    done: Done,
    limits: Limits,
    // A phone takes only responses it waits for; a kiosk takes any request within the limits.
    expected: Option<BTreeSet<u32>>,
    // Requests delivered and not answered yet.
    open: BTreeSet<u32>,
    // Messages under way take turns, a chunk each.
    last_served: u32,
    trace: Option<Vec<(u32, Range<u64>)>>,
}

/// Numbers of the messages received whole.
#[derive(Default)]
struct Done {
    below: u32,
    above: BTreeSet<u32>,
}

impl Done {
    fn contains(&self, id: u32) -> bool {
        (id < self.below || self.above.contains(&id)) && checks::ONCE.on()
    }

    fn insert(&mut self, id: u32) {
        if id >= self.below {
            self.above.insert(id);
        }
        while self.above.remove(&self.below) {
            self.below += 1;
        }
    }
}

/// What a chunk brought about.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// The message is whole.
    Whole(u32, Zeroizing<Vec<u8>>),
    /// More of it is there.
    Part { id: u32, received: u64, total: Option<u64> },
    /// Nothing new.
    Known,
}

impl Mailbox {
    /// A kiosk's: takes requests that keep to `limits`.
    pub(crate) fn for_requests(limits: Limits) -> Self {
        Self::new(limits, None)
    }

    /// A phone's: takes responses to what it asked.
    pub(crate) fn for_responses(limits: Limits) -> Self {
        Self::new(limits, Some(BTreeSet::new()))
    }

    fn new(limits: Limits, expected: Option<BTreeSet<u32>>) -> Self {
        let (outgoing, incoming, done, open) = Default::default();
        Self { outgoing, incoming, done, limits, expected, open, last_served: 0, trace: None }
    }

    /// Sends a message. A phone then expects the answer of that number.
    pub(crate) fn post(&mut self, id: u32, bytes: Zeroizing<Vec<u8>>) {
        self.outgoing.insert(id, Outgoing::new(bytes));
        self.open.remove(&id);
        if let Some(expected) = &mut self.expected {
            expected.insert(id);
        }
    }

    /// Whether a request waits for its answer.
    pub(crate) fn is_open(&self, id: u32) -> bool {
        self.open.contains(&id)
    }

    /// Answers that a phone still waits for.
    pub(crate) fn expected(&self) -> usize {
        self.expected.as_ref().map_or(0, BTreeSet::len)
    }

    /// The least number whose answer a phone still waits for.
    pub(crate) fn first_expected(&self) -> Option<u32> {
        self.expected.as_ref()?.first().copied()
    }

    pub(crate) fn has_due(&self) -> bool {
        self.outgoing.values().any(Outgoing::is_due)
    }

    /// Memory held by messages not yet acknowledged.
    pub(crate) fn held(&self) -> usize {
        self.outgoing.values().map(Outgoing::len).sum()
    }

    /// Takes the next chunk that with its header fits `room` bytes.
    pub(crate) fn take_chunk(&mut self, room: usize) -> Option<Chunk<'_>> {
        let behind = self.outgoing.range(self.last_served + 1..).find(|(_, m)| m.is_due());
        let id = *behind.or_else(|| self.outgoing.iter().find(|(_, m)| m.is_due()))?.0;
        self.last_served = id;
        let chunk = self.outgoing.get_mut(&id)?.take(id, room)?;
        if let Some(trace) = &mut self.trace {
            trace.push((id, chunk.offset..chunk.offset + chunk.bytes.len() as u64));
        }
        Some(chunk)
    }

    /// The peer has `range` of message `id`.
    pub(crate) fn acknowledge(&mut self, id: u32, range: &Range<u64>) {
        if let Some(message) = self.outgoing.get_mut(&id) {
            message.acknowledge(range);
            if message.is_done() {
                self.outgoing.remove(&id);
            }
        }
    }

    /// A packet with `range` of message `id` got lost.
    pub(crate) fn lost(&mut self, id: u32, range: Range<u64>) {
        if let Some(message) = self.outgoing.get_mut(&id) {
            message.lost(range);
        }
    }

    /// The link is gone with everything on it.
    pub(crate) fn all_lost(&mut self) {
        self.outgoing.values_mut().for_each(Outgoing::all_lost);
    }

    /// Whether a chunk may be taken. Changes nothing.
    ///
    /// # Errors
    /// [`FrameRefused::Limit`] or [`FrameRefused::Malformed`].
    pub(crate) fn check(&self, chunk: &Chunk<'_>) -> Result<(), FrameRefused> {
        if self.done.contains(chunk.id) {
            return Ok(());
        }
        match &self.expected {
            Some(expected) if !expected.contains(&chunk.id) => return Err(FrameRefused::Malformed),
            Some(_) => {}
            None => self.check_request(chunk)?,
        }
        let known = self.incoming.get(&chunk.id);
        known.map_or_else(
            || Incoming::default().check(chunk, self.limits.max_message),
            |m| m.check(chunk, self.limits.max_message),
        )
    }

    /// Anybody may send requests: how many, and how much memory they take, is bounded.
    fn check_request(&self, chunk: &Chunk<'_>) -> Result<(), FrameRefused> {
        let ahead = chunk.id - self.done.below.min(chunk.id) >= AHEAD;
        // Twice what was told: the phone counts a request as answered a moment before the kiosk knows it.
        let most = 2 * usize::from(self.limits.max_outstanding);
        let new = !self.incoming.contains_key(&chunk.id);
        let many = new && self.incoming.len() + self.open.len() + self.outgoing.len() >= most;
        let end = chunk.offset + chunk.bytes.len() as u64;
        let held: usize = self.incoming.iter().filter(|(id, _)| **id != chunk.id).map(|(_, m)| m.held()).sum();
        let much = held as u64 + end > 2 * u64::from(self.limits.max_message);
        if ahead || many || much { Err(FrameRefused::Limit) } else { Ok(()) }
    }

    /// Takes a chunk that [`Mailbox::check`] let pass.
    pub(crate) fn receive(&mut self, chunk: &Chunk<'_>) -> Arrival {
        if self.done.contains(chunk.id) {
            return Arrival::Known;
        }
        let message = self.incoming.entry(chunk.id).or_default();
        let before = message.received().len();
        message.take(chunk);
        if message.is_whole()
            && let Some(message) = self.incoming.remove(&chunk.id)
        {
            self.done.insert(chunk.id);
            match &mut self.expected {
                Some(expected) => expected.remove(&chunk.id),
                None => self.open.insert(chunk.id),
            };
            return Arrival::Whole(chunk.id, message.into_bytes());
        }
        let message = self.incoming.entry(chunk.id).or_default();
        match message.received().len() {
            received if received > before => Arrival::Part { id: chunk.id, received, total: message.total() },
            _ => Arrival::Known,
        }
    }

    /// How far this side has received the peer's messages.
    pub(crate) fn positions(&self) -> Positions {
        Positions {
            done_below: self.done.below,
            done: self.done.above.iter().copied().collect(),
            partial: self.incoming.iter().map(|(id, m)| (*id, m.received().clone())).collect(),
        }
    }

    /// Takes what the peer says it has received, and that everything else was lost with the old link.
    pub(crate) fn resume(&mut self, peer: &Positions) {
        self.outgoing.retain(|id, _| *id >= peer.done_below && !peer.done.contains(id));
        for (id, ranges) in &peer.partial {
            ranges.iter().for_each(|range| self.acknowledge(*id, range));
        }
        self.all_lost();
    }

    /// From now on, notes every chunk that is taken.
    pub(crate) fn start_trace(&mut self) {
        self.trace = Some(Vec::new());
    }

    /// The chunks noted since the last call.
    pub(crate) fn take_trace(&mut self) -> Vec<(u32, Range<u64>)> {
        self.trace.as_mut().map(std::mem::take).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(id: u32) -> Chunk<'static> {
        Chunk { id, offset: 0, total: Some(3), bytes: b"abc" }
    }

    #[test]
    fn a_request_is_delivered_once() {
        let mut kiosk = Mailbox::for_requests(Limits::KIOSK);
        assert!(matches!(kiosk.receive(&whole(1)), Arrival::Whole(1, _)));
        assert_eq!(kiosk.receive(&whole(1)), Arrival::Known);
        assert!(matches!(kiosk.receive(&whole(0)), Arrival::Whole(0, _)));
        assert_eq!(kiosk.receive(&whole(0)), Arrival::Known);
        assert_eq!((kiosk.done.below, kiosk.done.above.len()), (2, 0));
    }

    #[test]
    fn a_kiosk_takes_only_so_much_from_anybody() {
        let limits = Limits { max_message: 1_000, max_outstanding: 2 };
        let mut kiosk = Mailbox::for_requests(limits);
        assert_eq!(kiosk.check(&whole(AHEAD)), Err(FrameRefused::Limit));
        let part = |id| Chunk { id, offset: 899, total: None, bytes: b"x" };
        kiosk.receive(&part(0));
        kiosk.receive(&part(1));
        assert_eq!(kiosk.check(&part(2)), Err(FrameRefused::Limit), "2,700 bytes of 2,000");
        for id in 2..4 {
            kiosk.receive(&Chunk { id, offset: 0, total: None, bytes: b"x" });
        }
        assert_eq!(kiosk.check(&whole(4)), Err(FrameRefused::Limit), "a fifth of four");
        assert_eq!(kiosk.check(&whole(3)), Ok(()));
    }

    #[test]
    fn a_phone_takes_only_answers_to_its_questions() {
        let mut phone = Mailbox::for_responses(Limits::PHONE);
        assert_eq!(phone.check(&whole(0)), Err(FrameRefused::Malformed));
        phone.post(0, vec![1].into());
        assert_eq!(phone.check(&whole(0)), Ok(()));
    }

    #[test]
    fn messages_take_turns() {
        let mut mailbox = Mailbox::for_responses(Limits::PHONE);
        mailbox.post(0, vec![0; 300].into());
        mailbox.post(1, vec![0; 300].into());
        mailbox.post(2, vec![0; 50].into());
        let turns: Vec<u32> = std::iter::from_fn(|| mailbox.take_chunk(110).map(|c| c.id)).collect();
        assert_eq!(turns, [1, 2, 0, 1, 0, 1, 0]);
    }
}
