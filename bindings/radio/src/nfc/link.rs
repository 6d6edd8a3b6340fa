use super::{IsoDep, MTU, NfcError, apdu, reader::Reader};
use async_trait::async_trait;
use nearfield::link::{Link, LinkError};
use std::{sync::mpsc as wake, thread, time::Duration};
use tokio::sync::mpsc::{self, error::TryRecvError};

/// Frames that wait for the air; more would only grow old there.
const OUTGOING: usize = 2;
/// Frames that wait for the driver.
const INCOMING: usize = 32;
/// An idle reader polls so often at first, and ever less.
const SOON: Duration = Duration::from_millis(2);
const AT_LATEST: Duration = Duration::from_millis(40);

/// One end of an NFC link, whichever side asks.
pub(super) struct NfcLink {
    out: mpsc::Sender<Vec<u8>>,
    incoming: mpsc::Receiver<Vec<u8>>,
    wake: Option<wake::SyncSender<()>>,
}

/// The other end of [`NfcLink`]'s queues.
pub(super) struct Queues {
    pub(super) out: mpsc::Receiver<Vec<u8>>,
    pub(super) incoming: mpsc::Sender<Vec<u8>>,
}

impl NfcLink {
    pub(super) fn new() -> (Self, Queues) {
        let (out, taken) = mpsc::channel(OUTGOING);
        let (came, incoming) = mpsc::channel(INCOMING);
        (Self { out, incoming, wake: None }, Queues { out: taken, incoming: came })
    }

    /// A reader's link to the card in its field. Asks it whether it is ours, which blocks; a thread then carries frames.
    pub(super) fn to(mut card: Box<dyn IsoDep>) -> Result<Self, NfcError> {
        let answer = card.transceive(&apdu::select()).map_err(NfcError::Gone)?;
        let reader = Reader::selected(&answer)?;
        let (mut link, queues) = Self::new();
        let (waker, woken) = wake::sync_channel(1);
        link.wake = Some(waker);
        thread::Builder::new()
            .name("nfc".to_owned())
            .spawn(move || {
                if let Err(error) = pump(&mut *card, reader, queues, &woken) {
                    tracing::debug!(%error, "an NFC link is gone");
                }
            })
            .map_err(|error| NfcError::Gone(error.to_string()))?;
        Ok(link)
    }
}

/// Carries frames until the card is gone, or the link is dropped and what it sent is over.
fn pump(
    card: &mut dyn IsoDep,
    mut reader: Reader,
    mut queues: Queues,
    woken: &wake::Receiver<()>,
) -> Result<(), NfcError> {
    let mut pause = SOON;
    loop {
        if reader.has_room() {
            match queues.out.try_recv() {
                Ok(frame) => reader.put(frame),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return Ok(()),
            }
        }
        if reader.is_busy() {
            pause = SOON;
        } else {
            // Woken when there is something to send; all the same if nobody is left to wake.
            let _ = woken.recv_timeout(pause);
            pause = (pause * 2).min(AT_LATEST);
        }
        let command = reader.command();
        // The same once more does nothing twice: see `card`.
        let answer = card.transceive(&command).or_else(|_| card.transceive(&command)).map_err(NfcError::Gone)?;
        if let Some(frame) = reader.take(&answer)?
            && queues.incoming.blocking_send(frame).is_err()
            && reader.has_room()
            && queues.out.is_empty()
        {
            return Ok(());
        }
    }
}

#[async_trait]
impl Link for NfcLink {
    fn mtu(&self) -> usize {
        MTU
    }

    async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        if frame.len() > MTU {
            return Err(LinkError::TooLong { size: frame.len(), mtu: MTU });
        }
        let gone = |_| LinkError::Lost("NFC was broken off".to_owned());
        self.out.send(frame.to_vec()).await.map_err(gone)?;
        if let Some(wake) = &self.wake {
            // One that waits to be woken already is enough.
            let _ = wake.try_send(());
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
        self.incoming.recv().await.ok_or_else(|| LinkError::Lost("NFC was broken off".to_owned()))
    }
}
