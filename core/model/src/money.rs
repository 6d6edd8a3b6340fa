use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A currency by its three-letter code (ISO 4217).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("three ASCII letters by construction")
    }

    /// How many decimals the minor unit has: 0 for JPY and its like, 3 for KWD and its like, else 2.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match self.as_str() {
            "CLP" | "ISK" | "JPY" | "KRW" | "PYG" | "UGX" | "VND" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }
}

/// The text is not an amount such as `9.90 EUR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("money is written as an amount and a currency, such as 9.90 EUR")]
pub struct BadMoney;

impl BadMoney {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Write it so, with no more decimals than the currency has."
    }
}

impl TryFrom<String> for Currency {
    type Error = BadMoney;

    fn try_from(text: String) -> Result<Self, BadMoney> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|l| l.is_ascii_alphabetic()) => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase(), c.to_ascii_uppercase()]))
            }
            _ => Err(BadMoney),
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount in a currency's minor units (cents). Written `9.90 EUR`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Money {
    /// Minor units.
    pub minor: u64,
    /// The currency they are in.
    pub currency: Currency,
}

impl FromStr for Money {
    type Err = BadMoney;

    fn from_str(text: &str) -> Result<Self, BadMoney> {
        let (amount, code) = text.trim().split_once(' ').ok_or(BadMoney)?;
        let currency = Currency::try_from(code.trim().to_owned())?;
        let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
        let decimals = currency.decimals() as usize;
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > decimals {
            return Err(BadMoney);
        }
        let minor = format!("{whole}{part:0<decimals$}").parse().map_err(|_| BadMoney)?;
        Ok(Self { minor, currency })
    }
}

impl TryFrom<String> for Money {
    type Error = BadMoney;

    fn try_from(text: String) -> Result<Self, BadMoney> {
        text.parse()
    }
}

impl From<Money> for String {
    fn from(money: Money) -> Self {
        money.to_string()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.currency.decimals();
        let unit = 10u64.pow(decimals);
        match decimals {
            0 => write!(f, "{} {}", self.minor, self.currency.as_str()),
            d => write!(
                f,
                "{}.{:0width$} {}",
                self.minor / unit,
                self.minor % unit,
                self.currency.as_str(),
                width = d as usize
            ),
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_and_print() {
        for (text, minor) in [("9.90 EUR", 990), ("1500 JPY", 1500), ("0.05 USD", 5), ("1.250 KWD", 1250)] {
            let money: Money = text.parse().expect(text);
            assert_eq!((money.minor, money.to_string().as_str()), (minor, text));
        }
        for bad in ["9.90", "EUR 9.90", "9.999 EUR", "-1 EUR", "1.5 JPY", "99999999999999999999 EUR"] {
            assert!(bad.parse::<Money>().is_err(), "{bad}");
        }
    }
}
