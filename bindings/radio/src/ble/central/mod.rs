//! A phone's end of Bluetooth LE, by `btleplug`: BlueZ on Linux, the systems' own on Android and iOS. On Android `bindings/jni` sets
//! btleplug up first.

mod link;

pub use link::CentralLink;

use super::{BleError, Found};
use btleplug::{
    api::{Central as _, CentralState, Manager as _, Peripheral as _, ScanFilter},
    platform::{Adapter, Manager, Peripheral},
};
use nearfield::{
    discovery::{
        Hint,
        ble::{SERVICE, parse_advertised},
    },
    link::Link,
};
use std::{collections::BTreeMap, time::Duration};
use tokio::time::{Instant, sleep, timeout_at};
use uuid::Uuid;

/// How long a kiosk is listened for before it is said to be out of reach.
const LISTEN: Duration = Duration::from_secs(10);
/// So often a connection is tried.
const TRIES: u32 = 3;
/// No try is made once this has passed.
const AGAIN: Duration = Duration::from_secs(5);
/// How often what was heard is looked through.
const LOOK: Duration = Duration::from_millis(150);

/// A phone's adapter.
#[derive(Debug, Clone)]
pub struct Central {
    adapter: Adapter,
}

impl Central {
    /// Opens the adapter of this name (`hci0`), else the first.
    ///
    /// # Errors
    /// [`BleError::NoAdapter`], [`BleError::Off`], [`BleError::Refused`].
    pub async fn open(adapter: Option<&str>) -> Result<Self, BleError> {
        let adapters = Manager::new().await.map_err(refused)?.adapters().await.map_err(refused)?;
        for found in adapters {
            let named = match adapter {
                None => true,
                // "hci0 (usb:v1D6Bp0246d0540)"
                Some(name) => {
                    found.adapter_info().await.is_ok_and(|info| info.split(' ').next().is_some_and(|own| own == name))
                }
            };
            if named {
                if matches!(found.adapter_state().await, Ok(CentralState::PoweredOff)) {
                    return Err(BleError::Off);
                }
                return Ok(Self { adapter: found });
            }
        }
        Err(BleError::NoAdapter(adapter.unwrap_or_default().to_owned()))
    }

    /// Looks for kiosks for `time`.
    ///
    /// # Errors
    /// [`BleError::Refused`].
    pub async fn look(&self, time: Duration) -> Result<Vec<Found>, BleError> {
        self.scan().await?;
        sleep(time).await;
        let heard = self.heard().await;
        self.stop().await;
        let found: BTreeMap<Hint, Found> = heard?.into_iter().map(|(found, _)| (found.hint, found)).collect();
        Ok(found.into_values().collect())
    }

    /// Connects to the kiosk that advertises `kiosk`, once it is heard. What the system refuses is tried again: a connection comes to nothing now and
    /// then, and one that a program left behind may end just as it is used. A try that took long is the last: another way may lead there sooner.
    ///
    /// # Errors
    /// [`BleError`], of the last try.
    pub async fn connect(&self, kiosk: Hint) -> Result<Box<dyn Link>, BleError> {
        let (begun, mut tries) = (Instant::now(), 1);
        loop {
            match self.try_to_connect(kiosk).await {
                Err(BleError::Refused(error)) if tries < TRIES && begun.elapsed() < AGAIN => {
                    tracing::debug!(%kiosk, error, "a Bluetooth connection failed; once more");
                    tries += 1;
                    sleep(LOOK).await;
                }
                other => return other,
            }
        }
    }

    async fn try_to_connect(&self, kiosk: Hint) -> Result<Box<dyn Link>, BleError> {
        self.scan().await?;
        let heard = self.wait_for(kiosk).await;
        self.stop().await;
        let peripheral = heard?;
        tracing::debug!(%kiosk, "heard over Bluetooth");
        match CentralLink::open(&self.adapter, peripheral.clone()).await {
            Ok(link) => Ok(Box::new(link)),
            Err(error) => {
                // Half a connection would keep others from the kiosk.
                let _ = peripheral.disconnect().await;
                Err(error)
            }
        }
    }

    async fn scan(&self) -> Result<(), BleError> {
        let filter = ScanFilter { services: vec![Uuid::from_u128(SERVICE)] };
        self.adapter.start_scan(filter).await.map_err(refused)
    }

    async fn stop(&self) {
        if let Err(error) = self.adapter.stop_scan().await {
            tracing::debug!(%error, "the scan can't be stopped");
        }
    }

    async fn wait_for(&self, kiosk: Hint) -> Result<Peripheral, BleError> {
        let end = Instant::now() + LISTEN;
        let look = async {
            loop {
                if let Some((_, peripheral)) = self.heard().await?.into_iter().find(|(found, _)| found.hint == kiosk) {
                    return Ok(peripheral);
                }
                sleep(LOOK).await;
            }
        };
        timeout_at(end, look).await.unwrap_or(Err(BleError::NotHeard(kiosk)))
    }

    /// The kiosks heard in this scan.
    async fn heard(&self) -> Result<Vec<(Found, Peripheral)>, BleError> {
        let mut heard = Vec::new();
        for peripheral in self.adapter.peripherals().await.map_err(refused)? {
            // One that is gone meanwhile has no properties.
            let Ok(Some(said)) = peripheral.properties().await else { continue };
            let name = said.advertisement_name.or(said.local_name).unwrap_or_default();
            if let Some((name, hint)) = parse_advertised(&name) {
                // What a system remembers of earlier scans has no strength; nor has one that is connected, by a program that was killed or by
                // another one of ours, and which need not advertise itself meanwhile.
                if said.rssi.is_none() && !peripheral.is_connected().await.unwrap_or(false) {
                    continue;
                }
                heard.push((Found { name: name.to_owned(), hint, rssi: said.rssi }, peripheral));
            }
        }
        Ok(heard)
    }
}

fn refused(error: btleplug::Error) -> BleError {
    BleError::Refused(error.to_string())
}
