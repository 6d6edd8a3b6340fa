//! From a start code or an address to a kiosk.

use crate::{args, failure::Failure};
use nearfield::start_code::{StartCode, StartCodeError};
use net::kiosks::Target;
use radio::mdns;
use std::time::Duration;

const LOOK: Duration = Duration::from_secs(3);

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
        let elsewhere = || Failure::Usage("this kiosk is on a link that a desk does not have".to_owned());
        return Target::by_code(code).ok_or_else(elsewhere);
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(Target::at(vec![text.to_owned()])),
        _ => Err(Failure::Usage("a kiosk is given by its start code (LANDFALL:…) or as HOST:PORT".to_owned())),
    }
}

fn nearby() -> Result<Target, Failure> {
    let found = mdns::browse(LOOK, mdns::Scope::Network)?;
    match &found[..] {
        [] => Err(Failure::Kiosk("no kiosk found nearby".to_owned())),
        [one] => Ok(Target::at(one.addresses.iter().map(ToString::to_string).collect())),
        more => {
            let names: Vec<&str> = more.iter().map(|kiosk| kiosk.name.as_str()).collect();
            Err(Failure::Kiosk(format!("there are several kiosks nearby: {}", names.join(", "))))
        }
    }
}
