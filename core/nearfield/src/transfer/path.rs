use super::{
    mailbox::{Arrival, Mailbox},
    received::Received,
    rtt::Rtt,
    sent::{Chunks, SentPackets},
    window::Window,
};
use crate::{
    FrameRefused, Millis,
    handshake::noise::{TAG, Transport},
    wire::{
        block::{self, Ack, Block},
        frame::{self, MAX_FRAME, MIN_FRAME, PACKET_HEADER},
        number,
    },
};

/// A link whose peer has said nothing for so long, though it should have, is dead.
const DEAD_AFTER: u64 = 8_000;
/// A chunk begins only where at least so much room is left.
const LEAST_CHUNK: usize = 32;

/// One link between two peers that know each other: keys, packet numbers, timers, window.
pub(crate) struct Path {
    transport: Transport,
    room: usize,
    next: u64,
    sent: SentPackets,
    received: Received,
    rtt: Rtt,
    window: Window,
    // Probes sent since the peer was last heard, and how many may go beyond the window now.
    probes: u32,
    probes_due: u32,
    ping_due: bool,
    goodbye_due: bool,
    // Since when the peer owes an answer.
    owed_since: Option<Millis>,
}

/// A packet that is the peer's, not yet applied.
pub(crate) struct Opened {
    number: u64,
    plain: Vec<u8>,
}

/// What a packet brought about.
#[derive(Default)]
pub(crate) struct Effects {
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) goodbye: bool,
}

impl Path {
    pub(crate) fn new(transport: Transport, max_frame: usize, handshake: Option<u64>, now: Millis) -> Self {
        let max_frame = max_frame.clamp(MIN_FRAME, MAX_FRAME);
        Self {
            transport,
            room: max_frame - PACKET_HEADER - TAG,
            next: 0,
            sent: SentPackets::new(now),
            received: Received::default(),
            rtt: Rtt::new(handshake),
            window: Window::new(max_frame),
            probes: 0,
            probes_due: 0,
            ping_due: false,
            goodbye_due: false,
            owed_since: None,
        }
    }

    /// Proves that a packet is the peer's and new. Changes nothing.
    ///
    /// # Errors
    /// [`FrameRefused::Replayed`], [`FrameRefused::Truncated`] or [`FrameRefused::Unauthentic`].
    pub(crate) fn open(&self, low: u16, sealed: &[u8]) -> Result<Opened, FrameRefused> {
        let number = number::expand(low, self.received.expected());
        self.received.check(number)?;
        Ok(Opened { number, plain: self.transport.open(number, sealed)? })
    }

    /// Does what an opened packet says: all of it, or nothing.
    ///
    /// # Errors
    /// [`FrameRefused::Malformed`] or [`FrameRefused::Limit`].
    pub(crate) fn apply(
        &mut self,
        packet: &Opened,
        mailbox: &mut Mailbox,
        now: Millis,
    ) -> Result<Effects, FrameRefused> {
        let blocks = block::parse(&packet.plain)?;
        for block in &blocks {
            match block {
                Block::Chunk(chunk) => mailbox.check(chunk)?,
                Block::Ack(ack) if ack.ranges.iter().any(|r| r.end > self.next) => return Err(FrameRefused::Malformed),
                _ => {}
            }
        }
        let asks = blocks.iter().any(|b| matches!(b, Block::Chunk(_) | Block::Ping));
        self.received.note(packet.number, asks, now);
        self.owed_since = None;
        self.probes = 0;
        let mut effects = Effects::default();
        for block in &blocks {
            match block {
                Block::Ack(ack) => self.acknowledged(ack, mailbox, now),
                // Checked again: two chunks of one packet may contradict each other.
                Block::Chunk(chunk) if mailbox.check(chunk).is_ok() => effects.arrivals.push(mailbox.receive(chunk)),
                Block::Chunk(_) => {}
                Block::Goodbye => effects.goodbye = true,
                Block::Ping => {}
            }
        }
        if self.sent.oldest().is_some() {
            self.owed_since = Some(now);
        }
        Ok(effects)
    }

    fn acknowledged(&mut self, ack: &Ack, mailbox: &mut Mailbox, now: Millis) {
        let acked = self.sent.acknowledged(ack, now);
        for packet in &acked.packets {
            packet.chunks.iter().for_each(|(id, range)| mailbox.acknowledge(*id, range));
        }
        self.window.gone(acked.in_flight);
        if let Some(sample) = acked.sample {
            self.rtt.sample(sample, ack.delay);
            self.window.acknowledged(acked.in_flight, sample, &self.rtt, now);
        }
        self.detect_lost(mailbox, now);
    }

