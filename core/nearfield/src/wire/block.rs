//! What a packet carries, one block behind another.
//!
//! | block | first byte | then |
//! |---|---|---|
//! | acknowledgement | `01` | greatest number, delay in ms, count of further ranges, length−1 of the first range, then for each: gap−1, length−1, downwards |
//! | ping | `02` | |
//! | goodbye | `03` | |
//! | chunk of a message | `20`, +1: length given, +2: message's size given | message id, offset, [size], [length], bytes (to the packet's end if no length) |

use super::varint;
use crate::FrameRefused;
use std::ops::Range;

/// The most ranges in an acknowledgement.
pub(crate) const MAX_RANGES: usize = 16;

const ACK: u8 = 0x01;
const PING: u8 = 0x02;
const GOODBYE: u8 = 0x03;
const CHUNK: u8 = 0x20;
const WITH_LENGTH: u8 = 1;
const WITH_TOTAL: u8 = 2;

/// Packet numbers that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// How long the acknowledgement of the greatest number was held back, in ms.
    pub delay: u64,
    /// Ranges of packet numbers, the greatest first, apart from one another; not empty.
    pub ranges: Vec<Range<u64>>,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// The message's number.
    pub id: u32,
    /// Where the part stands in it.
    pub offset: u64,
    /// The message's size; given with its first and its last part.
    pub total: Option<u64>,
    /// The part, not empty.
    pub bytes: &'a [u8],
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block<'a> {
    /// Packets that arrived.
    Ack(Ack),
    /// Asks for an acknowledgement.
    Ping,
    /// The session is over.
    Goodbye,
    /// A part of a message.
    Chunk(Chunk<'a>),
}

/// Reads the blocks of an opened packet.
///
/// # Errors
/// [`FrameRefused::Malformed`] if one does not read.
pub fn parse(mut input: &[u8]) -> Result<Vec<Block<'_>>, FrameRefused> {
    let mut blocks = Vec::new();
    while let Some((kind, rest)) = input.split_first() {
        input = rest;
        let block = match *kind {
            ACK => take_ack(&mut input).map(Block::Ack),
            PING => Some(Block::Ping),
            GOODBYE => Some(Block::Goodbye),
            kind if kind & !(WITH_LENGTH | WITH_TOTAL) == CHUNK => take_chunk(kind, &mut input).map(Block::Chunk),
            _ => None,
        };
        blocks.push(block.ok_or(FrameRefused::Malformed)?);
    }
    Ok(blocks)
}

fn take_ack(input: &mut &[u8]) -> Option<Ack> {
    let greatest = varint::take(input)?;
    let delay = varint::take(input)?;
    let further = usize::try_from(varint::take(input)?).ok().filter(|n| *n < MAX_RANGES)?;
    let mut start = greatest.checked_sub(varint::take(input)?)?;
    let mut ranges = Vec::with_capacity(further + 1);
    ranges.push(start..greatest + 1);
    for _ in 0..further {
        let last = start.checked_sub(varint::take(input)?.checked_add(2)?)?;
        start = last.checked_sub(varint::take(input)?)?;
        ranges.push(start..last + 1);
    }
    Some(Ack { delay, ranges })
}

fn take_chunk<'a>(kind: u8, input: &mut &'a [u8]) -> Option<Chunk<'a>> {
    let id = u32::try_from(varint::take(input)?).ok()?;
    let offset = varint::take(input)?;
    let total = if kind & WITH_TOTAL == 0 { None } else { Some(varint::take(input)?) };
    let length = if kind & WITH_LENGTH == 0 { input.len() } else { usize::try_from(varint::take(input)?).ok()? };
    let (bytes, rest) = input.split_at_checked(length)?;
    *input = rest;
    let end = offset.checked_add(bytes.len() as u64)?;
    let sound = !bytes.is_empty() && total.is_none_or(|t| end <= t);
    sound.then_some(Chunk { id, offset, total, bytes })
}

pub(crate) fn put_ack(out: &mut Vec<u8>, ack: &Ack) {
    let Some((first, further)) = ack.ranges.split_first() else { return };
    out.push(ACK);
    varint::put(out, first.end - 1);
    varint::put(out, ack.delay);
    varint::put(out, further.len() as u64);
    varint::put(out, first.end - 1 - first.start);
    let mut above = first.start;
    for range in further {
        varint::put(out, above - range.end - 1);
        varint::put(out, range.end - 1 - range.start);
        above = range.start;
    }
}

pub(crate) fn put_ping(out: &mut Vec<u8>) {
    out.push(PING);
}

pub(crate) fn put_goodbye(out: &mut Vec<u8>) {
    out.push(GOODBYE);
}

/// How many bytes a chunk takes beside its own, if it goes to the packet's end.
pub(crate) fn chunk_overhead(id: u32, offset: u64, total: Option<u64>) -> usize {
    1 + varint::size(id.into()) + varint::size(offset) + total.map_or(0, varint::size)
}

/// Appends a chunk; without its length it must be the packet's last block.
pub(crate) fn put_chunk(out: &mut Vec<u8>, chunk: &Chunk<'_>, with_length: bool) {
    let flags = if with_length { WITH_LENGTH } else { 0 } | if chunk.total.is_some() { WITH_TOTAL } else { 0 };
    out.push(CHUNK | flags);
    varint::put(out, chunk.id.into());
    varint::put(out, chunk.offset);
    if let Some(total) = chunk.total {
        varint::put(out, total);
    }
    if with_length {
        varint::put(out, chunk.bytes.len() as u64);
    }
    out.extend_from_slice(chunk.bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ranges::RangeSet;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(input in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(blocks) = parse(&input) {
                for block in blocks {
                    match block {
                        Block::Chunk(chunk) => prop_assert!(!chunk.bytes.is_empty()),
                        Block::Ack(ack) => {
                            prop_assert!(ack.ranges.iter().all(|r| r.start < r.end));
                            prop_assert!(ack.ranges.windows(2).all(|w| w[1].end < w[0].start));
                        }
                        Block::Ping | Block::Goodbye => {}
                    }
                }
            }
        }

        #[test]
        fn blocks_come_back(
            numbers in proptest::collection::vec((0u64..5_000, 1u64..30), 1..12),
            delay in 0u64..100, id: u32, offset in 0u64..1 << 40, bytes in proptest::collection::vec(any::<u8>(), 1..300),
            sized: bool,
        ) {
            let set: RangeSet = numbers.into_iter().map(|(s, l)| s..s + l).collect();
            let ack = Ack { delay, ranges: set.iter().rev().cloned().collect() };
            let total = sized.then_some(offset + bytes.len() as u64);
            let chunk = Chunk { id, offset, total, bytes: &bytes };
            let mut out = Vec::new();
            put_ack(&mut out, &ack);
            put_chunk(&mut out, &chunk, true);
            put_ping(&mut out);
            let before = out.len();
            put_chunk(&mut out, &chunk, false);
            prop_assert_eq!(out.len() - before, bytes.len() + chunk_overhead(id, offset, total));
            let blocks = parse(&out).expect("own encoding");
            prop_assert_eq!(blocks, vec![Block::Ack(ack), Block::Chunk(chunk.clone()), Block::Ping, Block::Chunk(chunk)]);
        }
    }
}
