use super::rtt::MAX_ACK_DELAY;
use crate::{
    FrameRefused, Millis, checks,
    wire::{block::Ack, ranges::RangeSet},
};

/// How many packet numbers behind the greatest are told apart; older ones count as seen.
const WINDOW: u64 = 2_048;
/// So many packets are acknowledged at once.
const TOGETHER: u32 = 10;
/// So many ranges an acknowledgement has at most: with three packets in ten lost, they reach 40 packets back.
const REPORTED: usize = 10;

/// The packet numbers that arrived on a link: each is taken once, and acknowledged with others.
#[derive(Debug, Default)]
pub(crate) struct Received {
    numbers: RangeSet,
    // Everything below counts as seen.
    floor: u64,
    greatest_at: Millis,
    waiting: u32,
    due: Option<Millis>,
}

impl Received {
    /// The number that the next packet most likely has.
    pub(crate) fn expected(&self) -> u64 {
        self.numbers.max().map_or(0, |n| n + 1)
    }

    /// Whether a packet of this number may be taken.
    ///
    /// # Errors
    /// [`FrameRefused::Replayed`].
    pub(crate) fn check(&self, number: u64) -> Result<(), FrameRefused> {
        let seen = number < self.floor || self.numbers.contains(number);
        if seen && checks::REPLAY.on() { Err(FrameRefused::Replayed) } else { Ok(()) }
    }

    /// Notes a packet that was taken; `asks` if it wants to be acknowledged.
    pub(crate) fn note(&mut self, number: u64, asks: bool, now: Millis) {
        if number >= self.expected() {
            self.greatest_at = now;
        }
        self.numbers.insert(number..number + 1);
        let floor = self.expected().saturating_sub(WINDOW);
        if floor > self.floor {
            self.floor = floor;
            self.numbers.remove(&(0..floor));
        }
        if asks {
            self.waiting += 1;
            let due = if self.waiting >= TOGETHER { now } else { now.plus(MAX_ACK_DELAY) };
            self.due = Some(self.due.map_or(due, |d| d.min(due)));
        }
    }

    /// When an acknowledgement must go.
    pub(crate) const fn due(&self) -> Option<Millis> {
        self.due
    }

    /// The acknowledgement to send, if anything waits for one; it is then no longer due.
    pub(crate) fn take_ack(&mut self, now: Millis) -> Option<Ack> {
        self.due.take()?;
        self.waiting = 0;
        let ranges = self.numbers.iter().rev().take(REPORTED).cloned().collect();
        Some(Ack { delay: now.since(self.greatest_at), ranges })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_is_taken_once(numbers in proptest::collection::vec(0u64..6_000, 0..300)) {
            let mut received = Received::default();
            let mut taken = std::collections::BTreeSet::new();
            for number in numbers {
                if received.check(number).is_ok() {
                    prop_assert!(taken.insert(number));
                    received.note(number, true, Millis(0));
                } else {
                    let greatest = taken.last().copied().unwrap_or(0);
                    prop_assert!(taken.contains(&number) || number + WINDOW <= greatest + 1);
                }
            }
        }
    }

    #[test]
    fn acknowledgements_go_together() {
        let mut received = Received::default();
        received.note(0, false, Millis(0));
        assert_eq!(received.due(), None);
        received.note(1, true, Millis(5));
        assert_eq!(received.due(), Some(Millis(5 + MAX_ACK_DELAY)));
        for number in 3..12 {
            received.note(number, true, Millis(6));
        }
        assert_eq!(received.due(), Some(Millis(6)));
        assert_eq!(received.take_ack(Millis(8)), Some(Ack { delay: 2, ranges: vec![3..12, 0..2] }));
        assert_eq!(received.take_ack(Millis(8)), None);
    }
}
