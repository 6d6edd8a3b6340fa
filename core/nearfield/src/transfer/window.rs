use super::rtt::Rtt;
use crate::Millis;

const MOST: usize = 1 << 20;
/// More packets at once than an acknowledgement can tell apart would be given up for nothing.
const MOST_PACKETS: usize = 256;

/// How many bytes may be on their way. It grows while the delay stays near its least and shrinks when packets queue;
/// loss is the radio's and changes nothing.
#[derive(Debug)]
pub(crate) struct Window {
    limit: usize,
    least: usize,
    most: usize,
    in_flight: usize,
    shrunk: Millis,
}

impl Window {
    pub(crate) fn new(max_frame: usize) -> Self {
        // 30 ms at 700 kbit/s are 2.6 kB; 32 frames of a BLE link are three times that.
        let limit = (32 * max_frame).clamp(8 << 10, 256 << 10);
        let most = MOST.min(MOST_PACKETS * max_frame);
        Self { limit, least: limit / 2, most, in_flight: 0, shrunk: Millis(0) }
    }

    pub(crate) const fn has_room(&self) -> bool {
        self.in_flight < self.limit
    }

    pub(crate) fn sent(&mut self, size: usize) {
        self.in_flight += size;
    }

    /// The bytes are no longer on their way: lost, or acknowledged.
    pub(crate) fn gone(&mut self, size: usize) {
        self.in_flight = self.in_flight.saturating_sub(size);
    }

    /// Bytes were acknowledged, the newest of them after `sample` ms.
    pub(crate) fn acknowledged(&mut self, size: usize, sample: u64, rtt: &Rtt, now: Millis) {
        let was_full = self.in_flight + size + size >= self.limit;
        if sample > 3 * rtt.least() + 60 {
            if now.since(self.shrunk) > rtt.smoothed() {
                self.limit = (self.limit * 7 / 8).max(self.least);
                self.shrunk = now;
            }
        } else if was_full && sample < 2 * rtt.least() + 30 {
            self.limit = (self.limit + size).min(self.most);
        }
    }
}
