use crate::ble::chunks::{Cutter, Joiner};
use async_trait::async_trait;
use bluer::{
    Device, DeviceEvent, DeviceProperty,
    gatt::{CharacteristicReader, CharacteristicWriter},
};
use futures_util::{Stream, StreamExt, stream};
use nearfield::link::{Link, LinkError};
use std::{future::pending, pin::Pin, time::Duration};
use tokio::{sync::oneshot, time::timeout};

/// BlueZ takes a notification at once, or when the air is free again.
const NOTIFY: Duration = Duration::from_secs(5);

/// BlueZ ends its streams just before it says that a connection is gone; on a busy machine that is a while.
const A_MOMENT: Duration = Duration::from_secs(1);

/// A kiosk's end of one phone's connection. The lane is free again when it is dropped.
pub struct PeripheralLink {
    reader: CharacteristicReader,
    writer: CharacteristicWriter,
    events: Pin<Box<dyn Stream<Item = DeviceEvent> + Send>>,
    cutter: Cutter,
    joiner: Joiner,
    /// Dropped last: whoever waits for the lane finds its streams ended.
    in_use: InUse,
}

/// Tells the lane, when dropped, that the link is over.
struct InUse {
    ended: Option<oneshot::Sender<Ended>>,
    how: Ended,
}

/// How a link was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The phone may still be connected: it, or the kiosk, is done.
    ByEither,
    /// The connection itself is gone. If the phone is connected now, it is so anew.
    Disconnected,
}

impl Drop for InUse {
    fn drop(&mut self) {
        if let Some(ended) = self.ended.take() {
            // Nobody waits once the kiosk has left the air.
            let _ = ended.send(self.how);
        }
    }
}

impl PeripheralLink {
    pub(super) async fn new(
        device: Option<Device>,
        reader: CharacteristicReader,
        writer: CharacteristicWriter,
        ended: oneshot::Sender<Ended>,
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
        let in_use = InUse { ended: Some(ended), how: Ended::ByEither };
        Self { reader, writer, events, cutter, joiner: Joiner::default(), in_use }
    }

    /// A stream ended or failed: because the connection did, or because the phone is done with it.
    async fn lost(&mut self, why: String) -> LinkError {
        // Dropped in the middle, it is asked again: what ended stays ended.
        if timeout(A_MOMENT, disconnected(&mut self.events)).await.is_ok() {
            self.in_use.how = Ended::Disconnected;
        }
        LinkError::Lost(why)
    }
}

/// Comes back when the phone's connection has ended, else never.
async fn disconnected(events: &mut (impl Stream<Item = DeviceEvent> + Unpin)) {
    while let Some(event) = events.next().await {
        if matches!(event, DeviceEvent::PropertyChanged(DeviceProperty::Connected(false))) {
            return;
        }
    }
    pending().await
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
            let failed = match timeout(NOTIFY, self.writer.send(&chunk)).await {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => error.to_string(),
                Err(_) => "a notification was not taken".to_owned(),
            };
            return Err(self.lost(failed).await);
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
        loop {
            let why = tokio::select! {
                written = self.reader.recv() => match written {
                    Ok(chunk) if chunk.is_empty() => "the phone writes no more".to_owned(),
                    Ok(chunk) => match self.joiner.take(&chunk) {
                        Some(frame) => return Ok(frame),
                        None => continue,
                    },
                    Err(error) => error.to_string(),
                },
                _ = self.writer.closed() => "the phone listens no more".to_owned(),
                () = disconnected(&mut self.events) => {
                    self.in_use.how = Ended::Disconnected;
                    return Err(LinkError::Lost("the Bluetooth connection is gone".to_owned()));
                }
            };
            return Err(self.lost(why).await);
        }
    }
}
