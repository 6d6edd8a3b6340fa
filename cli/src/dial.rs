//! From a start code or an address to links.

use crate::{args, failure::Failure};
use app::{Expected, ports::Dial};
use async_trait::async_trait;
use nearfield::{
    link::{Link, LinkError},
    start_code::{Address, StartCode, StartCodeError},
};
use radio::{mdns, tcp::TcpLink};
use std::time::Duration;

const LOOK: Duration = Duration::from_secs(3);

/// Opens TCP links to one of a kiosk's addresses.
pub(crate) struct Tcp(Vec<String>);

#[async_trait]
impl Dial for Tcp {
    async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError> {
        let mut last = LinkError::Lost("it has no address".to_owned());
        for address in &self.0 {
            match TcpLink::connect(address.as_str()).await {
                Ok(link) => return Ok(Box::new(link)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// A kiosk to visit: how to reach it, and who it must prove to be.
pub(crate) struct Target {
    /// Opens links to it.
    pub(crate) dial: Box<Tcp>,
    /// What its start code says of it.
    pub(crate) expected: Option<Expected>,
}

/// The kiosk that was named, else the one nearby.
pub(crate) fn to(kiosk: &args::Kiosk) -> Result<Target, Failure> {
    match &kiosk.kiosk {
        Some(text) => named(text),
        None => nearby(),
    }
}

fn named(text: &str) -> Result<Target, Failure> {
    if text.trim().starts_with("LANDFALL:") {
        let code: StartCode = text.parse().map_err(|error: StartCodeError| Failure::Usage(error.to_string()))?;
        let Address::Tcp { host, port } = &code.address else {
            return Err(Failure::Usage("this kiosk is on a link that a desk does not have".to_owned()));
        };
        let address = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
        let expected = Expected { root_key_id: code.root_key_id, kiosk: code.kiosk };
        return Ok(Target { dial: Box::new(Tcp(vec![address])), expected: Some(expected) });
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
            Ok(Target { dial: Box::new(Tcp(vec![text.to_owned()])), expected: None })
        }
        _ => Err(Failure::Usage("a kiosk is given by its start code (LANDFALL:…) or as HOST:PORT".to_owned())),
    }
}

fn nearby() -> Result<Target, Failure> {
    let found = mdns::browse(LOOK, mdns::Scope::Network)?;
    match &found[..] {
        [] => Err(Failure::Kiosk("no kiosk found nearby".to_owned())),
        [one] => {
            let addresses = one.addresses.iter().map(ToString::to_string).collect();
            Ok(Target { dial: Box::new(Tcp(addresses)), expected: None })
        }
        more => {
            let names: Vec<&str> = more.iter().map(|kiosk| kiosk.name.as_str()).collect();
            Err(Failure::Kiosk(format!("there are several kiosks nearby: {}", names.join(", "))))
        }
    }
}
