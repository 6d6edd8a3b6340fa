//! Frames in chunks. A write or a notification carries one chunk; chunks may overtake one another, and one that is lost costs its frame alone.
//!
//! | byte | |
//! |---|---|
//! | 0 | number of the frame, modulo 256, counted in each direction from the beginning of the link |
//! | 1 | high half: number of the chunk, from 0; low half: number of the frame's last chunk |
//! | 2… | a part of the frame, not empty; all but the last chunk's are of one size |

use std::collections::VecDeque;

/// The most bytes in one write or notification, whatever the MTU: more fails on some stacks.
pub const MOST: usize = 244;
/// The least bytes that a write or a notification can carry: ATT's least MTU is 23, and some of it is lost on some stacks.
pub const LEAST: usize = 16;

const HEADER: usize = 2;
/// A link must carry frames of so many bytes.
const LEAST_FRAME: usize = 128;
const MOST_CHUNKS: usize = 16;
/// Frames that may be incomplete at once; beyond, the oldest is given up.
const OPEN: usize = 8;

/// Cuts frames.
#[derive(Debug)]
pub struct Cutter {
    chunk: usize,
    next: u8,
}

impl Cutter {
    /// For a link whose writes carry `room` bytes.
    #[must_use]
    pub fn new(room: usize) -> Self {
        Self { chunk: room.clamp(LEAST, MOST) - HEADER, next: 0 }
    }

    /// The longest frame: one chunk's, or as many chunks' as a frame of the least size takes.
    #[must_use]
    pub const fn mtu(&self) -> usize {
        self.chunk * LEAST_FRAME.div_ceil(self.chunk)
    }

    /// The chunks of a frame, which is not longer than [`Cutter::mtu`] and not empty.
    pub fn cut(&mut self, frame: &[u8]) -> Vec<Vec<u8>> {
        let number = self.next;
        self.next = number.wrapping_add(1);
        let parts = frame.chunks(self.chunk);
        let last = (parts.len().saturating_sub(1) & 0x0F) as u8;
        parts.zip(0u8..).map(|(part, index)| [&[number, index << 4 | last], part].concat()).collect()
    }
}

/// Puts frames together.
#[derive(Debug, Default)]
pub struct Joiner {
    open: VecDeque<Open>,
}

#[derive(Debug)]
struct Open {
    number: u8,
    parts: Vec<Option<Vec<u8>>>,
}

impl Joiner {
    /// Takes a chunk; gives the frame if it is the last that was missing. What is no chunk is thrown away, as is what contradicts the
    /// frame's other chunks: the protocol above sends again what is lost.
    pub fn take(&mut self, chunk: &[u8]) -> Option<Vec<u8>> {
        let ([number, place], part) = chunk.split_first_chunk()?;
        let (index, count) = (usize::from(place >> 4), usize::from(place & 0x0F) + 1);
        if part.is_empty() || index >= count {
            return None;
        }
        if count == 1 {
            return Some(part.to_vec());
        }
        let found = self.open.iter().position(|open| open.number == *number && open.parts.len() == count);
        let at = found.unwrap_or_else(|| {
            // A number that comes again is a later frame's: its namesake is lost.
            self.open.retain(|open| open.number != *number);
            if self.open.len() == OPEN {
                self.open.pop_front();
            }
            self.open.push_back(Open { number: *number, parts: vec![None; count] });
            self.open.len() - 1
        });
        let open = self.open.get_mut(at)?;
        *open.parts.get_mut(index)? = Some(part.to_vec());
        if open.parts.iter().any(Option::is_none) {
            return None;
        }
        let whole = self.open.remove(at)?;
        Some(whole.parts.into_iter().flatten().flatten().collect())
    }
}

const _: () = assert!(LEAST_FRAME.div_ceil(LEAST - HEADER) <= MOST_CHUNKS);

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(size: usize, seed: usize) -> Vec<u8> {
        (0..size).map(|at| (at * 31 + seed) as u8).collect()
    }

    // R: A2
    #[test]
    fn frames_survive_any_order_of_their_chunks() {
        for room in [LEAST, 18, 20, 23, 64, 182, MOST, 512] {
            let (mut cutter, mut joiner) = (Cutter::new(room), Joiner::default());
            let mtu = cutter.mtu();
            assert!((LEAST_FRAME..=MOST).contains(&mtu), "{room}: {mtu}");
            let frames: Vec<Vec<u8>> = (0..6).map(|seed| frame(mtu - seed * 7, seed)).collect();
            let mut chunks: Vec<Vec<u8>> = frames.iter().flat_map(|frame| cutter.cut(frame)).collect();
            assert!(chunks.iter().all(|chunk| chunk.len() <= room.min(MOST)));
            // Backwards, then with a stride: what EATT does to them is less.
            chunks.reverse();
            let half = chunks.len() / 2;
            let order = (0..half).flat_map(|at| [at, at + half]).chain(2 * half..chunks.len());
            let mut joined: Vec<Vec<u8>> = order.filter_map(|at| joiner.take(&chunks[at])).collect();
            joined.sort();
            let mut wanted = frames;
            wanted.sort();
            assert_eq!(joined, wanted, "{room}");
        }
    }

    // R: A2
    #[test]
    fn a_lost_chunk_costs_its_frame_alone() {
        let (mut cutter, mut joiner) = (Cutter::new(20), Joiner::default());
        for round in 0..600 {
            let sent = frame(cutter.mtu(), round);
            let mut chunks = cutter.cut(&sent);
            if round % 3 == 0 {
                chunks.remove(round % chunks.len());
            }
            let got: Vec<Vec<u8>> = chunks.iter().filter_map(|chunk| joiner.take(chunk)).collect();
            if round % 3 == 0 { assert_eq!(got.len(), 0) } else { assert_eq!(got, [sent], "{round}") }
        }
    }

    #[test]
    fn what_is_no_chunk_changes_nothing() {
        let mut joiner = Joiner::default();
        for bad in [&[][..], &[1], &[1, 0], &[1, 0x21, 9], &[1, 0xF0, 9]] {
            assert_eq!(joiner.take(bad), None, "{bad:?}");
        }
        assert_eq!(joiner.take(&[7, 0x01, b'a']), None);
        // Another count under the same number: a later frame.
        assert_eq!(joiner.take(&[7, 0x12, b'b']), None);
        assert_eq!(joiner.take(&[7, 0x11, b'c']), None);
        assert_eq!(joiner.take(&[7, 0x01, b'd']), Some(b"dc".to_vec()));
        for number in 0..=255u8 {
            assert_eq!(joiner.take(&[number, 0x01, 0]), None);
        }
        assert!(joiner.open.len() <= OPEN);
    }
}
