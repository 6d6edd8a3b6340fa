use super::{Radios, Way};
use nearfield::link::{Link, LinkError};
use std::time::Duration;
use tokio::time::Instant;

/// A way whose link died or could not be opened is tried behind the others for so long.
const WEAK: Duration = Duration::from_secs(20);

/// Opens links to one kiosk: the best that it can be reached by, and another kind when one dies.
#[derive(Debug, Clone)]
pub struct Dialer {
    radios: Radios,
    ways: Vec<Known>,
    /// The way of the last link. That a new one is wanted says that it died.
    last: Option<Way>,
}

#[derive(Debug, Clone)]
struct Known {
    way: Way,
    failed: Option<Instant>,
}

impl Dialer {
    /// A dialler over the ways that `radios` can open.
    #[must_use]
    pub fn new(radios: Radios, ways: impl IntoIterator<Item = Way>) -> Self {
        let mut dialer = Self { radios, ways: Vec::new(), last: None };
        ways.into_iter().for_each(|way| dialer.add(way));
        dialer
    }

    /// One more way, as when Wi-Fi Direct has connected meanwhile; the next link may take it.
    pub fn add(&mut self, way: Way) {
        if self.radios.open_by(&way) && self.ways.iter().all(|known| known.way != way) {
            self.ways.push(Known { way, failed: None });
            self.ways.sort_by(|a, b| a.way.cmp(&b.way));
        }
    }

    /// Whether there is any way to the kiosk.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }

    /// The way of the link that was opened last.
    #[must_use]
    pub const fn last(&self) -> Option<&Way> {
        self.last.as_ref()
    }

    /// A new link by the best way that has not just failed; if all have, by the one that failed longest ago first.
    ///
    /// # Errors
    /// [`LinkError`] of the last way tried, if none leads to the kiosk now.
    pub async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError> {
        let now = Instant::now();
        if let Some(died) = self.last.take() {
            self.mark(&died, Some(now));
        }
        let mut last = LinkError::Lost("there is no way to it that this device has".to_owned());
        for way in self.order(now) {
            match self.radios.open(&way).await {
                Ok(link) => {
                    tracing::debug!(%way, "a link to the kiosk");
                    self.mark(&way, None);
                    self.last = Some(way);
                    return Ok(link);
                }
                Err(error) => {
                    tracing::debug!(%way, %error, "no link to the kiosk");
                    self.mark(&way, Some(Instant::now()));
                    last = error;
                }
            }
        }
        Err(last)
    }

    /// Those that did not fail lately by rank, then the others as they failed.
    fn order(&self, now: Instant) -> Vec<Way> {
        let lately = |known: &Known| known.failed.filter(|at| now.saturating_duration_since(*at) < WEAK);
        let mut ways: Vec<(Option<Instant>, &Way)> =
            self.ways.iter().map(|known| (lately(known), &known.way)).collect();
        ways.sort();
        ways.into_iter().map(|(_, way)| way.clone()).collect()
    }

    fn mark(&mut self, way: &Way, failed: Option<Instant>) {
        if let Some(known) = self.ways.iter_mut().find(|known| known.way == *way) {
            known.failed = failed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Opener;
    use async_trait::async_trait;
    use nearfield::discovery::Hint;
    use std::sync::{Arc, Mutex};

    /// Opens ways that are not in its list of the broken, and notes what it was asked.
    #[derive(Default)]
    struct Toy {
        broken: Mutex<Vec<Way>>,
        asked: Mutex<Vec<Way>>,
    }

    struct Dead;

    #[async_trait]
    impl Link for Dead {
        fn mtu(&self) -> usize {
            128
        }

        async fn send(&mut self, _: &[u8]) -> Result<(), LinkError> {
            Ok(())
        }

        async fn receive(&mut self) -> Result<Vec<u8>, LinkError> {
            Err(LinkError::Lost("it is a toy".to_owned()))
        }
    }

    #[async_trait]
    impl Opener for Toy {
        fn opens(&self, _: &Way) -> bool {
            true
        }

        async fn open(&self, way: &Way) -> Result<Box<dyn Link>, LinkError> {
            self.asked.lock().expect("no panic").push(way.clone());
            if self.broken.lock().expect("no panic").contains(way) {
                return Err(LinkError::Lost(way.to_string()));
            }
            Ok(Box::new(Dead))
        }
    }

    // R: A2
    #[tokio::test(start_paused = true)]
    async fn a_link_that_dies_is_replaced_by_another_kind_and_the_best_comes_back() {
        let (tcp, ble) = (Way::Tcp("h:1".to_owned()), Way::Ble(Hint([1; 4])));
        let direct = Way::WifiDirect("h:2".to_owned());
        let toy = Arc::new(Toy::default());
        let mut dialer = Dialer::new(Radios::tcp().with(toy.clone()), [ble.clone(), Way::Nfc, tcp.clone()]);
        let asked = || std::mem::take(&mut *toy.asked.lock().expect("no panic"));
        dialer.dial().await.expect("a link");
        assert_eq!(asked(), std::slice::from_ref(&tcp), "the best first");
        // It died, and so did its successors.
        dialer.dial().await.expect("a link");
        assert_eq!(asked(), std::slice::from_ref(&ble));
        dialer.add(direct.clone());
        dialer.dial().await.expect("a link");
        assert_eq!(asked(), std::slice::from_ref(&direct), "one that came meanwhile");
        dialer.dial().await.expect("a link");
        assert_eq!(asked(), [Way::Nfc]);
        // All have failed: the one that failed longest ago.
        dialer.dial().await.expect("a link");
        assert_eq!((asked(), dialer.last()), (vec![tcp.clone()], Some(&tcp)));
        tokio::time::advance(WEAK).await;
        *toy.broken.lock().expect("no panic") = vec![direct.clone(), ble.clone()];
        dialer.dial().await.expect("a link");
        assert_eq!(asked(), [direct.clone(), ble.clone(), Way::Nfc], "TCP died just now");
        toy.broken.lock().expect("no panic").extend([tcp.clone(), Way::Nfc]);
        let error = dialer.dial().await.err();
        assert_eq!(asked().len(), 4, "none is left out");
        assert_eq!(error, Some(LinkError::Lost("nfc".to_owned())), "the last that was tried");
    }

    // R: A2
    #[tokio::test]
    async fn a_way_that_the_device_lacks_is_never_tried() {
        let mut dialer = Dialer::new(Radios::tcp(), [Way::Nfc, Way::Ble(Hint([1; 4]))]);
        assert!(dialer.is_empty());
        assert!(matches!(dialer.dial().await, Err(LinkError::Lost(_))));
    }
}
