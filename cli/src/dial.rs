//! From a start code, an address or a look around to a kiosk.

use crate::{args, failure::Failure, output};
use nearfield::start_code::{StartCode, StartCodeError};
use net::kiosks::Target;
use radio::{
    ble::{BleError, central::Central},
    choice::{Kiosk, Looked, NotAWay, Radios, Way},
    mdns::{Multicast, Scope},
    nfc::pcsc::Watch,
};
use std::{sync::Arc, time::Duration};

const LOOK: Duration = Duration::from_secs(3);

/// The kiosk that was named, else the one nearby.
pub(crate) async fn to(kiosk: &args::Kiosk) -> Result<Target, Failure> {
    match &kiosk.kiosk {
        Some(text) => named(text, &kiosk.bluetooth).await,
        None => nearby(&kiosk.bluetooth).await,
    }
}

async fn named(text: &str, bluetooth: &args::Bluetooth) -> Result<Target, Failure> {
    if text.trim().starts_with("LANDFALL:") {
        let code: StartCode = text.parse().map_err(|error: StartCodeError| Failure::Usage(error.to_string()))?;
        let ways = Way::all_of(&code);
        let radios = radios_for(&ways, bluetooth).await?;
        let elsewhere = || Failure::Usage("this kiosk is on a link that a desk does not have".to_owned());
        return Target::by_code(radios, code).ok_or_else(elsewhere);
    }
    let way: Way = text.parse().map_err(|_: NotAWay| {
        let how = "a kiosk is given by its start code (LANDFALL:…), as HOST:PORT, or as `landfall discover` shows it";
        Failure::Usage(how.to_owned())
    })?;
    let radios = radios_for(std::slice::from_ref(&way), bluetooth).await?;
    Target::by(radios, [way]).ok_or_else(|| Failure::Usage("this desk has no such link".to_owned()))
}

/// The radios that these ways need. One that is missing matters only if there is no other way.
async fn radios_for(ways: &[Way], bluetooth: &args::Bluetooth) -> Result<Radios, Failure> {
    let mut radios = Radios::tcp();
    for way in ways {
        let opened = match way {
            Way::Tcp(_) | Way::WifiDirect(_) => continue,
            Way::Ble(_) => Central::open(bluetooth.adapter())
                .await
                .map(|central| radios.clone().with_ble(central))
                .map_err(Failure::from),
            Way::Nfc => Watch::start(None).map_err(Failure::from).map(|readers| {
                output::say("Hold the reader to the kiosk.");
                radios.clone().with(Arc::new(readers))
            }),
        };
        match opened {
            Ok(more) => radios = more,
            Err(error) if ways.len() == 1 => return Err(error),
            Err(error) => tracing::debug!(%error, %way, "a link is left out"),
        }
    }
    Ok(radios)
}

/// What is nearby, on every link that this desk has.
pub(crate) async fn look(time: Duration, bluetooth: &args::Bluetooth) -> (Radios, Looked) {
    let radios = Radios::tcp().with_browser(Arc::new(Multicast(Scope::Network)));
    let (radios, failed) = match Central::open(bluetooth.adapter()).await {
        Ok(central) => (radios.with_ble(central), None),
        // A desk without Bluetooth is nothing to be told of, unless it was asked for.
        Err(BleError::NotBuilt | BleError::NoAdapter(_)) if bluetooth.adapter().is_none() => (radios, None),
        Err(error) => (radios, Some(error)),
    };
    let mut looked = radios.look(time).await;
    looked.unsearched.extend(failed.map(Into::into));
    (radios, looked)
}

async fn nearby(bluetooth: &args::Bluetooth) -> Result<Target, Failure> {
    let (radios, mut looked) = look(LOOK, bluetooth).await;
    match looked.nearby.kiosks() {
        [] => {
            Err(looked.unsearched.pop().map_or_else(|| Failure::Kiosk("no kiosk found nearby".to_owned()), Into::into))
        }
        [one] => Target::found(radios, one)
            .ok_or_else(|| Failure::Kiosk("the kiosk nearby is on no link that this desk has".to_owned())),
        more => {
            let names: Vec<String> = more.iter().map(described).collect();
            Err(Failure::Kiosk(format!("there are several kiosks nearby: {}", names.join(", "))))
        }
    }
}

/// A kiosk's name and its best way.
fn described(kiosk: &Kiosk) -> String {
    match kiosk.ways.first() {
        Some(way) => format!("{} ({way})", kiosk.name),
        None => kiosk.name.clone(),
    }
}
