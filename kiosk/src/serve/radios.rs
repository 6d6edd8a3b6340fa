//! The kiosk's radios beside TCP: each brings links, and the hub knows no difference.

use super::{Links, Options, ServeError, start_code, stopped};
use crate::Kiosk;
use nearfield::discovery::{Hint, ble::LANES};
use radio::{ble::peripheral::Peripheral, nfc::pcsc::Watch};
use std::str::FromStr;
use tokio::{sync::watch, task::JoinSet};

/// Those that were asked for.
pub(super) struct Radios {
    ble: Vec<Peripheral>,
    nfc: Option<Watch>,
}

impl Radios {
    /// Switches them on.
    pub(super) async fn start(kiosk: &Kiosk, options: &Options) -> Result<Self, ServeError> {
        // Its certificate was checked when it was made: the key is of that kind.
        let hint = start_code::hint(kiosk).unwrap_or(Hint([0; 4]));
        let mut ble = Vec::new();
        for Ble { adapter, phones } in &options.ble {
            ble.push(Peripheral::start(adapter.as_deref(), *phones, &kiosk.settings().name, hint).await?);
        }
        let nfc = options.nfc.as_ref().map(|reader| Watch::start(named(reader))).transpose()?;
        Ok(Self { ble, nfc })
    }

    /// Whether phones come over Bluetooth LE.
    pub(super) const fn has_ble(&self) -> bool {
        !self.ble.is_empty()
    }

    /// What they are, as the program says it: the adapters, the readers.
    pub(super) fn described(&self) -> Vec<String> {
        let ble = self.ble.iter().map(|ble| format!("ble:{}", ble.adapter()));
        let nfc = self.nfc.iter().flat_map(|nfc| nfc.readers().iter().map(|reader| format!("nfc:{reader}")));
        ble.chain(nfc).collect()
    }

    /// Gives their links to the hub until `stop`.
    pub(super) async fn run(self, links: Links, mut stop: watch::Receiver<bool>) {
        // Aborted when dropped.
        let mut radios = JoinSet::new();
        for mut ble in self.ble {
            let links = links.clone();
            radios.spawn(async move {
                while let Some((link, phone)) = ble.accept().await {
                    links.accept(link, &format_args!("ble:{phone}"));
                }
            });
        }
        if let Some(nfc) = self.nfc {
            radios.spawn(async move {
                while let Some(link) = nfc.next().await {
                    links.accept(link, &"nfc");
                }
            });
        }
        stopped(&mut stop).await;
    }
}

/// A Bluetooth adapter that phones are served by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ble {
    /// Its name, such as `hci0`; none: the system's default one.
    pub adapter: Option<String>,
    /// How many phones it serves at once: some adapters take one connection only.
    pub phones: u8,
}

impl FromStr for Ble {
    type Err = NotAnAdapter;

    /// `ADAPTER`, `ADAPTER=PHONES`, or empty.
    fn from_str(text: &str) -> Result<Self, NotAnAdapter> {
        let (adapter, phones) = match text.split_once('=') {
            Some((adapter, phones)) => (adapter, phones.parse().map_err(|_| NotAnAdapter)?),
            None => (text, LANES),
        };
        let known = (1..=LANES).contains(&phones) && adapter.chars().all(|c| c.is_ascii_alphanumeric());
        let adapter = named(adapter).map(str::to_owned);
        if known { Ok(Self { adapter, phones }) } else { Err(NotAnAdapter) }
    }
}

/// A text names no Bluetooth adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an adapter is given as hci0, or hci0=N for at most N phones at once, 1 to {LANES}")]
pub struct NotAnAdapter;

impl NotAnAdapter {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Name an adapter that `bluetoothctl list` or /sys/class/bluetooth shows."
    }
}

/// The empty name stands for whatever is there.
fn named(name: &str) -> Option<&str> {
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tables::{check, table};

    // R: A2 F3
    #[test]
    fn an_adapter_is_named_with_how_many_phones_it_takes() {
        let ble = |adapter: Option<&str>, phones| Ok(Ble { adapter: adapter.map(str::to_owned), phones });
        assert_eq!("".parse(), ble(None, LANES));
        assert_eq!("hci1".parse(), ble(Some("hci1"), LANES));
        assert_eq!("hci1=1".parse(), ble(Some("hci1"), 1));
        assert_eq!("=2".parse(), ble(None, 2));
        for bad in ["hci1=0", "hci1=99", "hci1=x", "hci 1", "../x"] {
            assert_eq!(bad.parse::<Ble>(), Err(NotAnAdapter), "{bad}");
        }
        check(table! { NotAnAdapter: NotAnAdapter => NotAnAdapter, false, "bluetoothctl"; });
    }
}
