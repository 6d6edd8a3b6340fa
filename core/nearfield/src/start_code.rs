//! The text behind a kiosk's QR code, and what a user may type instead:
//! `LANDFALL:1$tcp$192.168.4.1:7700$<root's key id, hex>$<kiosk's name>`.
//!
//! or, for a kiosk that is on Bluetooth LE alone, `LANDFALL:1$ble$<its hint, hex>$…`.
//!
//! It says where the kiosk is and which of the *installed* roots vouches for it; it never adds a root.
//! Behind the name may stand the kiosk's hint in hex, if it is on Bluetooth LE as well. Further fields are of later versions and skipped; `$`, `%` and control characters in a field are written `%XX`.

use crate::discovery::Hint;
use std::{fmt, str::FromStr};

const PREFIX: &str = "LANDFALL:";
const VERSION: &str = "1";
const MAX: usize = 512;

/// Where a kiosk is, and who vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartCode {
    /// The link to open.
    pub address: Address,
    /// Subject key identifier of the operator root, 4 to 32 bytes.
    pub root_key_id: Vec<u8>,
    /// The kiosk's name, as its certificate must say.
    pub kiosk: String,
    /// The hint that it advertises on Bluetooth LE, if it does.
    pub hint: Option<Hint>,
}

/// A link's kind and the kiosk's address on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// TCP: a name or an IP address, and a port.
    Tcp {
        /// Name, IPv4 address, or IPv6 address without brackets.
        host: String,
        /// Port, not 0.
        port: u16,
    },
    /// Bluetooth LE: the kiosk that advertises this hint. Addresses there are made up anew, and some phones never tell them.
    Ble(Hint),
    /// NFC: wherever the code is shown, there is the kiosk to hold the phone to. Its address is written `tap`.
    Nfc,
    /// A link that this version does not know.
    Other {
        /// Its kind.
        link: String,
        /// The address on it.
        address: String,
    },
}

/// Why a text is not a start code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartCodeError {
    /// Another kind of code, such as `LPA:1$…`.
    #[error("this is not a kiosk's code, which begins with LANDFALL:1$")]
    NotOurs,
    /// A version that this program does not read.
    #[error("the code is of version {0}; this program reads version 1 and needs an update")]
    Version(String),
    /// A field is not there.
    #[error("the code is cut off: its {0} is missing")]
    Missing(&'static str),
    /// A field is not what it should be.
    #[error("the {0} in the code is malformed")]
    Malformed(&'static str),
    /// Longer than any such code.
    #[error("the code is too long")]
    TooLong,
}

impl StartCodeError {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Version(_) => "Update the program on the phone.",
            Self::NotOurs | Self::Missing(_) | Self::Malformed(_) | Self::TooLong => {
                "Scan the kiosk's code again, or type all of it."
            }
        }
    }
}

impl FromStr for StartCode {
    type Err = StartCodeError;

    fn from_str(text: &str) -> Result<Self, StartCodeError> {
        let text = text.trim_ascii();
        if text.len() > MAX {
            return Err(StartCodeError::TooLong);
        }
        let body = text.strip_prefix(PREFIX).ok_or(StartCodeError::NotOurs)?;
        let mut fields = body.split('$');
        let version = fields.next().unwrap_or_default();
        if version != VERSION {
            return Err(StartCodeError::Version(version.to_owned()));
        }
        let mut field = |name| {
            let raw = fields.next().filter(|f| !f.is_empty()).ok_or(StartCodeError::Missing(name))?;
            unescape(raw).ok_or(StartCodeError::Malformed(name))
        };
        let (link, address) = (field("link")?, field("address")?);
        let root = field("operator root")?;
        let kiosk = field("kiosk name")?;
        let root_key_id = parse_hex(&root)
            .filter(|id| (4..=32).contains(&id.len()))
            .ok_or(StartCodeError::Malformed("operator root"))?;
        let address = match link.as_str() {
            "tcp" => parse_tcp(&address).ok_or(StartCodeError::Malformed("address"))?,
            "nfc" => Address::Nfc,
            "ble" => Address::Ble(address.parse().map_err(|_| StartCodeError::Malformed("address"))?),
            _ => Address::Other { link, address },
        };
        let hint = fields.next().and_then(|text| text.parse().ok());
        Ok(Self { address, root_key_id, kiosk, hint })
    }
}

impl fmt::Display for StartCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{VERSION}$")?;
        match &self.address {
            Address::Tcp { host, port } if host.contains(':') => write!(f, "tcp$[{host}]:{port}")?,
            Address::Tcp { host, port } => write!(f, "tcp${host}:{port}")?,
            Address::Ble(hint) => write!(f, "ble${hint}")?,
            Address::Nfc => f.write_str("nfc$tap")?,
            Address::Other { link, address } => write!(f, "{}${}", escape(link), escape(address))?,
        }
        f.write_str("$")?;
        self.root_key_id.iter().try_for_each(|byte| write!(f, "{byte:02X}"))?;
        write!(f, "${}", escape(&self.kiosk))?;
        self.hint.map_or(Ok(()), |hint| write!(f, "${hint}"))
    }
}

