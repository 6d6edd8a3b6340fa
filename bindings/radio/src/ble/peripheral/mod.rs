//! A kiosk's end of Bluetooth LE, by `bluer`: a GATT application of BlueZ.
//!
//! Streams of BlueZ (`Io`) carry what is written and notified: they keep the order of what one bearer brought, and stand bursts.
//!
//! - [`Peripheral`]: what the kiosk holds; `keeper`: registers it again when BlueZ has been started anew
//! - `registered`: what BlueZ is told; `advert`: the advertisement; `lane`: a phone after the other; [`PeripheralLink`]: one phone

mod advert;
mod keeper;
mod lane;
mod link;
mod registered;

pub use link::PeripheralLink;

use super::{BleError, lanes::Lanes};
use bluer::{Address, Session};
use keeper::Keeper;
use nearfield::{
    discovery::{
        Hint,
        ble::{LANES, advertised},
    },
    link::Link,
};
use registered::Registered;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::{sync::mpsc, task::JoinSet};

type Shared = Arc<Mutex<Lanes<Address>>>;

/// A kiosk in the air, until dropped.
pub struct Peripheral {
    adapter: String,
    incoming: mpsc::Receiver<(PeripheralLink, Address)>,
    // Aborted when dropped.
    _keeper: JoinSet<()>,
}

impl Peripheral {
    /// Serves at most `phones` at once over the adapter of this name (`hci0`), else the system's default one, which it switches on and names as it
    /// advertises the kiosk: a phone that has connected shows the adapter's name from then on. An adapter that goes and comes again, as all do when
    /// BlueZ falls over, is served again.
    ///
    /// # Errors
    /// [`BleError::NoAdapter`], [`BleError::Refused`].
    pub async fn start(adapter: Option<&str>, phones: u8, kiosk: &str, hint: Hint) -> Result<Self, BleError> {
        let session = Session::new().await.map_err(refused)?;
        let adapter = match adapter {
            Some(name) => session.adapter(name).map_err(|_| BleError::NoAdapter(name.to_owned()))?,
            None => session.default_adapter().await.map_err(|_| BleError::NoAdapter(String::new()))?,
        };
        // A name alone makes no adapter.
        if adapter.address().await.is_err() {
            return Err(BleError::NoAdapter(adapter.name().to_owned()));
        }
        // Asked for before anything is registered, so that no start of BlueZ is missed.
        let adapters = session.events().await.map_err(refused)?;
        let name = advertised(kiosk, hint);
        let (links, incoming) = mpsc::channel(usize::from(LANES));
        let registered = Registered::new(&adapter, phones, &name, &links).await?;
        let own = adapter.name().to_owned();
        let mut tasks = JoinSet::new();
        tasks.spawn(Keeper { adapter, phones, name, links }.run(registered, adapters));
        Ok(Self { adapter: own, incoming, _keeper: tasks })
    }

    /// The adapter's name.
    #[must_use]
    pub fn adapter(&self) -> &str {
        &self.adapter
    }

    /// The next phone, and its address. Dropping the future loses nothing.
    pub async fn accept(&mut self) -> Option<(Box<dyn Link>, String)> {
        let (link, phone) = self.incoming.recv().await?;
        Some((Box::new(link), phone.to_string()))
    }
}

fn locked(lanes: &Shared) -> std::sync::MutexGuard<'_, Lanes<Address>> {
    // Each change of the table is whole, whatever panicked beside it.
    lanes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn refused(error: bluer::Error) -> BleError {
    BleError::Refused(error.to_string())
}
