use super::CloudHttpError;
use rustls::pki_types::ServerName;
use std::fmt;

/// Where an account's server is: `https://HOST[:PORT]`; `http://` names this machine alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudAddress {
    pub(super) tls: bool,
    /// A name or an address; of IPv6 without its brackets.
    pub(super) host: String,
    pub(super) port: u16,
}

impl CloudAddress {
    /// Reads what was typed; without a scheme it is `https`.
    ///
    /// # Errors
    /// [`CloudHttpError::Address`]; [`CloudHttpError::Plain`] for `http://` to another machine.
    pub fn parse(text: &str) -> Result<Self, CloudHttpError> {
        let bad = || CloudHttpError::Address(text.to_owned());
        let trimmed = text.trim();
        let (tls, rest) = match trimmed.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            Some(_) => return Err(bad()),
            None => (true, trimmed),
        };
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']').ok_or_else(bad)?;
                (host, port.strip_prefix(':').or(port.is_empty().then_some("")).ok_or_else(bad)?)
            }
            None => rest.split_once(':').unwrap_or((rest, "")),
        };
        let port = match port {
            "" if tls => 443,
            "" => 80,
            port => port.parse().map_err(|_| bad())?,
        };
        // What would end up in the head of a request is looked at first.
        let fine = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':');
        if host.is_empty() || !host.bytes().all(fine) || ServerName::try_from(host).is_err() {
            return Err(bad());
        }
        let address = Self { tls, host: host.to_ascii_lowercase(), port };
        if tls || address.is_here() { Ok(address) } else { Err(CloudHttpError::Plain(address.host)) }
    }

    fn is_here(&self) -> bool {
        let ip = self.host.parse::<std::net::IpAddr>();
        self.host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }

    /// As the header `Host` has it.
    pub(super) fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let usual = if self.tls { 443 } else { 80 };
        if self.port == usual { host } else { format!("{host}:{}", self.port) }
    }
}

impl fmt::Display for CloudAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.tls { "https" } else { "http" }, self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: B4
    #[test]
    fn a_token_goes_to_no_other_machine_in_the_clear() {
        for (typed, meant) in [
            ("cloud.example.com", "https://cloud.example.com"),
            (" https://Cloud.Example.com:443/ ", "https://cloud.example.com"),
            ("https://cloud.example.com:8443", "https://cloud.example.com:8443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost", "http://localhost"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ] {
            let address = CloudAddress::parse(typed).expect(typed);
            assert_eq!(address.to_string(), meant);
            assert_eq!(CloudAddress::parse(meant).ok(), Some(address), "{meant}");
        }
        for open in ["http://cloud.example.com", "http://192.0.2.1:80", "http://localhost.example.com"] {
            assert!(matches!(CloudAddress::parse(open), Err(CloudHttpError::Plain(_))), "{open}");
        }
        for none in
            ["", "https://", "ftp://a", "a b", "a:port", "https://a/b", "https://u@a", "[::1", "[::1]x", "a\r\nb"]
        {
            assert!(matches!(CloudAddress::parse(none), Err(CloudHttpError::Address(_))), "{none}");
        }
    }
}
