//! Kiosks that are near, on whatever link, and NFC, whose taps the platform hands in.

use crate::{
    Landfall,
    ports::{BrowserPort, DeviceFacts, KeystoreProtection, NfcFailure, NfcLink},
    runtime::run,
    trouble::LandfallError,
    visit::KioskVisit,
};
use app::Events;
use model::PhoneHas;
use nearfield::start_code::StartCode;
use net::kiosks::Target;
use radio::{
    ble::central::Central,
    choice::{Kiosk, NotAWay, Radios, Way},
    nfc::IsoDep,
};
use std::{sync::Arc, time::Duration};

/// A kind of link, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LinkKind {
    /// A network that both are on.
    Wifi,
    /// Wi-Fi Direct.
    WifiDirect,
    /// Bluetooth Low Energy.
    Bluetooth,
    /// NFC: held to the kiosk.
    Nfc,
}

/// A kiosk that was found. What it says is a hint: the handshake proves who it is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NearbyKiosk {
    /// Its name.
    pub name: String,
    /// Its operator's name; empty if it does not say.
    pub operator: String,
    /// Whether it says that an operator vouches for it that this phone trusts.
    pub trusted: bool,
    /// The links that it can be reached by, the best first.
    pub links: Vec<LinkKind>,
    /// Where it is, for [`KioskTarget::Found`]: `tcp:HOST:PORT`, `wifi-direct:HOST:PORT`, `ble:HINT`, `nfc`.
    pub addresses: Vec<String>,
}

/// Which kiosk is meant.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
#[expect(missing_docs, reason = "the sentence of each variant names its fields")]
pub enum KioskTarget {
    /// One of those that were found.
    Found { kiosk: NearbyKiosk },
    /// The text of its QR code, `LANDFALL:…`, scanned or typed.
    Code { text: String },
    /// An address as [`NearbyKiosk`] has them, or `HOST:PORT`; Wi-Fi Direct's is `wifi-direct:HOST:PORT`.
    Address { address: String },
    /// The one that the phone is held to: see [`Landfall::nfc_tag`] and [`Landfall::nfc_command`].
    Nfc,
}

/// What the platform calls NFC, as the radio has it.
struct Tag(Arc<dyn NfcLink>);

impl IsoDep for Tag {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, String> {
        self.0.transceive(command.to_vec()).map_err(|NfcFailure::Gone { what }| what)
    }
}

#[uniffi::export]
impl Landfall {
    /// Looks for kiosks for so many seconds, on every link that is there; one that can't be searched keeps none of the others from it.
    pub async fn find_kiosks(&self, seconds: u32) -> Result<Vec<NearbyKiosk>, LandfallError> {
        let (core, radios) = (self.core.clone(), self.radios().await);
        let time = Duration::from_secs(seconds.clamp(1, 60).into());
        run(async move {
            let installed: Vec<Vec<u8>> = core.roots()?.into_iter().map(|root| root.key_id).collect();
            let mut looked = radios.look(time).await;
            match (looked.nearby.kiosks(), looked.unsearched.pop()) {
                ([], Some(why)) => Err(LandfallError::from(why)),
                (found, _) => Ok(found.iter().map(|kiosk| nearby(kiosk, &installed)).collect()),
            }
        })
        .await
    }

    /// Connects to a kiosk, which proves who it is; where it can be reached by several links, a dead one is replaced by another.
    pub async fn visit(&self, target: KioskTarget) -> Result<Arc<KioskVisit>, LandfallError> {
        let radios = self.radios().await;
        let target = match target {
            KioskTarget::Found { kiosk } => Target::by(radios, ways(&kiosk.addresses)?),
            KioskTarget::Address { address } => Target::by(radios, ways(&[address])?),
            KioskTarget::Nfc => Target::by(radios, [Way::Nfc]),
            KioskTarget::Code { text } => Target::by_code(radios, text.parse::<StartCode>()?),
        };
        let target = target.ok_or_else(|| {
            let advice = "Use another of the kiosk's codes, or its Wi-Fi.";
            let title = "A link that this phone lacks";
            LandfallError::invalid("kiosk.link", title, "the kiosk is on another kind of link", advice)
        })?;
        let core = self.core.clone();
        let visiting = async move { core.visit(Box::new(target.dial), target.expected.as_ref(), &Events::new()).await };
        let visit = run(visiting).await?;
        let DeviceFacts { bands, carrier_locked, .. } = self.ports.device.facts();
        let secure_storage = Some(self.ports.keystore.protection() != KeystoreProtection::Software);
        Ok(KioskVisit::new(visit, PhoneHas { bands, carrier_locked, secure_storage }))
    }

