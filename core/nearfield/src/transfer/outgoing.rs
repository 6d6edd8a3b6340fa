use crate::wire::{block, ranges::RangeSet};
use std::ops::Range;
use zeroize::Zeroizing;

/// How far ahead of the first byte not acknowledged a sender goes, and (twice that) a receiver takes: bounds the
/// memory for parts that came early.
pub(crate) const SPAN: u64 = 1 << 20;

/// A message on its way out, kept until the peer has all of it.
pub(crate) struct Outgoing {
    bytes: Zeroizing<Vec<u8>>,
    acknowledged: RangeSet,
    // Not yet sent, or sent in a packet that got lost.
    pending: RangeSet,
}

impl Outgoing {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        let pending = RangeSet::from(0..bytes.len() as u64);
        Self { bytes, acknowledged: RangeSet::default(), pending }
    }

    fn total(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The first part to send, if any.
    fn due(&self) -> Option<Range<u64>> {
        let limit = self.acknowledged.first_missing() + SPAN;
        self.pending.first().filter(|r| r.start < limit).cloned()
    }

    pub(crate) fn is_due(&self) -> bool {
        self.due().is_some()
    }

    /// Takes a part that with its header fits `room` bytes.
    pub(crate) fn take(&mut self, id: u32, room: usize) -> Option<block::Chunk<'_>> {
        let due = self.due()?;
        let total = self.total();
        // The first and the last part say how long the message is; whether this is the last one is not known yet.
        let longest = room.checked_sub(block::chunk_overhead(id, due.start, Some(total)))?;
        let end = due.end.min(due.start + longest as u64);
        let tells = due.start == 0 || end == total;
        let spare = if tells {
            0
        } else {
            block::chunk_overhead(id, due.start, Some(total)) - block::chunk_overhead(id, due.start, None)
        };
        // Without the size there is room for more, but never so much that this becomes the last part after all.
        let end = if tells { end } else { due.end.min(end + spare as u64).min(total - 1) };
        if end <= due.start {
            return None;
        }
        self.pending.remove(&(due.start..end));
        let bytes = self.bytes.get(due.start as usize..end as usize)?;
        Some(block::Chunk { id, offset: due.start, total: tells.then_some(total), bytes })
    }

    /// The peer has `range`.
    pub(crate) fn acknowledge(&mut self, range: &Range<u64>) {
        let range = range.start..range.end.min(self.total());
        self.pending.remove(&range);
        self.acknowledged.insert(range);
    }

    /// A packet with `range` got lost.
    pub(crate) fn lost(&mut self, range: Range<u64>) {
        self.pending.insert(range);
        for done in self.acknowledged.iter() {
            self.pending.remove(done);
        }
    }

    /// Everything on its way got lost.
    pub(crate) fn all_lost(&mut self) {
        self.lost(0..self.total());
    }

    pub(crate) fn is_done(&self) -> bool {
        self.acknowledged.first_missing() >= self.total()
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_fit_their_room_and_make_the_whole(length in 1usize..70_000, room in 40usize..400, id in 0u32..300) {
            let bytes: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let mut message = Outgoing::new(bytes.clone().into());
            let (mut whole, mut told) = (Vec::new(), Vec::new());
            while let Some(chunk) = message.take(id, room) {
                let mut out = Vec::new();
                block::put_chunk(&mut out, &chunk, false);
                prop_assert!(out.len() <= room);
                prop_assert_eq!(chunk.offset, whole.len() as u64);
                whole.extend_from_slice(chunk.bytes);
                told.push(chunk.total);
            }
            prop_assert_eq!(&whole, &bytes);
            prop_assert_eq!(told.first(), Some(&Some(length as u64)));
            prop_assert_eq!(told.last(), Some(&Some(length as u64)));
            message.acknowledge(&(0..length as u64));
            prop_assert!(message.is_done());
        }
    }

    #[test]
    fn what_is_acknowledged_is_not_sent_again() {
        let mut message = Outgoing::new(vec![0; 1_000].into());
        while message.take(0, 200).is_some() {}
        message.acknowledge(&(100..300));
        message.acknowledge(&(700..800));
        message.all_lost();
        let sent: RangeSet =
            std::iter::from_fn(|| message.take(0, 150).map(|c| c.offset..c.offset + c.bytes.len() as u64)).collect();
        assert!(!sent.touches(&(100..300)) && !sent.touches(&(700..800)));
        assert_eq!(sent.len(), 700);
    }
}
