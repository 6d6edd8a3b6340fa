use super::{BrowseError, Nearby, Radios, Seen};
use crate::ble::BleError;
use std::time::Duration;
use tokio::{task::spawn_blocking, time::timeout};

/// What was asked of a platform is waited for so much longer than it was to take.
const GRACE: Duration = Duration::from_secs(3);

/// What a search found.
#[derive(Debug, Default)]
pub struct Looked {
    /// The kiosks.
    pub nearby: Nearby,
    /// Links that could not be searched.
    pub unsearched: Vec<Unsearched>,
}

/// Why a link could not be searched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsearched {
    /// The network.
    #[error(transparent)]
    Network(#[from] BrowseError),
    /// Bluetooth LE.
    #[error(transparent)]
    Ble(#[from] BleError),
}

impl Unsearched {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Network(error) => error.retrying_helps(),
            Self::Ble(error) => error.retrying_helps(),
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Network(error) => error.hint(),
            Self::Ble(error) => error.hint(),
        }
    }
}

impl Radios {
    /// Looks for kiosks for `time` on all links at once. NFC has nothing to be looked for: a kiosk is there when the phone is held to it.
    /// One link that can't be searched keeps none of the others from it.
    pub async fn look(&self, time: Duration) -> Looked {
        let ble = async {
            match &self.ble {
                Some(central) => central.look(time).await,
                None => Ok(Vec::new()),
            }
        };
        let (network, ble) = tokio::join!(self.browse(time), ble);
        let mut looked = Looked::default();
        match network {
            Ok(found) => looked.take(found),
            Err(error) => looked.unsearched.push(error.into()),
        }
        match ble {
            Ok(found) => looked.take(found),
            Err(error) => looked.unsearched.push(error.into()),
        }
        looked
    }

    /// A platform's browser that does not come back keeps nobody waiting.
    async fn browse(&self, time: Duration) -> Result<Vec<super::Announced>, BrowseError> {
        let Some(browser) = self.browser.clone() else { return Ok(Vec::new()) };
        match timeout(time + GRACE, spawn_blocking(move || browser.browse(time))).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => Err(BrowseError::Failed(error.to_string())),
            Err(_) => Err(BrowseError::Failed("the search did not end".to_owned())),
        }
    }
}

impl Looked {
    /// Takes what a link found, but for what can't be reached.
    fn take(&mut self, found: Vec<impl Into<Seen>>) {
        found
            .into_iter()
            .map(Into::into)
            .filter(|seen: &Seen| !seen.ways.is_empty())
            .for_each(|seen| self.nearby.add(seen));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::{Announced, Browser};
    use std::{
        collections::BTreeMap,
        sync::{Arc, Barrier},
    };
    use tables::{check, table};
    use tokio::time::advance;

    // R: F3
    #[test]
    fn a_link_that_cant_be_searched_says_what_to_do() {
        check(table! { Unsearched:
            Unsearched::Network(_) => BrowseError::Failed("why".to_owned()).into(), true, "start code";
            Unsearched::Ble(_) => BleError::Off.into(), true, "Switch Bluetooth on";
        });
        check(table! { BrowseError:
            BrowseError::Failed(_) => BrowseError::Failed("why".to_owned()), true, "Join the kiosk's network";
            BrowseError::Denied(_) => BrowseError::Denied("why".to_owned()), true, "settings";
        });
    }

    struct Platform<F>(F);

    impl<F: Fn() -> Result<Vec<Announced>, BrowseError> + Send + Sync> Browser for Platform<F> {
        fn browse(&self, _time: Duration) -> Result<Vec<Announced>, BrowseError> {
            (self.0)()
        }
    }

    async fn looked(by: impl Fn() -> Result<Vec<Announced>, BrowseError> + Send + Sync + 'static) -> Looked {
        Radios::tcp().with_browser(Arc::new(Platform(by))).look(Duration::from_millis(10)).await
    }

    fn announced(name: &str, address: &str) -> Announced {
        Announced { name: name.to_owned(), addresses: vec![address.to_owned()], fields: BTreeMap::new() }
    }

    // R: A2
    #[tokio::test]
    async fn what_a_platform_finds_is_listed_if_it_can_be_reached() {
        let found =
            looked(|| Ok(vec![announced("Gate 7", "gate-7.local.:7788"), announced("Gate 8", "no port")])).await;
        let [kiosk] = found.nearby.kiosks() else { panic!("one can be reached: {found:?}") };
        let ways: Vec<String> = kiosk.ways.iter().map(ToString::to_string).collect();
        assert_eq!((&*kiosk.name, &ways[..]), ("Gate 7", &["tcp:gate-7.local.:7788".to_owned()][..]));
        let nobody = Radios::tcp().look(Duration::from_millis(10)).await;
        assert!(nobody.nearby.kiosks().is_empty() && nobody.unsearched.is_empty(), "{nobody:?}");
    }

    // R: A2 F3
    #[tokio::test(start_paused = true)]
    async fn a_platform_that_fails_or_hangs_is_told() {
        let denied = looked(|| Err(BrowseError::Denied("by the user".to_owned()))).await;
        assert_eq!(denied.unsearched, [Unsearched::Network(BrowseError::Denied("by the user".to_owned()))]);
        let panicked = looked(|| panic!("a mistake")).await;
        assert_eq!(panicked.unsearched.len(), 1, "{panicked:?}");
        let held = Arc::new(Barrier::new(2));
        let there = held.clone();
        let looking = looked(move || {
            there.wait();
            Ok(Vec::new())
        });
        let (hung, ()) = tokio::join!(looking, advance(Duration::from_secs(4)));
        held.wait();
        assert_eq!(hung.unsearched, [Unsearched::Network(BrowseError::Failed("the search did not end".to_owned()))]);
    }
}
