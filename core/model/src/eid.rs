use crate::digits::{self, BadDigits};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// eUICC identifier: 32 digits, the last two of them check digits (SGP.02 §2.2.2, SGP.29).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Eid([u8; 16]);

impl Eid {
    /// From the 16 bytes that GetEID answers: two digits a byte, in reading order.
    ///
    /// # Errors
    /// [`BadDigits`] if a nibble is no digit or the check digits are wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadDigits> {
        let length = BadDigits::Length { what: "EID", found: bytes.len() * 2, expected: "32" };
        let raw: [u8; 16] = bytes.try_into().map_err(|_| length)?;
        let text: String = raw.iter().map(|b| format!("{b:02X}")).collect();
        text.parse()
    }

    /// 16 bytes, two digits each, in reading order.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The EID whose first 30 digits are `body`: the check digits are computed (ISO 7064, 97-10).
    ///
    /// # Errors
    /// [`BadDigits`] if `body` is not 30 digits.
    pub fn with_check_digits(body: &str) -> Result<Self, BadDigits> {
        digits::check("EID", body)?;
        if body.len() != 30 {
            return Err(BadDigits::Length { what: "EID", found: body.len(), expected: "30 before the check digits" });
        }
        let check = 98 - remainder(&format!("{body}00"));
        format!("{body}{check:02}").parse()
    }
}

fn remainder(text: &str) -> u32 {
    text.bytes().fold(0, |sum, b| (sum * 10 + u32::from(b - b'0')) % 97)
}

impl FromStr for Eid {
    type Err = BadDigits;

    fn from_str(text: &str) -> Result<Self, BadDigits> {
        digits::check("EID", text)?;
        if text.len() != 32 {
            return Err(BadDigits::Length { what: "EID", found: text.len(), expected: "32" });
        }
        if remainder(text) != 1 {
            return Err(BadDigits::CheckDigit { what: "EID" });
        }
        let mut out = [0; 16];
        for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = (pair[0] - b'0') << 4 | (pair[1] - b'0');
        }
        Ok(Self(out))
    }
}

impl TryFrom<String> for Eid {
    type Error = BadDigits;

    fn try_from(text: String) -> Result<Self, BadDigits> {
        text.parse()
    }
}

impl From<Eid> for String {
    fn from(eid: Eid) -> Self {
        eid.to_string()
    }
}

impl fmt::Display for Eid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02X}"))
    }
}

impl fmt::Debug for Eid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Eid({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gsma_test_eid_is_well_formed() {
        let eid: Eid = "89049032123451234512345678901235".parse().expect("SGP.26 test EID");
        assert_eq!(Eid::from_bytes(eid.as_bytes()), Ok(eid));
        assert_eq!(Eid::with_check_digits("890490321234512345123456789012"), Ok(eid));
        assert_eq!("89049032123451234512345678901236".parse::<Eid>(), Err(BadDigits::CheckDigit { what: "EID" }));
    }
}
