use crate::digits::{self, BadDigits};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Integrated circuit card identifier: 18 to 20 digits (ITU-T E.118; SGP.22 carries it as EF.ICCID does).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iccid([u8; 10]);

impl Iccid {
    /// From EF.ICCID's content: 10 bytes of BCD, nibbles swapped, padded with `F` (TS 102 221 §13.2).
    ///
    /// # Errors
    /// [`BadDigits`] if a nibble is no digit or fewer than 18 digits stand there.
    pub fn from_ef(bytes: &[u8]) -> Result<Self, BadDigits> {
        let length = |found| BadDigits::Length { what: "ICCID", found, expected: "18 to 20" };
        let raw: [u8; 10] = bytes.try_into().map_err(|_| length(bytes.len() * 2))?;
        let text = digits::unpack_swapped(&raw).ok_or(BadDigits::NotADigit { what: "ICCID", at: 0 })?;
        if text.len() < 18 { Err(length(text.len())) } else { Ok(Self(raw)) }
    }

    /// EF.ICCID's content: 10 bytes of BCD, nibbles swapped.
    #[must_use]
    pub const fn as_ef(&self) -> &[u8; 10] {
        &self.0
    }

    /// Appends the Luhn check digit to `body`, as numbering plans do.
    ///
    /// # Errors
    /// [`BadDigits`] if `body` is not 17 to 19 digits.
    pub fn with_check_digit(body: &str) -> Result<Self, BadDigits> {
        digits::check("ICCID", body)?;
        format!("{body}{}", digits::luhn(body)).parse()
    }

    /// Whether the last digit is the Luhn check digit of the others. Many issued cards don't care.
    #[must_use]
    pub fn has_check_digit(&self) -> bool {
        let text = self.to_string();
        let (body, last) = text.split_at(text.len() - 1);
        last.as_bytes()[0] - b'0' == digits::luhn(body)
    }
}

impl FromStr for Iccid {
    type Err = BadDigits;

    fn from_str(text: &str) -> Result<Self, BadDigits> {
        digits::check("ICCID", text)?;
        if !(18..=20).contains(&text.len()) {
            return Err(BadDigits::Length { what: "ICCID", found: text.len(), expected: "18 to 20" });
        }
        Ok(Self(digits::pack_swapped(text)))
    }
}

impl TryFrom<String> for Iccid {
    type Error = BadDigits;

    fn try_from(text: String) -> Result<Self, BadDigits> {
        text.parse()
    }
}

impl From<Iccid> for String {
    fn from(iccid: Iccid) -> Self {
        iccid.to_string()
    }
}

impl fmt::Display for Iccid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&digits::unpack_swapped(&self.0).unwrap_or_default())
    }
}

impl fmt::Debug for Iccid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iccid({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_form_and_text_agree() {
        let iccid: Iccid = "8900112233445566778".parse().expect("19 digits");
        assert_eq!(iccid.as_ef(), &[0x98, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0xF8]);
        assert_eq!(Iccid::from_ef(iccid.as_ef()), Ok(iccid));
        assert_eq!(iccid.to_string(), "8900112233445566778");
    }

    #[test]
    fn refuses_what_is_no_iccid() {
        assert!(matches!("89001".parse::<Iccid>(), Err(BadDigits::Length { found: 5, .. })));
        assert!(matches!("8900112233445566x78".parse::<Iccid>(), Err(BadDigits::NotADigit { at: 16, .. })));
        assert!(Iccid::from_ef(&[0xFF; 10]).is_err());
        assert!(Iccid::from_ef(&[0x98; 9]).is_err());
    }

    #[test]
    fn check_digit() {
        let iccid = Iccid::with_check_digit("890010100000000001").expect("18 digits");
        assert!(iccid.has_check_digit());
    }
}
