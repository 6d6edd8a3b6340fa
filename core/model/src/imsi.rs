use crate::digits::{self, BadDigits};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// International mobile subscription identity: 6 to 15 digits, MCC first (TS 23.003 §2.2).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Imsi(String);

impl Imsi {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// EF.IMSI's content: length byte, then parity nibble and BCD digits, 9 bytes (TS 31.102 §4.2.2).
    #[must_use]
    pub fn to_ef(&self) -> [u8; 9] {
        let odd = self.0.len() % 2 == 1;
        let marked = format!("{}{}", if odd { '9' } else { '1' }, self.0);
        let packed: [u8; 8] = digits::pack_swapped(&marked);
        let mut out = [0xFF; 9];
        out[0] = marked.len().div_ceil(2) as u8;
        out[1..].copy_from_slice(&packed);
        out
    }

    /// From EF.IMSI's content.
    ///
    /// # Errors
    /// [`BadDigits`] if the length byte or a nibble is wrong.
    pub fn from_ef(bytes: &[u8]) -> Result<Self, BadDigits> {
        let bad = BadDigits::NotADigit { what: "IMSI", at: 0 };
        let length = usize::from(*bytes.first().ok_or(bad.clone())?);
        let body = bytes.get(1..=length).ok_or(bad.clone())?;
        digits::unpack_swapped(body).filter(|d| !d.is_empty()).ok_or(bad)?[1..].parse()
    }
}

/// Subscriber number: 1 to 15 digits without the leading `+` (ITU-T E.164).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Msisdn(String);

impl Msisdn {
    /// The digits without `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! digit_text {
    ($type:ident, $what:literal, $range:expr, $expected:literal) => {
        impl FromStr for $type {
            type Err = BadDigits;

            fn from_str(text: &str) -> Result<Self, BadDigits> {
                let text = text.strip_prefix('+').unwrap_or(text);
                digits::check($what, text)?;
                if !$range.contains(&text.len()) {
                    return Err(BadDigits::Length { what: $what, found: text.len(), expected: $expected });
                }
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $type {
            type Error = BadDigits;

            fn try_from(text: String) -> Result<Self, BadDigits> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self.0)
            }
        }
    };
}

digit_text!(Imsi, "IMSI", (6..=15), "6 to 15");
digit_text!(Msisdn, "MSISDN", (1..=15), "1 to 15");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_form() {
        let imsi: Imsi = "001010123456789".parse().expect("15 digits");
        assert_eq!(imsi.to_ef(), [0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98]);
        assert_eq!(Imsi::from_ef(&imsi.to_ef()), Ok(imsi));
        let even: Imsi = "00101012345678".parse().expect("14 digits");
        assert_eq!(Imsi::from_ef(&even.to_ef()), Ok(even));
        assert!(Imsi::from_ef(&[]).is_err());
        assert!(Imsi::from_ef(&[9, 0]).is_err());
    }

    #[test]
    fn plus_is_only_notation() {
        assert_eq!("+99901".parse::<Msisdn>().expect("digits").as_str(), "99901");
        assert!("12a".parse::<Msisdn>().is_err());
    }
}
