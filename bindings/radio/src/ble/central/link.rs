use super::refused;
use crate::ble::{
    BleError,
    chunks::{Cutter, Joiner},
};
use async_trait::async_trait;
use btleplug::{
    api::{Central as _, CentralEvent, Characteristic, Peripheral as _, ValueNotification, WriteType},
    platform::{Adapter, Peripheral, PeripheralId},
};
use futures_util::{Stream, StreamExt, stream};
use nearfield::{
    discovery::ble::{LANE, NO_LANE, to_kiosk, to_phone},
    link::{Link, LinkError},
};
use std::{pin::Pin, time::Duration};
use tokio::{runtime::Handle, time::timeout};
use uuid::Uuid;

type Streamed<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

/// How long connecting and finding the service may take, each.
const CONNECT: Duration = Duration::from_secs(10);
/// A write to a phone that is gone fails within 2 s; one that does not is given up.
const WRITE: Duration = Duration::from_secs(5);
/// What ATT takes of its MTU for a write.
const ATT: usize = 3;

/// A phone's end of one connection.
pub struct CentralLink {
    peripheral: Peripheral,
    to_kiosk: Characteristic,
    notified: Uuid,
    notifications: Streamed<ValueNotification>,
    events: Streamed<CentralEvent>,
    /// The runtime that the streams are of: they may only end within it, wherever this is dropped.
    runtime: Handle,
    cutter: Cutter,
    joiner: Joiner,
    /// The first write is one with response: it opens the kiosk's end before anything can overtake it.
    opened: bool,
}

impl CentralLink {
    pub(super) async fn open(adapter: &Adapter, peripheral: Peripheral) -> Result<Self, BleError> {
        // Before connecting, so that no disconnection is missed. The stream of notifications does not end by itself.
        let events = adapter.events().await.map_err(refused)?;
        peripheral.connect_with_timeout(CONNECT).await.map_err(refused)?;
        tracing::debug!("a Bluetooth connection");
        peripheral.discover_services_with_timeout(CONNECT).await.map_err(refused)?;
        tracing::debug!("its services are known");
        let all = peripheral.characteristics();
        let find = |uuid: u128| all.iter().find(|c| c.uuid == Uuid::from_u128(uuid)).cloned();
        let lane = find(LANE).ok_or(BleError::NotAKiosk("it has no lanes"))?;
        let lane = match peripheral.read(&lane).await.map_err(refused)?[..] {
            [NO_LANE] => return Err(BleError::Busy),
            [lane] => lane,
            _ => return Err(BleError::NotAKiosk("its lane is not one byte")),
        };
        tracing::debug!(lane, "a lane");
        let (to_kiosk, to_phone) =
            find(to_kiosk(lane)).zip(find(to_phone(lane))).ok_or(BleError::NotAKiosk("its lane is not there"))?;
        let notifications = peripheral.notifications().await.map_err(refused)?;
        peripheral.subscribe(&to_phone).await.map_err(refused)?;
        let cutter = Cutter::new(usize::from(peripheral.mtu()).saturating_sub(ATT));
        tracing::debug!(lane, mtu = peripheral.mtu(), "connected over Bluetooth");
        Ok(Self {
            peripheral,
            to_kiosk,
            notified: to_phone.uuid,
            notifications,
            events,
            runtime: Handle::current(),
            cutter,
            joiner: Joiner::default(),
            opened: false,
        })
    }

    async fn write(&mut self, chunk: &[u8]) -> Result<(), LinkError> {
        let kind = if self.opened { WriteType::WithoutResponse } else { WriteType::WithResponse };
        let written = timeout(WRITE, self.peripheral.write(&self.to_kiosk, chunk, kind)).await;
        written
            .map_err(|_| LinkError::Lost("a write over Bluetooth was not taken".to_owned()))?
            .map_err(|error| LinkError::Lost(error.to_string()))?;
        self.opened = true;
        Ok(())
    }
}

#[async_trait]
impl Link for CentralLink {
    fn mtu(&self) -> usize {
        self.cutter.mtu()
    }

    async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        let mtu = self.mtu();
        if frame.len() > mtu {
            return Err(LinkError::TooLong { size: frame.len(), mtu });
        }
        for chunk in self.cutter.cut(frame) {
            self.write(&chunk).await?;
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
        let own = self.peripheral.id();
        loop {
            tokio::select! {
                notified = self.notifications.next() => {
                    let ended = || LinkError::Lost("Bluetooth has ended".to_owned());
                    let ValueNotification { uuid, value, .. } = notified.ok_or_else(ended)?;
                    if uuid == self.notified
                        && let Some(frame) = self.joiner.take(&value)
                    {
                        return Ok(frame);
                    }
                }
                event = self.events.next() => {
                    if event.is_none_or(|event| is_end(&event, &own)) {
                        return Err(LinkError::Lost("the Bluetooth connection is gone".to_owned()));
                    }
                }
            }
        }
    }
}

fn is_end(event: &CentralEvent, own: &PeripheralId) -> bool {
    match event {
        CentralEvent::DeviceDisconnected(id) => id == own,
        _ => false,
    }
}

impl Drop for CentralLink {
    fn drop(&mut self) {
        let _within = self.runtime.enter();
        self.notifications = Box::pin(stream::empty());
        self.events = Box::pin(stream::empty());
        let peripheral = self.peripheral.clone();
        // If the runtime ends before, so does the program; the kiosk then ends the connection, as it does after a goodbye.
        self.runtime.spawn(async move { peripheral.disconnect().await });
    }
}
