use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Public land mobile network: MCC (3 digits) and MNC (2 or 3 digits) (TS 23.003 §2.2).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Plmn {
    mcc: String,
    mnc: String,
}

impl Plmn {
    /// Mobile country code, 3 digits.
    #[must_use]
    pub fn mcc(&self) -> &str {
        &self.mcc
    }

    /// Mobile network code, 2 or 3 digits.
    #[must_use]
    pub fn mnc(&self) -> &str {
        &self.mnc
    }

    /// The three bytes of card files and signalling (TS 24.008 §10.5.1.3).
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 3] {
        let c: Vec<u8> = self.mcc.bytes().map(|b| b - b'0').collect();
        let n: Vec<u8> = self.mnc.bytes().map(|b| b - b'0').collect();
        let third = n.get(2).copied().unwrap_or(0xF);
        [c[1] << 4 | c[0], third << 4 | c[2], n[1] << 4 | n[0]]
    }
}

/// The text is not `MCC-MNC` nor five or six digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a network is written MCC-MNC, such as 001-01")]
pub struct BadPlmn;

impl BadPlmn {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Write three digits of the country, and two or three of the network."
    }
}

impl FromStr for Plmn {
    type Err = BadPlmn;

    fn from_str(text: &str) -> Result<Self, BadPlmn> {
        if !text.is_ascii() || text.len() < 5 {
            return Err(BadPlmn);
        }
        let (mcc, rest) = text.split_at(3);
        let mnc = rest.strip_prefix('-').unwrap_or(rest);
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if digits(mcc) && digits(mnc) && (2..=3).contains(&mnc.len()) {
            Ok(Self { mcc: mcc.to_owned(), mnc: mnc.to_owned() })
        } else {
            Err(BadPlmn)
        }
    }
}

impl TryFrom<String> for Plmn {
    type Error = BadPlmn;

    fn try_from(text: String) -> Result<Self, BadPlmn> {
        text.parse()
    }
}

impl From<Plmn> for String {
    fn from(plmn: Plmn) -> Self {
        plmn.to_string()
    }
}

impl fmt::Display for Plmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.mcc, self.mnc)
    }
}

impl fmt::Debug for Plmn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plmn({self})")
    }
}

/// A country by its two-letter code, upper case (ISO 3166-1 alpha-2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII letters by construction")
    }
}

/// The text is not two ASCII letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a country is written as two letters, such as JP")]
pub struct BadCountry;

impl BadCountry {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Give its code of ISO 3166-1, not its name."
    }
}

impl FromStr for Country {
    type Err = BadCountry;

    fn from_str(text: &str) -> Result<Self, BadCountry> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(BadCountry),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = BadCountry;

    fn try_from(text: String) -> Result<Self, BadCountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plmn_bytes() {
        assert_eq!("001-01".parse::<Plmn>().expect("test network").to_bytes(), [0x00, 0xF1, 0x10]);
        assert_eq!("999123".parse::<Plmn>().expect("test network").to_bytes(), [0x99, 0x39, 0x21]);
        for bad in ["", "001", "00101x", "0010", "é0101", "001-0101"] {
            assert!(bad.parse::<Plmn>().is_err(), "{bad}");
        }
    }

    #[test]
    fn country_letters() {
        assert_eq!("jp".parse::<Country>().expect("letters").as_str(), "JP");
        assert!("J".parse::<Country>().is_err());
        assert!("J1".parse::<Country>().is_err());
    }
}
