use super::{Nearby, Radios};
use crate::{ble::BleError, mdns};
use std::time::Duration;

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
    Network(#[from] mdns::MdnsError),
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
    pub async fn look(&self, time: Duration, scope: mdns::Scope) -> Looked {
        let network = tokio::task::spawn_blocking(move || mdns::browse(time, scope));
        let ble = async {
            match &self.ble {
                Some(central) => central.look(time).await,
                None => Ok(Vec::new()),
            }
        };
        let (network, ble) = tokio::join!(network, ble);
        let mut looked = Looked::default();
        match network.unwrap_or_else(|error| Err(mdns::MdnsError(error.to_string()))) {
            Ok(found) => found.into_iter().for_each(|kiosk| looked.nearby.add(kiosk.into())),
            Err(error) => looked.unsearched.push(error.into()),
        }
        match ble {
            Ok(found) => found.into_iter().for_each(|kiosk| looked.nearby.add(kiosk.into())),
            Err(error) => looked.unsearched.push(error.into()),
        }
        looked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{check, table};

    // R: F3
    #[test]
    fn a_link_that_cant_be_searched_says_what_to_do() {
        check(table! { Unsearched:
            Unsearched::Network(_) => mdns::MdnsError("why".to_owned()).into(), true, "start code";
            Unsearched::Ble(_) => BleError::Off.into(), true, "Switch Bluetooth on";
        });
    }
}
