use super::{PeripheralLink, Shared, link::Ended, locked};
use bluer::{
    Adapter, Address,
    gatt::{
        CharacteristicReader, CharacteristicWriter,
        local::{CharacteristicControl, CharacteristicControlEvent, ReqError},
    },
};
use futures_util::StreamExt;
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};

/// One lane: a phone after the other.
pub(super) struct Lane {
    pub(super) number: u8,
    pub(super) lanes: Shared,
    pub(super) adapter: Adapter,
    pub(super) written: CharacteristicControl,
    pub(super) notified: CharacteristicControl,
}

impl Lane {
    /// Makes links of phones that write and listen; ends with the application.
    ///
    /// Between two phones it never waits for BlueZ: a phone's first write has to be answered at once. If the phone goes before that, BlueZ 5.66
    /// answers it five seconds after the write, on a connection that it has freed, and falls over.
    pub(super) async fn run(mut self, links: mpsc::Sender<(PeripheralLink, Address)>) {
        while let Some((phone, reader, writer)) = self.next().await {
            locked(&self.lanes).begin(self.number);
            tracing::debug!(lane = self.number, %phone, mtu = writer.mtu(), "a phone connects over Bluetooth");
            let (in_use, ended) = oneshot::channel();
            let link = PeripheralLink::new(self.adapter.device(phone).ok(), reader, writer, in_use).await;
            if links.send((link, phone)).await.is_err() {
                return;
            }
            // Said when the link is dropped.
            let ended = ended.await.unwrap_or(Ended::ByEither);
            let is_here = {
                let mut lanes = locked(&self.lanes);
                lanes.end(self.number);
                lanes.is_here(&phone, Instant::now())
            };
            // One whose connection was lost may be back already, on a new one.
            if let (Ended::ByEither, false, Ok(device)) = (ended, is_here, self.adapter.device(phone)) {
                tracing::debug!(%phone, "the connection of a phone is ended");
                // It may be gone already.
                tokio::spawn(async move { device.disconnect().await });
            }
        }
    }

    /// The next phone that both listens and writes.
    async fn next(&mut self) -> Option<(Address, CharacteristicReader, CharacteristicWriter)> {
        let (mut reader, mut writer) = (None, None);
        loop {
            let event = tokio::select! {
                event = self.written.next() => event?,
                event = self.notified.next() => event?,
            };
            match event {
                CharacteristicControlEvent::Write(request) => {
                    let phone = request.device_address();
                    if !locked(&self.lanes).is_of(self.number, &phone) {
                        tracing::debug!(lane = self.number, %phone, "a phone writes to another's lane");
                        request.reject(ReqError::NotPermitted);
                        continue;
                    }
                    match request.accept() {
                        Ok(accepted) => reader = Some((phone, accepted)),
                        Err(error) => tracing::debug!(%error, "a phone's writes can't be taken"),
                    }
                }
                CharacteristicControlEvent::Notify(notifier) => {
                    let phone = notifier.device_address();
                    if locked(&self.lanes).is_of(self.number, &phone) {
                        writer = Some((phone, notifier));
                    }
                }
            }
            // A half that an earlier phone left is no match.
            if let (Some((writes, _)), Some((listens, _))) = (&reader, &writer)
                && writes == listens
                && let (Some((phone, reader)), Some((_, writer))) = (reader.take(), writer.take())
            {
                return Some((phone, reader, writer));
            }
        }
    }
}
