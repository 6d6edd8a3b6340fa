use super::Dice;
use crate::wire::frame::PACKET;
use std::collections::BTreeMap;

/// What a link is like. Chances are 0 to 1, each frame for itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conditions {
    /// The longest frame, in bytes.
    pub max_frame: usize,
    /// Time from one end to the other, in µs.
    pub latency: u64,
    /// Bits a second in each direction; 0 is without limit.
    pub bandwidth: u64,
    /// Chance that a frame is lost.
    pub loss: f64,
    /// Chance that a frame is held back, so that others overtake it.
    pub reorder: f64,
    /// The longest that it is held back, in µs.
    pub hold: u64,
    /// Chance that a frame arrives twice.
    pub duplicate: f64,
    /// Chance that one bit of a frame is flipped.
    pub damage: f64,
}

impl Conditions {
    /// Bluetooth LE as it is at its best: 244-byte frames, 30 ms a round trip, 700 kbit/s.
    pub const BLE: Self = Self {
        max_frame: 244,
        latency: 15_000,
        bandwidth: 700_000,
        loss: 0.0,
        reorder: 0.0,
        hold: 0,
        duplicate: 0.0,
        damage: 0.0,
    };

    /// The same in bad air: 30 % lost, one in ten overtaken, some doubled or damaged.
    pub const BAD_AIR: Self =
        Self { loss: 0.3, reorder: 0.1, hold: 20_000, duplicate: 0.02, damage: 0.01, ..Self::BLE };
}

/// What went through a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Frames sent.
    pub frames: u64,
    /// Bytes sent in packets.
    pub packet_bytes: u64,
    /// Bytes sent in handshakes.
    pub handshake_bytes: u64,
    /// Frames that did not arrive, or arrived damaged.
    pub lost: u64,
}

impl Counts {
    /// Which part of the frames was lost, 0 to 1: the air's share and the cuts'.
    #[must_use]
    pub fn loss(&self) -> f64 {
        self.lost as f64 / self.frames.max(1) as f64
    }
}

/// One direction of a link. It sends a frame at a time and has room for one more.
#[derive(Debug)]
pub struct Channel {
    conditions: Conditions,
    dice: Dice,
    // When the frame being sent, and the one behind it, is through.
    busy_until: u64,
    on_air: BTreeMap<(u64, u64), Vec<u8>>,
    // Frames accepted but not begun: start, size, and whether it is a packet.
    waiting: Option<(u64, usize, bool)>,
    serial: u64,
    counts: Counts,
}

impl Channel {
    /// An idle channel.
    #[must_use]
    pub const fn new(conditions: Conditions, seed: u64) -> Self {
        let (dice, counts) = (Dice::new(seed), Counts { frames: 0, packet_bytes: 0, handshake_bytes: 0, lost: 0 });
        Self { conditions, dice, busy_until: 0, on_air: BTreeMap::new(), waiting: None, serial: 0, counts }
    }

    /// When a frame may be handed over: at once, or later than `now`.
    #[must_use]
    pub fn free_at(&self, now: u64) -> u64 {
        self.waiting.map_or(now, |(start, ..)| start.max(now))
    }

    /// Takes a frame to send; call only when [`Channel::free_at`] is `now`.
    pub fn send(&mut self, frame: &[u8], now: u64) {
        self.begin(now);
        let is_packet = frame.first() == Some(&PACKET);
        let start = self.busy_until.max(now);
        let time = match self.conditions.bandwidth {
            0 => 0,
            bits => frame.len() as u64 * 8_000_000 / bits,
        };
        self.busy_until = start + time;
        self.waiting = Some((start, frame.len(), is_packet));
        self.begin(now);
        if self.dice.happens(self.conditions.loss) {
            self.counts.lost += 1;
            return;
        }
        let mut frame = frame.to_vec();
        if self.dice.happens(self.conditions.damage) {
            self.counts.lost += 1;
            let bit = self.dice.below(frame.len() as u64 * 8);
            if let Some(byte) = frame.get_mut((bit / 8) as usize) {
                *byte ^= 1 << (bit % 8);
            }
        }
        if self.dice.happens(self.conditions.duplicate) {
            self.arrive(frame.clone());
        }
        self.arrive(frame);
    }

    fn arrive(&mut self, frame: Vec<u8>) {
        let mut at = self.busy_until + self.conditions.latency;
        if self.dice.happens(self.conditions.reorder) {
            at += self.dice.below(self.conditions.hold.max(1));
        }
        self.serial += 1;
        self.on_air.insert((at, self.serial), frame);
    }

    /// Counts the waiting frame once it is being sent.
    fn begin(&mut self, now: u64) {
        if let Some((start, size, is_packet)) = self.waiting
            && start <= now
        {
            self.waiting = None;
            self.counts.frames += 1;
            let bytes = if is_packet { &mut self.counts.packet_bytes } else { &mut self.counts.handshake_bytes };
            *bytes += size as u64;
        }
    }

    /// When the next frame arrives.
    #[must_use]
    pub fn next_arrival(&self) -> Option<u64> {
        self.on_air.first_key_value().map(|((at, _), _)| *at)
    }

    /// The next frame that has arrived by `now`.
    pub fn receive(&mut self, now: u64) -> Option<Vec<u8>> {
        self.begin(now);
        let entry = self.on_air.first_entry().filter(|e| e.key().0 <= now)?;
        Some(entry.remove())
    }

    /// Breaks the link: what is on it is gone, what was not begun was never sent.
    pub fn cut(&mut self, now: u64) {
        self.begin(now);
        self.counts.lost += self.on_air.len() as u64;
        self.on_air.clear();
        self.waiting = None;
        self.busy_until = now;
    }

    /// What went through so far.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }
}
