use super::{PeripheralLink, Registered};
use bluer::{Adapter, Address, SessionEvent};
use futures_util::{Stream, StreamExt};
use std::{pin::pin, time::Duration};
use tokio::{sync::mpsc, time::sleep};

/// An adapter that has just come is still busy with its own start.
const AGAIN: Duration = Duration::from_millis(500);

/// Keeps a kiosk registered: BlueZ forgets all it was told when it falls over or the adapter is unplugged, and says only that the adapter has come.
pub(super) struct Keeper {
    pub(super) adapter: Adapter,
    pub(super) phones: u8,
    pub(super) name: String,
    pub(super) links: mpsc::Sender<(PeripheralLink, Address)>,
}

impl Keeper {
    /// Runs for ever.
    pub(super) async fn run(self, registered: Registered, adapters: impl Stream<Item = SessionEvent>) {
        let mut adapters = pin!(adapters);
        let mut registered = Some(registered);
        while let Some(event) = adapters.next().await {
            match event {
                SessionEvent::AdapterAdded(name) if name == self.adapter.name() => {
                    drop(registered.take());
                    registered = Some(self.register().await);
                    tracing::info!(adapter = name, "the Bluetooth adapter is back, and serves again");
                }
                SessionEvent::AdapterRemoved(name) if name == self.adapter.name() => {
                    drop(registered.take());
                    tracing::warn!(adapter = name, "the Bluetooth adapter is gone");
                }
                SessionEvent::AdapterAdded(_) | SessionEvent::AdapterRemoved(_) => {}
            }
        }
    }

    async fn register(&self) -> Registered {
        let mut said = false;
        loop {
            match Registered::new(&self.adapter, self.phones, &self.name, &self.links).await {
                Ok(registered) => return registered,
                Err(error) => {
                    // Said once, not twice a second.
                    if !std::mem::replace(&mut said, true) {
                        tracing::warn!(%error, "the Bluetooth adapter does not serve yet");
                    }
                    sleep(AGAIN).await;
                }
            }
        }
    }
}
