use nearfield::{
    discovery::Hint,
    start_code::{Address, StartCode},
};
use std::{fmt, str::FromStr};

/// One way to a kiosk. The order is that of preference: fast and far first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// TCP at `HOST:PORT`, on a network that both are on.
    Tcp(String),
    /// TCP at the `HOST:PORT` that Wi-Fi Direct handed over: the phone has joined the kiosk's group already.
    WifiDirect(String),
    /// Bluetooth LE, to the kiosk that advertises this hint.
    Ble(Hint),
    /// NFC: the kiosk that the phone is held to.
    Nfc,
}

/// A text names no way to a kiosk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no way to a kiosk: tcp:HOST:PORT, wifi-direct:HOST:PORT, ble:HINT or nfc")]
pub struct NotAWay(pub String);

impl NotAWay {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Give it as `landfall discover` shows it, or scan the kiosk's start code."
    }
}

impl Way {
    /// The kind of link, as programs print it.
    #[must_use]
    pub const fn link(&self) -> &'static str {
        match self {
            Self::Tcp(_) => "tcp",
            Self::WifiDirect(_) => "wifi-direct",
            Self::Ble(_) => "ble",
            Self::Nfc => "nfc",
        }
    }

    /// Every way that a start code names, the best first.
    #[must_use]
    pub fn all_of(code: &StartCode) -> Vec<Self> {
        let mut ways: Vec<Self> = Self::of(&code.address).into_iter().chain(code.hint.map(Self::Ble)).collect();
        ways.sort();
        ways.dedup();
        ways
    }

    /// The way that a start code's address is; `None` for a link of a later version.
    #[must_use]
    pub fn of(address: &Address) -> Option<Self> {
        match address {
            Address::Tcp { host, port } if host.contains(':') => Some(Self::Tcp(format!("[{host}]:{port}"))),
            Address::Tcp { host, port } => Some(Self::Tcp(format!("{host}:{port}"))),
            Address::Ble(hint) => Some(Self::Ble(*hint)),
            Address::Nfc => Some(Self::Nfc),
            Address::Other { .. } => None,
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) | Self::WifiDirect(address) => write!(f, "{}:{address}", self.link()),
            Self::Ble(hint) => write!(f, "ble:{hint}"),
            Self::Nfc => f.write_str("nfc"),
        }
    }
}

impl FromStr for Way {
    type Err = NotAWay;

    /// As [`Way`]'s `Display` writes it; `HOST:PORT` alone is TCP.
    fn from_str(text: &str) -> Result<Self, NotAWay> {
        let refused = || NotAWay(text.to_owned());
        let is_address = |address: &str| {
            address.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        };
        let way = match text.split_once(':') {
            None if text == "nfc" => Self::Nfc,
            Some(("ble", hint)) => Self::Ble(hint.parse().map_err(|_| refused())?),
            Some(("tcp", address)) if is_address(address) => Self::Tcp(address.to_owned()),
            Some(("wifi-direct", address)) if is_address(address) => Self::WifiDirect(address.to_owned()),
            _ if is_address(text) => Self::Tcp(text.to_owned()),
            _ => return Err(refused()),
        };
        Ok(way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{check, table};

    // R: A2 F3
    #[test]
    fn ways_are_written_and_ranked() {
        let hint = Hint([0xAB, 1, 2, 3]);
        let mut ways = vec![
            Way::Nfc,
            Way::Ble(hint),
            Way::WifiDirect("192.168.49.1:7788".to_owned()),
            Way::Tcp("[fe80::1]:7788".to_owned()),
        ];
        for way in &ways {
            assert_eq!(way.to_string().parse().as_ref(), Ok(way));
        }
        ways.sort();
        let links: Vec<&str> = ways.iter().map(Way::link).collect();
        assert_eq!(links, ["tcp", "wifi-direct", "ble", "nfc"]);
        assert_eq!("10.0.0.1:7788".parse(), Ok(Way::Tcp("10.0.0.1:7788".to_owned())));
        for bad in ["", "nfc:", "ble:12", "tcp:h", "h:", ":1", "h:70000"] {
            assert_eq!(bad.parse::<Way>(), Err(NotAWay(bad.to_owned())));
        }
        check(table! { NotAWay: NotAWay(_) => NotAWay("x".to_owned()), false, "start code"; });
    }
}
