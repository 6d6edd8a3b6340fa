use std::{fmt, str::FromStr};

/// The longest activation code (SGP.22 §4.1), which `LPA:` in a QR code stands before.
const LONGEST: usize = 255;

/// What a user scans or types to get a profile from a server (SGP.22 §4.1): `LPA:1$ADDRESS$MATCHING-ID[$OID[$1]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationCode {
    /// The SM-DP+'s name, with its port if it has one.
    pub smdp_address: String,
    /// Names the order; empty if the card's EID alone does. The standard has digits, capitals and hyphens, and so have those that a kiosk
    /// of ours makes; test servers name orders after files, so any visible characters are taken.
    pub matching_id: String,
    /// The SM-DP+'s object identifier, which its certificate must have, in digits and dots.
    pub smdp_oid: Option<String>,
    /// The order asks for a confirmation code.
    pub confirmation_code: bool,
}

/// Why a text is no activation code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadActivationCode {
    /// It does not begin as one.
    #[error("an activation code begins with LPA:1$")]
    Format,
    /// The server's address is missing or none.
    #[error("the activation code names no server, or not as a name with letters, digits, dots and hyphens")]
    Address,
    /// The matching id is none.
    #[error("the activation code's matching id has spaces, or characters outside of ASCII")]
    MatchingId,
    /// The object identifier is none.
    #[error("the activation code's object identifier is not of digits and dots")]
    Oid,
    /// It is too long.
    #[error("an activation code has at most 255 characters")]
    TooLong,
}

impl BadActivationCode {
    /// Whether the same text may be taken later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Compare it with the code that you were given, or scan that again."
    }
}

impl FromStr for ActivationCode {
    type Err = BadActivationCode;

    /// With or without `LPA:`, which QR codes have; what later versions of the standard add behind is skipped.
    fn from_str(text: &str) -> Result<Self, BadActivationCode> {
        let text = text.trim();
        let own =
            text.get(..4).filter(|start| start.eq_ignore_ascii_case("LPA:")).map_or(text, |start| &text[start.len()..]);
        if own.len() > LONGEST {
            return Err(BadActivationCode::TooLong);
        }
        // One that ends with the address is written with the empty matching id behind it, and must be read again then.
        if own.len() == LONGEST && own.matches('$').count() == 1 {
            return Err(BadActivationCode::TooLong);
        }
        let mut parts = own.split('$');
        if parts.next() != Some("1") {
            return Err(BadActivationCode::Format);
        }
        let address = parts.next().ok_or(BadActivationCode::Format)?;
        let (host, port) = address.rsplit_once(':').map_or((address, None), |(host, port)| (host, Some(port)));
        let fine = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
        let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
        if host.is_empty() || !host.bytes().all(fine) || port.is_some_and(|port| !is_port(port)) {
            return Err(BadActivationCode::Address);
        }
        let matching_id = parts.next().unwrap_or_default();
        if !matching_id.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(BadActivationCode::MatchingId);
        }
        let oid = parts.next().filter(|oid| !oid.is_empty());
        if oid.is_some_and(|oid| !oid.bytes().all(|b| b.is_ascii_digit() || b == b'.')) {
            return Err(BadActivationCode::Oid);
        }
        Ok(Self {
            smdp_address: address.to_owned(),
            matching_id: matching_id.to_owned(),
            smdp_oid: oid.map(str::to_owned),
            confirmation_code: parts.next() == Some("1"),
        })
    }
}

impl fmt::Display for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LPA:1${}${}", self.smdp_address, self.matching_id)?;
        match (&self.smdp_oid, self.confirmation_code) {
            (None, false) => Ok(()),
            (oid, code) => {
                write!(f, "${}", oid.as_deref().unwrap_or_default())?;
                if code { f.write_str("$1") } else { Ok(()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ActivationCode, BadActivationCode> {
        text.parse()
    }

    // R: E7
    #[test]
    fn the_forms_of_the_standard_are_read_and_written_again() {
        for text in [
            "LPA:1$SMDP.EXAMPLE.TEST$04386-AGYFT-A74Y8-3F815",
            "LPA:1$smdp.example.test:8443$",
            "LPA:1$smdp.example.test$ID$2.999.10",
            "LPA:1$smdp.example.test$ID$2.999.10$1",
            "LPA:1$smdp.example.test$ID$$1",
            "LPA:1$smdp.example.test$TS48v2_SAIP2.3_BERTLV",
        ] {
            assert_eq!(read(text).map(|code| code.to_string()), Ok(text.to_owned()));
        }
        let code = read("lpa:1$a.test$ID$$1$5F$more").expect("what is newer is skipped");
        assert!(code.confirmation_code && code.smdp_oid.is_none() && code.matching_id == "ID");
        assert_eq!(read(" 1$a.test$ ").map(|code| code.matching_id), Ok(String::new()));
    }

    // R: E7
    #[test]
    fn what_is_none_says_why() {
        use BadActivationCode as Bad;
        for (text, why) in [
            ("", Bad::Format),
            ("LPA:2$a.test$ID", Bad::Format),
            ("LPA:1", Bad::Format),
            ("LPA:1$$ID", Bad::Address),
            ("LPA:1$a test$ID", Bad::Address),
            ("LPA:1$a.test:port$ID", Bad::Address),
            ("LPA:1$a.test:+80$ID", Bad::Address),
            ("LPA:1$a.test/evil?$ID", Bad::Address),
            ("LPA:1$a.test$I D", Bad::MatchingId),
            ("LPA:1$a.test$ÍD", Bad::MatchingId),
            ("LPA:1$a.test$I\u{7}D", Bad::MatchingId),
            ("LPA:1$a.test$ID$oid", Bad::Oid),
            ("€PA:1$a.test$ID", Bad::Format),
        ] {
            assert_eq!(read(text), Err(why), "{text}");
        }
        // `LPA:` is the QR code's, and does not count.
        let of = |count| read(&format!("LPA:1$a.test${}", "A".repeat(count)));
        assert_eq!(of(246).map(|code| code.matching_id.len()), Ok(246));
        assert_eq!(of(247), Err(Bad::TooLong));
        // What is read can be written and read again, though the separator behind the address was left out.
        let bare = |count| read(&format!("1${}", "a".repeat(count)));
        assert_eq!(bare(252).map(|code| read(&code.to_string()).is_ok()), Ok(true));
        assert_eq!(bare(253).err(), Some(Bad::TooLong));
    }
}
