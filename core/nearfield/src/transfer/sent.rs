use super::rtt::Rtt;
use crate::{Millis, wire::block::Ack};
use std::{collections::BTreeMap, ops::Range};

/// Parts of messages: number and range.
pub(crate) type Chunks = Vec<(u32, Range<u64>)>;

/// Packets remembered after they were given up: a late acknowledgement still counts.
const REMEMBERED: u64 = 512;
const MOST_REORDERING: u64 = 64;

/// A packet on its way that asks for an acknowledgement.
#[derive(Debug)]
pub(crate) struct SentPacket {
    pub(crate) at: Millis,
    pub(crate) size: usize,
    pub(crate) chunks: Chunks,
    lost: bool,
}

/// The packets on their way over a link, and when they count as lost (RFC 9002 §6, but reordering is learnt).
#[derive(Debug)]
pub(crate) struct SentPackets {
    packets: BTreeMap<u64, SentPacket>,
    greatest_acked: Option<u64>,
    // How many numbers, and how many ms beyond the round trip, a packet may come late.
    reordering: u64,
    patience: u64,
    lost_at: Option<Millis>,
    last_sent: Millis,
}

/// What an acknowledgement says.
#[derive(Debug, Default)]
pub(crate) struct Acked {
    /// Packets that arrived, as they were sent.
    pub(crate) packets: Vec<SentPacket>,
    /// Bytes of them that were still thought on their way.
    pub(crate) in_flight: usize,
    /// Round-trip time of the newest, if it is news.
    pub(crate) sample: Option<u64>,
}

impl SentPackets {
    pub(crate) fn new(now: Millis) -> Self {
        let packets = BTreeMap::new();
        Self { packets, greatest_acked: None, reordering: 3, patience: 10, lost_at: None, last_sent: now }
    }

    pub(crate) fn sent(&mut self, number: u64, size: usize, chunks: Chunks, now: Millis) {
        self.packets.insert(number, SentPacket { at: now, size, chunks, lost: false });
        self.last_sent = now;
    }

    fn under_way(&self) -> impl Iterator<Item = (&u64, &SentPacket)> {
        self.packets.iter().filter(|(_, p)| !p.lost)
    }

    /// When the oldest packet that is not given up was sent.
    pub(crate) fn oldest(&self) -> Option<Millis> {
        self.under_way().next().map(|(_, p)| p.at)
    }

    /// When the newest packet was sent.
    pub(crate) const fn last_sent(&self) -> Millis {
        self.last_sent
    }

    /// Takes an acknowledgement.
    pub(crate) fn acknowledged(&mut self, ack: &Ack, now: Millis) -> Acked {
        let mut out = Acked::default();
        let greatest = ack.ranges.first().map_or(0, |r| r.end - 1);
        for range in &ack.ranges {
            let numbers: Vec<u64> = self.packets.range(range.clone()).map(|(n, _)| *n).collect();
            for number in numbers {
                let Some(packet) = self.packets.remove(&number) else { continue };
                let elapsed = now.since(packet.at);
                if number == greatest {
                    out.sample = Some(elapsed);
                }
                if packet.lost {
                    // It was only late: be more patient from now on.
                    let distance = self.greatest_acked.map_or(0, |g| g.saturating_sub(number)) + 1;
                    self.reordering = self.reordering.max(distance).min(MOST_REORDERING);
                    self.patience = (self.patience + 5).min(60);
                } else {
                    out.in_flight += packet.size;
                }
                out.packets.push(packet);
            }
        }
        self.greatest_acked = self.greatest_acked.max(Some(greatest));
        out
    }

    /// Gives up the packets that are too late by now; their chunks go again.
    pub(crate) fn detect_lost(&mut self, rtt: &Rtt, now: Millis) -> (usize, Chunks) {
        let (mut size, mut chunks) = (0, Vec::new());
        self.lost_at = None;
        let Some(greatest) = self.greatest_acked else { return (size, chunks) };
        let wait = rtt.smoothed() + rtt.smoothed() / 8 + self.patience;
        for (number, packet) in self.packets.range_mut(..greatest).filter(|(_, p)| !p.lost) {
            let due = packet.at.plus(wait);
            if number + self.reordering <= greatest || due <= now {
                packet.lost = true;
                size += packet.size;
                chunks.extend(packet.chunks.iter().cloned());
            } else {
                self.lost_at = Some(self.lost_at.map_or(due, |t| t.min(due)));
            }
        }
        self.forget(greatest);
        (size, chunks)
    }

    /// When [`SentPackets::detect_lost`] may give up another.
    pub(crate) const fn lost_at(&self) -> Option<Millis> {
        self.lost_at
    }

    /// Gives up the oldest packet under way, for a probe.
    pub(crate) fn give_up_oldest(&mut self) -> Option<(usize, Chunks)> {
        let packet = self.packets.values_mut().find(|p| !p.lost)?;
        packet.lost = true;
        Some((packet.size, packet.chunks.clone()))
    }

    fn forget(&mut self, greatest: u64) {
        let floor = greatest.saturating_sub(REMEMBERED);
        while let Some(entry) = self.packets.first_entry()
            && *entry.key() < floor
            && entry.get().lost
        {
            entry.remove();
        }
    }
}
