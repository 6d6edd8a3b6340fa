/// Why a text is not the identifier it claims to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDigits {
    /// A character that is not a decimal digit.
    #[error("{what} has a character that is not a digit at position {at}")]
    NotADigit {
        /// The identifier's name.
        what: &'static str,
        /// Zero-based position of the character.
        at: usize,
    },
    /// Too few or too many digits.
    #[error("{what} has {found} digits, {expected} are needed")]
    Length {
        /// The identifier's name.
        what: &'static str,
        /// How many digits the text has.
        found: usize,
        /// How many are allowed, in words.
        expected: &'static str,
    },
    /// The check digit or digits don't match the others.
    #[error("{what} has a wrong check digit")]
    CheckDigit {
        /// The identifier's name.
        what: &'static str,
    },
}

impl BadDigits {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotADigit { .. } => "Write it with digits alone.",
            Self::Length { .. } => "Count its digits where it was read from.",
            Self::CheckDigit { .. } => "Compare it, digit by digit, with where it was read from.",
        }
    }
}

/// Checks that `text` is decimal digits only.
pub(crate) fn check(what: &'static str, text: &str) -> Result<(), BadDigits> {
    match text.bytes().position(|b| !b.is_ascii_digit()) {
        Some(at) => Err(BadDigits::NotADigit { what, at }),
        None => Ok(()),
    }
}

/// Packs digits as BCD with swapped nibbles, padded with `F` to `N` bytes (TS 31.102 style).
pub(crate) fn pack_swapped<const N: usize>(digits: &str) -> [u8; N] {
    let mut out = [0xFF; N];
    for (i, b) in digits.bytes().enumerate().take(N * 2) {
        let digit = b - b'0';
        let byte = &mut out[i / 2];
        *byte = if i % 2 == 0 { (*byte & 0xF0) | digit } else { (*byte & 0x0F) | (digit << 4) };
    }
    out
}

/// The digits of swapped-nibble BCD up to the first filler; `None` if a nibble in between is no digit.
pub(crate) fn unpack_swapped(bytes: &[u8]) -> Option<String> {
    let mut out = String::with_capacity(bytes.len() * 2);
    let mut ended = false;
    for nibble in bytes.iter().flat_map(|b| [b & 0x0F, b >> 4]) {
        match nibble {
            0..=9 if !ended => out.push(char::from(b'0' + nibble)),
            0xF => ended = true,
            _ => return None,
        }
    }
    Some(out)
}

/// The Luhn check digit of `digits` (ISO/IEC 7812-1).
pub(crate) fn luhn(digits: &str) -> u8 {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') * if i % 2 == 0 { 2 } else { 1 };
            d / 10 + d % 10
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}