fn parse_tcp(text: &str) -> Option<Address> {
    let (host, port) = text.rsplit_once(':')?;
    let host = match host.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']').filter(|h| h.contains(':'))?,
        None => Some(host).filter(|h| !h.contains([':', ']']))?,
    };
    let sound = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:_".contains(c));
    let port = port.parse().ok().filter(|p| *p != 0)?;
    sound.then(|| Address::Tcp { host: host.to_owned(), port })
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Only ASCII is escaped, so that each escape is one byte.
        if c == '$' || c == '%' || c.is_ascii_control() || c == ' ' {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn unescape(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (code, behind) = after.split_at_checked(2)?;
        let byte = *parse_hex(code)?.first()?;
        out.push(Some(byte).filter(u8::is_ascii).map(char::from)?);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

pub(crate) fn parse_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| char::from(b).to_digit(16);
    let (pairs, odd) = text.as_bytes().as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    pairs.iter().map(|[a, b]| Some((digit(*a)? << 4 | digit(*b)?) as u8)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(host: &str) -> StartCode {
        let address = Address::Tcp { host: host.to_owned(), port: 7700 };
        StartCode { address, root_key_id: vec![0xAB; 20], kiosk: "Gate 12 $5".to_owned(), hint: None }
    }

    #[test]
    fn is_written_as_documented() {
        let text = code("192.168.4.1").to_string();
        assert_eq!(text, format!("LANDFALL:1$tcp$192.168.4.1:7700${}$Gate%2012%20%245", "AB".repeat(20)));
        assert_eq!(text.parse(), Ok(code("192.168.4.1")));
        assert_eq!(format!(" {text}$later$fields\n").parse(), Ok(code("192.168.4.1")));
        assert!(code("fe80::1").to_string().contains("$[fe80::1]:7700$"));
        assert_eq!(code("fe80::1").to_string().parse(), Ok(code("fe80::1")));
    }

    #[test]
    fn says_what_is_wrong() {
        use StartCodeError::{Malformed, Missing, NotOurs, TooLong, Version};
        let parse = |text: &str| text.parse::<StartCode>().err();
        assert_eq!(parse("LPA:1$smdp.example$X"), Some(NotOurs));
        assert_eq!(parse("LANDFALL:2$x"), Some(Version("2".to_owned())));
        assert_eq!(parse("LANDFALL:1$tcp$h:1$ABABABAB"), Some(Missing("kiosk name")));
        assert_eq!(parse("LANDFALL:1$tcp"), Some(Missing("address")));
        assert_eq!(parse("LANDFALL:1$tcp$h:0$ABABABAB$k"), Some(Malformed("address")));
        assert_eq!(parse("LANDFALL:1$tcp$h:1$ABABABA$k"), Some(Malformed("operator root")));
        assert_eq!(parse("LANDFALL:1$tcp$h:1$ABABABAB$%8"), Some(Malformed("kiosk name")));
        assert_eq!(parse(&"x".repeat(513)), Some(TooLong));
        let address = |text: &str| text.parse::<StartCode>().map(|c| c.address);
        let other = address("LANDFALL:1$uwb$00:11$ABABABAB$k");
        assert_eq!(other, Ok(Address::Other { link: "uwb".to_owned(), address: "00:11".to_owned() }));
        assert_eq!(address("LANDFALL:1$ble$00AABBCC$ABABABAB$k"), Ok(Address::Ble(Hint([0, 0xAA, 0xBB, 0xCC]))));
        assert_eq!(address("LANDFALL:1$ble$00:11$ABABABAB$k"), Err(Malformed("address")));
        for address in [Address::Ble(Hint([1, 2, 3, 4])), Address::Nfc] {
            let code = StartCode { address, hint: Some(Hint([1, 2, 3, 4])), ..code("h") };
            assert_eq!(code.to_string().parse(), Ok(code));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*", tail in "[$%A-Z0-9:a-z\\[\\]]{0,60}") {
            let _ = text.parse::<StartCode>();
            let _ = format!("LANDFALL:1$tcp${tail}").parse::<StartCode>();
        }

        #[test]
        fn comes_back(kiosk in "\\PC{1,40}", root in proptest::collection::vec(any::<u8>(), 4..=32), port in 1u16..,
                      hint: Option<[u8; 4]>) {
            let address = Address::Tcp { host: "kiosk-1.local".to_owned(), port };
            let code = StartCode { address, root_key_id: root, kiosk, hint: hint.map(Hint) };
            prop_assert_eq!(code.to_string().parse(), Ok(code));
        }
    }
}
