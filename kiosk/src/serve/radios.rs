//! The kiosk's radios beside TCP: each brings links, and the hub knows no difference.

use super::{Links, Options, ServeError, start_code, stopped};
use crate::Kiosk;
use nearfield::discovery::Hint;
use radio::{ble::peripheral::Peripheral, nfc::pcsc::Watch};
use tokio::sync::watch;

/// Those that were asked for.
pub(super) struct Radios {
    ble: Option<Peripheral>,
    nfc: Option<Watch>,
}

impl Radios {
    /// Switches them on.
    pub(super) async fn start(kiosk: &Kiosk, options: &Options) -> Result<Self, ServeError> {
        let ble = match &options.ble {
            Some(adapter) => {
                // Its certificate was checked when it was made: the key is of that kind.
                let hint = start_code::hint(kiosk).unwrap_or(Hint([0; 4]));
                Some(Peripheral::start(named(adapter), &kiosk.settings().name, hint).await?)
            }
            None => None,
        };
        let nfc = options.nfc.as_ref().map(|reader| Watch::start(named(reader))).transpose()?;
        Ok(Self { ble, nfc })
    }

    /// Whether phones come over Bluetooth LE.
    pub(super) const fn has_ble(&self) -> bool {
        self.ble.is_some()
    }

    /// What they are, as the program says it: the adapter, the readers.
    pub(super) fn described(&self) -> Vec<String> {
        let ble = self.ble.iter().map(|ble| format!("ble:{}", ble.adapter()));
        let nfc = self.nfc.iter().flat_map(|nfc| nfc.readers().iter().map(|reader| format!("nfc:{reader}")));
        ble.chain(nfc).collect()
    }

    /// Gives their links to the hub until `stop`.
    pub(super) async fn run(self, links: Links, mut stop: watch::Receiver<bool>) {
        let Self { mut ble, nfc } = self;
        loop {
            let by_ble = async {
                match &mut ble {
                    Some(ble) => ble.accept().await,
                    None => std::future::pending().await,
                }
            };
            let by_nfc = async {
                match &nfc {
                    Some(nfc) => nfc.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                Some((link, phone)) = by_ble => links.accept(link, &format_args!("ble:{phone}")),
                Some(link) = by_nfc => links.accept(link, &"nfc"),
                () = stopped(&mut stop) => return,
                else => return,
            }
        }
    }
}

/// The empty name stands for whatever is there.
fn named(name: &str) -> Option<&str> {
    Some(name).filter(|name| !name.is_empty())
}
