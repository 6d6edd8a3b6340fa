use super::{PeripheralLink, Shared, locked};
use bluer::{
    Adapter, Address,
    gatt::{
        CharacteristicReader, CharacteristicWriter,
        local::{CharacteristicControl, CharacteristicControlEvent, ReqError},
    },
};
use futures_util::StreamExt;
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
    pub(super) async fn run(mut self, links: mpsc::Sender<(PeripheralLink, Address)>) {
        while let Some((phone, reader, writer)) = self.next().await {
            locked(&self.lanes).begin(self.number);
            tracing::debug!(lane = self.number, %phone, mtu = writer.mtu(), "a phone connects over Bluetooth");
            let (in_use, ended) = oneshot::channel();
            let link = PeripheralLink::new(self.adapter.device(phone).ok(), reader, writer, in_use).await;
            if links.send((link, phone)).await.is_err() {
                return;
            }
            // Ends when the link is dropped.
            let _ = ended.await;
            locked(&self.lanes).end(self.number);
            let is_here = locked(&self.lanes).has(&phone);
            if let (false, Ok(device)) = (is_here, self.adapter.device(phone)) {
                // It may be gone already.
                let _ = device.disconnect().await;
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
