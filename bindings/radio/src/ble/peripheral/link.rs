use crate::ble::chunks::{Cutter, Joiner};
use async_trait::async_trait;
use bluer::{
    Device, DeviceEvent, DeviceProperty,
    gatt::{CharacteristicReader, CharacteristicWriter},
};
use futures_util::{Stream, StreamExt, stream};
use nearfield::link::{Link, LinkError};
use std::{pin::Pin, time::Duration};
use tokio::{sync::oneshot, time::timeout};

/// BlueZ takes a notification at once, or when the air is free again.
const NOTIFY: Duration = Duration::from_secs(5);

/// A kiosk's end of one phone's connection. The lane is free again when it is dropped.
pub struct PeripheralLink {
    reader: CharacteristicReader,
    writer: CharacteristicWriter,
    events: Pin<Box<dyn Stream<Item = DeviceEvent> + Send>>,
    cutter: Cutter,
    joiner: Joiner,
    _in_use: oneshot::Sender<()>,
}

impl PeripheralLink {
    pub(super) async fn new(
        device: Option<Device>,
        reader: CharacteristicReader,
        writer: CharacteristicWriter,
        in_use: oneshot::Sender<()>,
    ) -> Self {
        let events: Pin<Box<dyn Stream<Item = DeviceEvent> + Send>> = match device {
            Some(device) => match device.events().await {
                Ok(events) => Box::pin(events),
                // Its streams still end with it.
                Err(_) => Box::pin(stream::pending()),
            },
            None => Box::pin(stream::pending()),
        };
        // What the notifier itself says: two bytes less than ATT would take are lost in BlueZ.
        let cutter = Cutter::new(writer.mtu());
        Self { reader, writer, events, cutter, joiner: Joiner::default(), _in_use: in_use }
    }
}

#[async_trait]
impl Link for PeripheralLink {
    fn mtu(&self) -> usize {
        self.cutter.mtu()
    }

    async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        let mtu = self.mtu();
        if frame.len() > mtu {
            return Err(LinkError::TooLong { size: frame.len(), mtu });
        }
        for chunk in self.cutter.cut(frame) {
            timeout(NOTIFY, self.writer.send(&chunk))
                .await
                .map_err(|_| LinkError::Lost("a notification was not taken".to_owned()))?
                .map_err(|error| LinkError::Lost(error.to_string()))?;
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
        loop {
            tokio::select! {
                written = self.reader.recv() => {
                    let chunk = written.map_err(|error| LinkError::Lost(error.to_string()))?;
                    if chunk.is_empty() {
                        return Err(LinkError::Lost("the phone writes no more".to_owned()));
                    }
                    if let Some(frame) = self.joiner.take(&chunk) {
                        return Ok(frame);
                    }
                }
                _ = self.writer.closed() => return Err(LinkError::Lost("the phone listens no more".to_owned())),
                Some(event) = self.events.next() => {
                    if matches!(event, DeviceEvent::PropertyChanged(DeviceProperty::Connected(false))) {
                        return Err(LinkError::Lost("the Bluetooth connection is gone".to_owned()));
                    }
                }
            }
        }
    }
}
