//! Command APDUs (ISO/IEC 7816-4 §5.3, TS 102 221 §10.1).

use crate::status::StatusWord;

/// What the first byte of a command says (TS 102 221 §10.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// `0X`, `4X`, `6X`: interindustry.
    Iso,
    /// `8X`, `CX`, `EX`: of ETSI, 3GPP or GlobalPlatform.
    Proprietary,
    /// `A0`: TS 51.011, for 2G readers.
    Gsm,
}

/// A command, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command<'a> {
    /// CLA as sent.
    pub cla: u8,
    /// INS.
    pub ins: u8,
    /// P1.
    pub p1: u8,
    /// P2.
    pub p2: u8,
    /// The data field; empty if there is none.
    pub data: &'a [u8],
    /// The most data the reader takes: 1 to 65,536; `None` if it gave no Le.
    pub le: Option<usize>,
}

impl<'a> Command<'a> {
    /// Takes a command apart: cases 1 to 4, short and extended; a T=0 header alone is a case 2 command.
    ///
    /// # Errors
    /// `6700` if the lengths don't fit.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, StatusWord> {
        let (&[cla, ins, p1, p2], body) = bytes.split_first_chunk::<4>().ok_or(StatusWord::WRONG_LENGTH)?;
        let (data, le) = match body {
            [] => (&body[..0], None),
            [le] => (&body[..0], Some(short_le(*le))),
            [0, a, b] => (&body[..0], Some(extended_le(*a, *b))),
            [0, a, b, rest @ ..] => extended(usize::from(u16::from_be_bytes([*a, *b])), rest)?,
            [lc, rest @ ..] => short(usize::from(*lc), rest)?,
        };
        Ok(Self { cla, ins, p1, p2, data, le })
    }

    /// Whose command it is; `None` for a class that no standard here gives a meaning.
    #[must_use]
    pub const fn class(&self) -> Option<Class> {
        match self.cla {
            0xA0 => Some(Class::Gsm),
            0x00..=0x0F | 0x40..=0x7F => Some(Class::Iso),
            0x80..=0x8F | 0xC0..=0xFE => Some(Class::Proprietary),
            _ => None,
        }
    }

    /// The logical channel, 0 to 19.
    #[must_use]
    pub const fn channel(&self) -> u8 {
        match self.cla {
            0x40..=0x7F | 0xC0..=0xFE => 4 + (self.cla & 0x0F),
            0xA0 => 0,
            cla => cla & 0x03,
        }
    }

    /// Whether the class asks for secure messaging.
    #[must_use]
    pub const fn is_secured(&self) -> bool {
        match self.cla {
            0x40..=0x7F | 0xC0..=0xFE => self.cla & 0x20 != 0,
            0xA0 => false,
            cla => cla & 0x0C != 0,
        }
    }

    /// P1 P2 as one number.
    #[must_use]
    pub const fn p1p2(&self) -> u16 {
        u16::from_be_bytes([self.p1, self.p2])
    }
}

fn short(lc: usize, rest: &[u8]) -> Result<(&[u8], Option<usize>), StatusWord> {
    match rest.split_at_checked(lc) {
        _ if lc == 0 => Err(StatusWord::WRONG_LENGTH),
        Some((data, [])) => Ok((data, None)),
        Some((data, [le])) => Ok((data, Some(short_le(*le)))),
        _ => Err(StatusWord::WRONG_LENGTH),
    }
}

fn extended(lc: usize, rest: &[u8]) -> Result<(&[u8], Option<usize>), StatusWord> {
    match rest.split_at_checked(lc) {
        _ if lc == 0 => Err(StatusWord::WRONG_LENGTH),
        Some((data, [])) => Ok((data, None)),
        Some((data, [a, b])) => Ok((data, Some(extended_le(*a, *b)))),
        _ => Err(StatusWord::WRONG_LENGTH),
    }
}

const fn short_le(le: u8) -> usize {
    if le == 0 { 256 } else { le as usize }
}

const fn extended_le(a: u8, b: u8) -> usize {
    match u16::from_be_bytes([a, b]) {
        0 => 65_536,
        le => le as usize,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(bytes: &[u8]) -> Result<(Vec<u8>, Option<usize>), StatusWord> {
        Command::parse(bytes).map(|c| (c.data.to_vec(), c.le))
    }

    #[test]
    fn all_cases_short_and_extended() {
        assert_eq!(parse(&[0, 0x44, 0, 0]), Ok((vec![], None)));
        assert_eq!(parse(&[0, 0xB0, 0, 0, 0]), Ok((vec![], Some(256))));
        assert_eq!(parse(&[0, 0xB0, 0, 0, 9]), Ok((vec![], Some(9))));
        assert_eq!(parse(&[0, 0xA4, 0, 4, 2, 0x3F, 0]), Ok((vec![0x3F, 0], None)));
        assert_eq!(parse(&[0, 0xA4, 0, 4, 2, 0x3F, 0, 0]), Ok((vec![0x3F, 0], Some(256))));
        assert_eq!(parse(&[0, 0xB0, 0, 0, 0, 0, 0]), Ok((vec![], Some(65_536))));
        assert_eq!(parse(&[0, 0xD6, 0, 0, 0, 0, 1, 7]), Ok((vec![7], None)));
        assert_eq!(parse(&[0, 0xD6, 0, 0, 0, 0, 1, 7, 1, 0]), Ok((vec![7], Some(256))));
    }

    #[test]
    fn lengths_that_do_not_fit() {
        for bytes in
            [&[0, 0xA4, 0][..], &[0, 0xA4, 0, 4, 2, 0x3F], &[0, 0xA4, 0, 4, 1, 0x3F, 0, 0], &[0, 1, 2, 3, 0, 0]]
        {
            assert_eq!(parse(bytes), Err(StatusWord::WRONG_LENGTH));
        }
    }

    #[test]
    fn class_channel_and_security() {
        let of = |cla| {
            let bytes = [cla, 0, 0, 0];
            let command = Command::parse(&bytes).expect("a header");
            (command.class(), command.channel(), command.is_secured())
        };
        assert_eq!(of(0x02), (Some(Class::Iso), 2, false));
        assert_eq!(of(0x0C), (Some(Class::Iso), 0, true));
        assert_eq!(of(0x41), (Some(Class::Iso), 5, false));
        assert_eq!(of(0x81), (Some(Class::Proprietary), 1, false));
        assert_eq!(of(0xCF), (Some(Class::Proprietary), 19, false));
        assert_eq!(of(0xE0), (Some(Class::Proprietary), 4, true));
        assert_eq!(of(0xA0), (Some(Class::Gsm), 0, false));
        assert_eq!(of(0x20).0, None);
        assert_eq!(of(0xFF).0, None);
    }
}
