use super::hello::{bounded, malformed, number};
use crate::{
    FrameRefused,
    wire::{ranges::RangeSet, varint},
};
use std::collections::BTreeMap;
use tlv::{Tag, Writer};

/// How far one side has received the other's messages: what a resumed session begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Positions {
    /// Every message below this number is complete.
    pub(crate) done_below: u32,
    /// Further complete messages.
    pub(crate) done: Vec<u32>,
    /// What has arrived of the others.
    pub(crate) partial: BTreeMap<u32, RangeSet>,
}

const MAX_MESSAGES: usize = 64;
const MAX_RANGES: usize = 64;

impl Positions {
    pub(crate) fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.uint(Tag::context(0), self.done_below.into());
            for id in self.done.iter().take(MAX_MESSAGES) {
                w.uint(Tag::context(1), (*id).into());
            }
            for (id, ranges) in self.partial.iter().take(MAX_MESSAGES) {
                w.nest(Tag::context_constructed(2), |w| {
                    w.uint(Tag::context(0), (*id).into());
                    w.put(Tag::context(1), &pack(ranges));
                });
            }
        })
    }

    /// Reads what [`Positions::encode`] wrote; fields it doesn't know are skipped.
    ///
    /// # Errors
    /// [`FrameRefused::HandshakeMalformed`].
    pub fn parse(payload: &[u8]) -> Result<Self, FrameRefused> {
        let fields = bounded(payload)?;
        let mut out = Self { done_below: number(&fields, 0)?, ..Self::default() };
        let mut scan = fields;
        while let Some(field) = scan.next().map_err(malformed)? {
            if out.done.len() + out.partial.len() > 2 * MAX_MESSAGES {
                return Err(FrameRefused::HandshakeMalformed);
            }
            if field.tag == Tag::context(1) {
                let id = field.as_u64().map_err(malformed)?;
                out.done.push(u32::try_from(id).map_err(|_| FrameRefused::HandshakeMalformed)?);
            } else if field.tag == Tag::context_constructed(2) {
                let inner = field.children();
                let ranges = inner.require(Tag::context(1)).map_err(malformed)?;
                let ranges = unpack(ranges.value).ok_or(FrameRefused::HandshakeMalformed)?;
                out.partial.insert(number(&inner, 0)?, ranges);
            }
        }
        Ok(out)
    }
}

/// Ranges as pairs of numbers: how far behind the one before, how long.
fn pack(ranges: &RangeSet) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    for range in ranges.iter().take(MAX_RANGES) {
        varint::put(&mut out, range.start - at);
        varint::put(&mut out, range.end - range.start);
        at = range.end;
    }
    out
}

fn unpack(mut input: &[u8]) -> Option<RangeSet> {
    let mut out = RangeSet::default();
    let mut at = 0u64;
    for _ in 0..MAX_RANGES {
        if input.is_empty() {
            break;
        }
        let start = at.checked_add(varint::take(&mut input)?)?;
        let end = start.checked_add(varint::take(&mut input)?)?;
        out.insert(start..end);
        at = end;
    }
    input.is_empty().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(payload in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Positions::parse(&payload);
        }

        #[test]
        fn come_back(below: u32, done in proptest::collection::vec(any::<u32>(), 0..20), id: u32,
                     ranges in proptest::collection::vec((0u64..1 << 30, 1u64..5_000), 0..60)) {
            let ranges: RangeSet = ranges.into_iter().map(|(s, l)| s..s + l).collect();
            let positions = Positions { done_below: below, done, partial: BTreeMap::from([(id, ranges)]) };
            prop_assert_eq!(Positions::parse(&positions.encode()), Ok(positions));
        }
    }
}