    /// The phone reads: a tag came into its field. Asks it whether it is a kiosk, which blocks for one exchange.
    pub fn nfc_tag(&self, link: Arc<dyn NfcLink>) -> Result<(), LandfallError> {
        Ok(self.nfc.tag(Box::new(Tag(link)))?)
    }

    /// The phone is a card (Android's `HostApduService.processCommandApdu`): the answer to a kiosk's reader. Does not block.
    #[must_use]
    pub fn nfc_command(&self, command: Vec<u8>) -> Vec<u8> {
        self.nfc.process_command_apdu(&command)
    }

    /// The reader is gone (`onDeactivated`).
    pub fn nfc_gone(&self) {
        self.nfc.deactivated();
    }
}

impl Landfall {
    /// What this phone has. Bluetooth that is off, or not allowed, is left out.
    async fn radios(&self) -> Radios {
        let radios = Radios::tcp().with_nfc(self.nfc.clone());
        let radios = match &self.ports.service_browser {
            Some(browser) => radios.with_browser(Arc::new(BrowserPort(browser.clone()))),
            None => own_search(radios),
        };
        let opened = run(async { Central::open(None).await }).await;
        match opened {
            Ok(central) => radios.with_ble(central),
            Err(error) => {
                tracing::debug!(%error, "Bluetooth is left out");
                radios
            }
        }
    }
}

/// Whoever has no service that searches the network: a desk's program sends multicast itself.
#[cfg(not(any(target_os = "android", target_os = "ios")))]
fn own_search(radios: Radios) -> Radios {
    use radio::mdns::{Multicast, Scope};
    radios.with_browser(Arc::new(Multicast(Scope::Network)))
}

/// Whoever has no service that searches the network: a phone hears no multicast without its system's leave.
#[cfg(any(target_os = "android", target_os = "ios"))]
fn own_search(radios: Radios) -> Radios {
    radios
}

fn ways(addresses: &[String]) -> Result<Vec<Way>, NotAWay> {
    addresses.iter().map(|address| address.parse()).collect()
}

fn nearby(kiosk: &Kiosk, installed: &[Vec<u8>]) -> NearbyKiosk {
    let mut links: Vec<LinkKind> = kiosk.ways.iter().map(kind).collect();
    links.dedup();
    NearbyKiosk {
        name: kiosk.name.clone(),
        operator: kiosk.operator.clone().unwrap_or_default(),
        trusted: kiosk.root_key_ids.iter().any(|root| installed.contains(root)),
        links,
        addresses: kiosk.ways.iter().map(ToString::to_string).collect(),
    }
}

const fn kind(way: &Way) -> LinkKind {
    match way {
        Way::Tcp(_) => LinkKind::Wifi,
        Way::WifiDirect(_) => LinkKind::WifiDirect,
        Way::Ble(_) => LinkKind::Bluetooth,
        Way::Nfc => LinkKind::Nfc,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use radio::nfc::NfcError;
    use tables::{Said, check, table};

    // R: F3
    #[test]
    fn a_tag_that_is_gone_is_told_in_the_cores_words() {
        let told = |NfcFailure::Gone { what }: NfcFailure| {
            let error = NfcError::Gone(what);
            Said::new(&error, error.retrying_helps(), error.hint())
        };
        check(
            table! { NfcFailure as told: NfcFailure::Gone { .. } => NfcFailure::Gone { what: "why".to_owned() }, true, "old"; },
        );
    }
}
