//! The commands and answers (ISO/IEC 7816-4 §5): what is used of them here.

use super::AID;

/// The instruction that exchanges pieces of frames, of the proprietary class `80`.
pub const EXCHANGE: u8 = 0x10;
/// In P1 of a command and in the first byte of an answer: more pieces of this frame follow.
pub const MORE: u8 = 0x01;
/// In the first byte of an answer: more waits, so come back at once.
pub const WAITS: u8 = 0x02;

/// Done.
pub const OK: u16 = 0x9000;
/// No application of this name.
pub const NOT_FOUND: u16 = 0x6A82;
/// The application is not selected, or nobody uses it.
pub const NOT_NOW: u16 = 0x6985;
/// Not a command.
pub const WRONG_LENGTH: u16 = 0x6700;
/// A class that is not known.
pub const NO_CLASS: u16 = 0x6E00;
/// An instruction that is not known.
pub const NO_INSTRUCTION: u16 = 0x6D00;
/// The exchange's number is not the next one.
pub const WRONG_NUMBER: u16 = 0x6A86;

/// A command, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command<'a> {
    /// Class.
    pub cla: u8,
    /// Instruction.
    pub ins: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
    /// Data.
    pub data: &'a [u8],
}

impl<'a> Command<'a> {
    /// Reads a command with short or extended lengths; what is expected of the answer is not looked at.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let ([cla, ins, p1, p2], rest) = bytes.split_first_chunk()?;
        let data = match rest {
            // No data; an expected length may stand alone, short or extended.
            [] | [_] | [0, _, _] => &[][..],
            [0, high, low, rest @ ..] => {
                let size = usize::from(u16::from_be_bytes([*high, *low]));
                let (data, behind) = rest.split_at_checked(size)?;
                Some(data).filter(|_| matches!(behind.len(), 0 | 2))?
            }
            [size, rest @ ..] => {
                let (data, behind) = rest.split_at_checked(usize::from(*size))?;
                Some(data).filter(|_| behind.len() <= 1)?
            }
        };
        Some(Self { cla: *cla, ins: *ins, p1: *p1, p2: *p2, data })
    }

    /// SELECT by application identifier, the first or only one.
    #[must_use]
    pub const fn selects(&self) -> bool {
        self.cla == 0 && self.ins == 0xA4 && self.p1 == 4 && self.p2 & 0xF3 == 0
    }
}

/// SELECT of our application.
#[must_use]
pub fn select() -> Vec<u8> {
    [&[0x00, 0xA4, 0x04, 0x00, AID.len() as u8], &AID[..], &[0x00]].concat()
}

/// EXCHANGE number `number`, with a piece of a frame, or empty to ask only.
#[must_use]
pub fn exchange(number: u8, more: bool, piece: &[u8]) -> Vec<u8> {
    let head = [0x80, EXCHANGE, if more { MORE } else { 0 }, number];
    if piece.is_empty() {
        return [&head[..], &[0]].concat();
    }
    // A piece is not longer than PIECE, and so fits one byte.
    [&head[..], &[piece.len() as u8], piece, &[0]].concat()
}

/// An answer of data and a status word.
#[must_use]
pub fn answer(data: &[u8], status: u16) -> Vec<u8> {
    [data, &status.to_be_bytes()].concat()
}

/// An answer's data and status word.
#[must_use]
pub fn parse_answer(answer: &[u8]) -> Option<(&[u8], u16)> {
    let (data, status) = answer.split_last_chunk::<2>()?;
    Some((data, u16::from_be_bytes(*status)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // R: A2
    #[test]
    fn commands_are_written_as_documented() {
        assert_eq!(select(), *b"\x00\xA4\x04\x00\x0A\xF0LANDFALL\x01\x00");
        assert!(Command::parse(&select()).is_some_and(|c| c.selects() && c.data == AID));
        assert_eq!(exchange(7, false, &[]), [0x80, 0x10, 0, 7, 0]);
        assert_eq!(exchange(8, true, &[1, 2]), [0x80, 0x10, 1, 8, 2, 1, 2, 0]);
        let extended = [0x80, 0x10, 0, 9, 0, 0, 2, 1, 2, 0, 0];
        assert_eq!(Command::parse(&extended).map(|c| (c.p2, c.data)), Some((9, &[1, 2][..])));
        for cut in [&[0x80, 0x10, 0][..], &[0x80, 0x10, 0, 0, 2, 1], &[0x80, 0x10, 0, 0, 1, 1, 0, 0]] {
            assert_eq!(Command::parse(cut), None, "{cut:?}");
        }
        assert_eq!(parse_answer(&answer(&[1], OK)), Some((&[1][..], OK)));
        assert_eq!(parse_answer(&[0x90]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Command::parse(&bytes);
            let _ = parse_answer(&bytes);
        }
    }
}
