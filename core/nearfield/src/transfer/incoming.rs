use super::outgoing::SPAN;
use crate::{
    FrameRefused,
    wire::{block::Chunk, ranges::RangeSet},
};
use zeroize::Zeroizing;

/// A message on its way in. It takes memory only for what has arrived, and at most two spans more.
#[derive(Default)]
pub(crate) struct Incoming {
    bytes: Zeroizing<Vec<u8>>,
    received: RangeSet,
    total: Option<u64>,
}

impl Incoming {
    /// Whether a part can be one of this message.
    ///
    /// # Errors
    /// [`FrameRefused::Limit`] beyond `max_message` or too far ahead; [`FrameRefused::Malformed`] if it contradicts
    /// what came before.
    pub(crate) fn check(&self, chunk: &Chunk<'_>, max_message: u32) -> Result<(), FrameRefused> {
        let end = chunk.offset + chunk.bytes.len() as u64;
        if end.max(chunk.total.unwrap_or(0)) > max_message.into() || end > self.received.first_missing() + 2 * SPAN {
            return Err(FrameRefused::Limit);
        }
        let seen = self.received.max().map_or(0, |m| m + 1);
        let total = self.total.or(chunk.total);
        let contradicts = self.total.zip(chunk.total).is_some_and(|(a, b)| a != b);
        if contradicts || total.is_some_and(|t| t < end.max(seen)) { Err(FrameRefused::Malformed) } else { Ok(()) }
    }

    /// Takes a part that [`Incoming::check`] let pass. Bytes that were there before are kept.
    pub(crate) fn take(&mut self, chunk: &Chunk<'_>) {
        self.total = self.total.or(chunk.total);
        let range = chunk.offset..chunk.offset + chunk.bytes.len() as u64;
        let (start, end) = (range.start as usize, range.end as usize);
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        if let Some(to) = self.bytes.get_mut(start..end) {
            to.copy_from_slice(chunk.bytes);
        }
        self.received.insert(range);
    }

    /// Whether all of it is there.
    pub(crate) fn is_whole(&self) -> bool {
        self.total.is_some_and(|t| self.received.first_missing() >= t)
    }

    /// The message.
    pub(crate) fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.bytes
    }

    pub(crate) const fn received(&self) -> &RangeSet {
        &self.received
    }

    pub(crate) const fn total(&self) -> Option<u64> {
        self.total
    }

    /// Memory held.
    pub(crate) fn held(&self) -> usize {
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(offset: u64, bytes: &[u8], total: Option<u64>) -> Chunk<'_> {
        Chunk { id: 0, offset, total, bytes }
    }

    #[test]
    fn parts_that_contradict_or_exceed_are_refused() {
        let mut message = Incoming::default();
        message.take(&chunk(10, &[1; 10], None));
        assert_eq!(message.check(&chunk(0, &[0; 5], Some(19)), 100), Err(FrameRefused::Malformed));
        assert_eq!(message.check(&chunk(0, &[0; 5], Some(20)), 100), Ok(()));
        message.take(&chunk(0, &[0; 5], Some(20)));
        assert_eq!(message.check(&chunk(5, &[0; 5], Some(21)), 100), Err(FrameRefused::Malformed));
        assert_eq!(message.check(&chunk(18, &[0; 5], None), 100), Err(FrameRefused::Malformed));
        assert_eq!(message.check(&chunk(99, &[0; 5], None), 100), Err(FrameRefused::Limit));
        assert_eq!(message.check(&chunk(3 << 20, &[0; 5], None), u32::MAX), Err(FrameRefused::Limit));
        message.take(&chunk(5, &[2; 5], None));
        assert!(message.is_whole());
        assert_eq!(message.into_bytes().get(4..11), Some([0, 2, 2, 2, 2, 2, 1].as_slice()));
    }
}