    fn detect_lost(&mut self, mailbox: &mut Mailbox, now: Millis) {
        let (size, chunks) = self.sent.detect_lost(&self.rtt, now);
        self.window.gone(size);
        chunks.into_iter().for_each(|(id, range)| mailbox.lost(id, range));
    }

    /// The next packet to send, if there is one.
    pub(crate) fn poll(&mut self, mailbox: &mut Mailbox, now: Millis) -> Option<Vec<u8>> {
        let may_send = self.window.has_room() || self.probes_due > 0;
        let has_chunks = may_send && mailbox.has_due();
        let ack_due = self.received.due().is_some_and(|t| t <= now);
        if !has_chunks && !ack_due && !self.ping_due && !self.goodbye_due {
            return None;
        }
        let mut body = Vec::with_capacity(self.room);
        if let Some(ack) = self.received.take_ack(now) {
            block::put_ack(&mut body, &ack);
        }
        if std::mem::take(&mut self.goodbye_due) {
            block::put_goodbye(&mut body);
        }
        // A chunk asks for an acknowledgement as well as a ping does.
        let ping = std::mem::take(&mut self.ping_due) && !has_chunks;
        if ping {
            block::put_ping(&mut body);
        }
        let chunks = if has_chunks { self.put_chunks(&mut body, mailbox) } else { Vec::new() };
        let asks = (ping || !chunks.is_empty()).then_some(chunks);
        Some(self.seal(&body, asks, now))
    }

    /// Fills the packet; the last chunk may go to its end, so nothing may follow.
    fn put_chunks(&self, body: &mut Vec<u8>, mailbox: &mut Mailbox) -> Chunks {
        let mut chunks = Vec::new();
        while body.len() + LEAST_CHUNK <= self.room {
            let room = self.room - body.len();
            let Some(chunk) = mailbox.take_chunk(room) else { break };
            chunks.push((chunk.id, chunk.offset..chunk.offset + chunk.bytes.len() as u64));
            let size = block::chunk_overhead(chunk.id, chunk.offset, chunk.total) + chunk.bytes.len();
            // A length costs up to three bytes: only where another chunk may follow.
            let more = size + 3 + LEAST_CHUNK <= room;
            block::put_chunk(body, &chunk, more);
            if !more {
                break;
            }
        }
        chunks
    }

    /// Seals a packet; `asks`: it wants to be acknowledged, and these are its chunks.
    fn seal(&mut self, body: &[u8], asks: Option<Chunks>, now: Millis) -> Vec<u8> {
        let number = self.next;
        self.next += 1;
        let frame = frame::packet(number, &self.transport.seal(number, body));
        if let Some(chunks) = asks {
            self.window.sent(frame.len());
            self.sent.sent(number, frame.len(), chunks, now);
            self.probes_due = self.probes_due.saturating_sub(1);
            self.owed_since = self.owed_since.or(Some(now));
        }
        frame
    }

    /// When [`Path::handle_timeout`] wants to be called.
    pub(crate) fn timeout(&self) -> Option<Millis> {
        let dead = self.owed_since.map(|t| t.plus(DEAD_AFTER));
        [self.received.due(), self.sent.lost_at(), self.probe_at(), dead].into_iter().flatten().min()
    }

    fn probe_at(&self) -> Option<Millis> {
        self.sent.oldest()?;
        Some(self.sent.last_sent().plus(self.rtt.probe_timeout(self.probes)))
    }

    /// Gives up what is too late, and probes when nothing is heard.
    pub(crate) fn handle_timeout(&mut self, mailbox: &mut Mailbox, now: Millis) {
        if self.sent.lost_at().is_some_and(|t| t <= now) {
            self.detect_lost(mailbox, now);
        }
        if self.probe_at().is_some_and(|t| t <= now) {
            self.probes += 1;
            // Where the first got lost, two are likelier to bring one through.
            self.probes_due = self.probes.min(2);
            for _ in 0..self.probes_due {
                let Some((size, chunks)) = self.sent.give_up_oldest() else { break };
                self.window.gone(size);
                chunks.into_iter().for_each(|(id, range)| mailbox.lost(id, range));
            }
            self.ping_due = !mailbox.has_due();
        }
    }

    /// Whether the peer has been silent for too long.
    pub(crate) fn is_dead(&self, now: Millis) -> bool {
        self.owed_since.is_some_and(|t| now.since(t) >= DEAD_AFTER)
    }

    /// Asks the peer for a sign of life.
    pub(crate) fn ping(&mut self) {
        self.ping_due = true;
    }

    /// Says that the session is over.
    pub(crate) fn say_goodbye(&mut self) {
        self.goodbye_due = true;
    }

    /// When a packet that asks was last sent.
    pub(crate) const fn last_sent(&self) -> Millis {
        self.sent.last_sent()
    }
}
