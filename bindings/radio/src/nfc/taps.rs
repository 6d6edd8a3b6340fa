use super::{
    IsoDep, NfcError,
    card::{Card, Done},
    link::{NfcLink, Queues},
};
use crate::choice::{Opener, Way};
use async_trait::async_trait;
use nearfield::link::{Link, LinkError};
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::mpsc::{self, error::TrySendError},
    time::timeout,
};

/// Taps that wait for somebody who takes their link.
const WAITING: usize = 4;
/// How long a user is waited for who has chosen NFC.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where taps come in and links come out. A platform hands in what its NFC brings: a tag that this device reads
/// ([`Nfc::tag`]), or the commands of a reader that it is held to ([`Nfc::process_command_apdu`]). Clones are the same.
#[derive(Clone)]
pub struct Nfc(Arc<Inner>);

struct Inner {
    card: Mutex<(Card, Option<Queues>)>,
    taps: mpsc::Sender<NfcLink>,
    links: tokio::sync::Mutex<mpsc::Receiver<NfcLink>>,
}

impl Nfc {
    /// Nothing was tapped yet.
    #[must_use]
    pub fn new() -> Self {
        let (taps, links) = mpsc::channel(WAITING);
        Self(Arc::new(Inner { card: Mutex::default(), taps, links: tokio::sync::Mutex::new(links) }))
    }

    /// This device reads: a card came into its field. Asks it whether it is ours, which blocks the calling thread for one exchange.
    ///
    /// # Errors
    /// [`NfcError`]: it is another card, or gone, or nobody takes links.
    pub fn tag(&self, card: Box<dyn IsoDep>) -> Result<(), NfcError> {
        let permit = self.0.taps.try_reserve().map_err(|_| NfcError::Untaken)?;
        permit.send(NfcLink::to(card)?);
        Ok(())
    }

    /// This device is a card (Android: `HostApduService.processCommandApdu`): the answer to a reader's command. Does not block.
    pub fn process_command_apdu(&self, command: &[u8]) -> Vec<u8> {
        let mut guard = self.card();
        let (card, queues) = &mut *guard;
        match card.process(command) {
            Done::Answer(answer) => answer,
            Done::Selected => {
                let (link, ends) = NfcLink::new();
                match self.0.taps.try_send(link) {
                    Ok(()) => {
                        *queues = Some(ends);
                        card.accept()
                    }
                    Err(TrySendError::Full(_) | TrySendError::Closed(_)) => {
                        *queues = None;
                        card.decline()
                    }
                }
            }
            Done::Exchanged { frame } => {
                let Some(Queues { out, incoming }) = queues else { return card.decline() };
                if let Some(frame) = frame {
                    // A driver that is too slow loses frames, which are sent again; one that is gone has let go of the link.
                    if let Err(TrySendError::Closed(_)) = incoming.try_send(frame)
                        && out.is_empty()
                    {
                        *queues = None;
                        return card.decline();
                    }
                }
                let next = if card.has_room() { out.try_recv().ok() } else { None };
                card.answer(next, !out.is_empty())
            }
        }
    }

    /// The reader is gone (Android: `HostApduService.onDeactivated`).
    pub fn deactivated(&self) {
        *self.card() = Default::default();
    }

    /// The link of the next tap. Dropping the future loses nothing.
    pub async fn next(&self) -> Option<Box<dyn Link>> {
        let link = self.0.links.lock().await.recv().await?;
        Some(Box::new(link))
    }

    fn card(&self) -> std::sync::MutexGuard<'_, (Card, Option<Queues>)> {
        // A command that panicked left a card that is selected anew at the worst.
        self.0.card.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Nfc {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Nfc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nfc")
    }
}

#[async_trait]
impl Opener for Nfc {
    fn opens(&self, way: &Way) -> bool {
        *way == Way::Nfc
    }

    async fn open(&self, _way: &Way) -> Result<Box<dyn Link>, LinkError> {
        let late = || LinkError::Lost("the phone was not held to the kiosk".to_owned());
        timeout(PATIENCE, self.next()).await.ok().flatten().ok_or_else(late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nfc::MTU;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A reader's field with the other device's card in it; taken away after so many commands.
    struct Held {
        card: Nfc,
        left: u32,
        asked: Arc<AtomicU32>,
    }

    impl IsoDep for Held {
        fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, String> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            self.left = self.left.checked_sub(1).ok_or("it was taken away")?;
            Ok(self.card.process_command_apdu(command))
        }
    }

    fn held(card: &Nfc, left: u32) -> (Box<Held>, Arc<AtomicU32>) {
        let asked = Arc::new(AtomicU32::new(0));
        (Box::new(Held { card: card.clone(), left, asked: asked.clone() }), asked)
    }

    // R: A2
    #[tokio::test]
    async fn a_tap_is_a_link_on_both_sides_until_it_is_taken_away() {
        let (card, reader) = (Nfc::new(), Nfc::new());
        let (field, asked) = held(&card, 100);
        reader.tag(field).expect("it is ours");
        let mut phone = card.next().await.expect("a tap");
        let mut kiosk = reader.open(&Way::Nfc).await.expect("a tap");
        for size in [1, 240, 241, MTU] {
            phone.send(&vec![1; size]).await.expect("it is held");
            kiosk.send(&vec![2; size]).await.expect("it is held");
            assert_eq!(kiosk.receive().await, Ok(vec![1; size]));
            assert_eq!(phone.receive().await, Ok(vec![2; size]));
        }
        assert!(matches!(phone.send(&vec![0; MTU + 1]).await, Err(LinkError::TooLong { .. })));
        // The polls use up the rest.
        assert!(matches!(kiosk.receive().await, Err(LinkError::Lost(_))));
        assert!(asked.load(Ordering::Relaxed) > 100);
        card.deactivated();
        assert!(matches!(phone.receive().await, Err(LinkError::Lost(_))));
        // Held to it again: a new link.
        reader.tag(held(&card, 100).0).expect("it is ours");
        let (mut phone, mut kiosk) = (card.next().await.expect("a tap"), reader.next().await.expect("a tap"));
        phone.send(b"goodbye").await.expect("it is held");
        drop(phone);
        assert_eq!(kiosk.receive().await, Ok(b"goodbye".to_vec()), "what was sent before the end arrives");
        kiosk.send(b"and the same").await.expect("it is held");
    }

    // R: A2
    #[test]
    fn taps_that_nobody_takes_are_declined() {
        let (card, reader) = (Nfc::new(), Nfc::new());
        for _ in 0..WAITING {
            reader.tag(held(&card, 9).0).expect("there is room");
        }
        assert_eq!(reader.tag(held(&card, 9).0), Err(NfcError::Untaken));
        assert!(matches!(Nfc::new().tag(held(&card, 9).0), Err(NfcError::NotOurs(_))));
    }
}
