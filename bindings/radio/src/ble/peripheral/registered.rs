//! What BlueZ is told of a kiosk: its GATT application and its advertisement.

use super::{PeripheralLink, Shared, advert, lane::Lane, locked, refused};
use crate::ble::{BleError, lanes::Lanes};
use bluer::{
    Adapter, Address,
    gatt::local::{
        Application, ApplicationHandle, Characteristic, CharacteristicNotify, CharacteristicNotifyMethod,
        CharacteristicRead, CharacteristicReadRequest, CharacteristicWrite, CharacteristicWriteMethod, Service,
        characteristic_control,
    },
};
use futures_util::FutureExt;
use nearfield::discovery::ble::{LANE, LANES, NO_LANE, SERVICE, to_kiosk, to_phone};
use std::{
    sync::{Arc, Mutex},
    time::Instant,
};
use tokio::{sync::mpsc, task::JoinSet};
use uuid::Uuid;

/// A kiosk as BlueZ knows it, until dropped or BlueZ is started anew.
pub(super) struct Registered {
    _application: ApplicationHandle,
    // Aborted when dropped.
    _tasks: JoinSet<()>,
}

impl Registered {
    /// Switches the adapter on, names it as it advertises the kiosk, and serves at most `phones` at once.
    ///
    /// # Errors
    /// [`BleError::Refused`].
    pub(super) async fn new(
        adapter: &Adapter,
        phones: u8,
        name: &str,
        links: &mpsc::Sender<(PeripheralLink, Address)>,
    ) -> Result<Self, BleError> {
        adapter.set_powered(true).await.map_err(refused)?;
        adapter.set_alias(name.to_owned()).await.map_err(refused)?;
        let lanes: Shared = Arc::new(Mutex::new(Lanes::new(phones)));
        let (mut characteristics, mut tasks) = (vec![claims(lanes.clone())], JoinSet::new());
        for number in 0..LANES {
            let (lane, pair) = lane(number, &lanes, adapter);
            characteristics.extend(pair);
            tasks.spawn(lane.run(links.clone()));
        }
        let service = Service { uuid: Uuid::from_u128(SERVICE), primary: true, characteristics, ..Service::default() };
        let application = Application { services: vec![service], ..Application::default() };
        let application = adapter.serve_gatt_application(application).await.map_err(refused)?;
        tasks.spawn(advert::run(adapter.clone(), name.to_owned(), lanes));
        Ok(Self { _application: application, _tasks: tasks })
    }
}

/// The characteristic that gives lanes.
fn claims(lanes: Shared) -> Characteristic {
    let fun = move |request: CharacteristicReadRequest| {
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
