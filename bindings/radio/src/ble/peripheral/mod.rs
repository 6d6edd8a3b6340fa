//! A kiosk's end of Bluetooth LE, by `bluer`: a GATT application of BlueZ.
//!
//! Streams of BlueZ (`Io`) carry what is written and notified: they keep the order of what one bearer brought, and stand bursts.

mod advert;
mod lane;
mod link;

pub use link::PeripheralLink;

use super::{BleError, lanes::Lanes};
use bluer::{
    Adapter, Address, Session,
    gatt::local::{
        Application, ApplicationHandle, Characteristic, CharacteristicNotify, CharacteristicNotifyMethod,
        CharacteristicRead, CharacteristicWrite, CharacteristicWriteMethod, Service, characteristic_control,
    },
};
use futures_util::FutureExt;
use lane::Lane;
use nearfield::{
    discovery::{
        Hint,
        ble::{LANE, LANES, NO_LANE, SERVICE, advertised, to_kiosk, to_phone},
    },
    link::Link,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};
use tokio::{sync::mpsc, task::JoinSet};
use uuid::Uuid;

type Shared = Arc<Mutex<Lanes<Address>>>;

/// A kiosk in the air, until dropped.
pub struct Peripheral {
    adapter: Adapter,
    incoming: mpsc::Receiver<(PeripheralLink, Address)>,
    _application: ApplicationHandle,
    // Aborted when dropped.
    _tasks: JoinSet<()>,
}

impl Peripheral {
    /// Serves at most `phones` at once over the adapter of this name (`hci0`), else the system's default one, which it switches on and names as it
    /// advertises the kiosk: a phone that has connected shows the adapter's name from then on.
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
        adapter.set_powered(true).await.map_err(refused)?;
        let name = advertised(kiosk, hint);
        adapter.set_alias(name.clone()).await.map_err(refused)?;

        let lanes: Shared = Arc::new(Mutex::new(Lanes::new(phones)));
        let (sender, incoming) = mpsc::channel(usize::from(LANES));
        let (mut characteristics, mut tasks) = (vec![claims(lanes.clone())], JoinSet::new());
        for number in 0..LANES {
            let (lane, pair) = lane(number, &lanes, &adapter);
            characteristics.extend(pair);
            tasks.spawn(lane.run(sender.clone()));
        }
        let service = Service { uuid: Uuid::from_u128(SERVICE), primary: true, characteristics, ..Service::default() };
        let application = Application { services: vec![service], ..Application::default() };
        let application = adapter.serve_gatt_application(application).await.map_err(refused)?;
        tasks.spawn(advert::run(adapter.clone(), name, lanes));
        Ok(Self { adapter, incoming, _application: application, _tasks: tasks })
    }

    /// The adapter's name.
    #[must_use]
    pub fn adapter(&self) -> &str {
        self.adapter.name()
    }

    /// The next phone, and its address. Dropping the future loses nothing.
    pub async fn accept(&mut self) -> Option<(Box<dyn Link>, String)> {
        let (link, phone) = self.incoming.recv().await?;
        Some((Box::new(link), phone.to_string()))
    }
}

/// The characteristic that gives lanes.
fn claims(lanes: Shared) -> Characteristic {
    let fun = move |request: bluer::gatt::local::CharacteristicReadRequest| {
        let lane = locked(&lanes).claim(request.device_address, Instant::now());
        async move { Ok(vec![lane.unwrap_or(NO_LANE)]) }.boxed()
    };
    let read = CharacteristicRead { read: true, fun: Box::new(fun), ..CharacteristicRead::default() };
    Characteristic { uuid: Uuid::from_u128(LANE), read: Some(read), ..Characteristic::default() }
}

/// A lane's two characteristics, and what serves them.
fn lane(number: u8, lanes: &Shared, adapter: &Adapter) -> (Lane, [Characteristic; 2]) {
    let (written, write_handle) = characteristic_control();
    let (notified, notify_handle) = characteristic_control();
    let write = CharacteristicWrite {
        write: true,
        write_without_response: true,
        method: CharacteristicWriteMethod::Io,
        ..CharacteristicWrite::default()
    };
    let notify = CharacteristicNotify {
        notify: true,
        method: CharacteristicNotifyMethod::Io,
        ..CharacteristicNotify::default()
    };
    let pair = [
        Characteristic {
            uuid: Uuid::from_u128(to_kiosk(number)),
            write: Some(write),
            control_handle: write_handle,
            ..Characteristic::default()
        },
        Characteristic {
            uuid: Uuid::from_u128(to_phone(number)),
            notify: Some(notify),
            control_handle: notify_handle,
            ..Characteristic::default()
        },
    ];
    (Lane { number, lanes: lanes.clone(), adapter: adapter.clone(), written, notified }, pair)
}

fn locked(lanes: &Shared) -> std::sync::MutexGuard<'_, Lanes<Address>> {
    // Each change of the table is whole, whatever panicked beside it.
    lanes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn refused(error: bluer::Error) -> BleError {
    BleError::Refused(error.to_string())
}
