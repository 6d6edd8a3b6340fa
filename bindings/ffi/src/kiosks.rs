use crate::{
    Landfall,
    ports::{DeviceFacts, KeystoreProtection},
    runtime::{block, run},
    trouble::LandfallError,
    visit::KioskVisit,
};
use app::Events;
use model::PhoneHas;
use nearfield::{discovery::Announcement, start_code::StartCode};
use net::kiosks::Target;
use radio::mdns::{self, Found, Scope};
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
    /// Where it is, for [`KioskTarget::Found`].
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
    /// `HOST:PORT`, as Wi-Fi Direct gives one.
    Address { address: String },
}

#[uniffi::export]
impl Landfall {
    /// Looks for kiosks for so many seconds, on every link that is there.
    pub async fn find_kiosks(&self, seconds: u32) -> Result<Vec<NearbyKiosk>, LandfallError> {
        let core = self.core.clone();
        block(move || {
            let installed: Vec<Vec<u8>> = core.roots()?.into_iter().map(|root| root.key_id).collect();
            let found = mdns::browse(Duration::from_secs(seconds.clamp(1, 60).into()), Scope::Network)?;
            Ok::<_, LandfallError>(found.into_iter().map(|kiosk| nearby(kiosk, &installed)).collect())
        })
        .await
    }

    /// Connects to a kiosk, which proves who it is.
    pub async fn visit(&self, target: KioskTarget) -> Result<Arc<KioskVisit>, LandfallError> {
        let target = match target {
            KioskTarget::Found { kiosk } => Target::at(kiosk.addresses),
            KioskTarget::Address { address } => Target::at(vec![address]),
            KioskTarget::Code { text } => Target::by_code(text.parse::<StartCode>()?).ok_or_else(|| {
                let advice = "Use another of the kiosk's codes, or its Wi-Fi.";
                LandfallError::invalid(
                    "kiosk.link",
                    "A link that this phone lacks",
                    "the code is for another kind of link",
                    advice,
                )
            })?,
        };
        let (core, events) = (self.core.clone(), Events::new());
        let told = events.clone();
        let visit =
            run(async move { core.visit(Box::new(target.dial), target.expected.as_ref(), &told).await }).await?;
        let DeviceFacts { bands, carrier_locked, .. } = self.ports.device.facts();
        let secure_storage = Some(self.ports.keystore.protection() != KeystoreProtection::Software);
        Ok(KioskVisit::new(visit, events, PhoneHas { bands, carrier_locked, secure_storage }))
    }
}

fn nearby(found: Found, installed: &[Vec<u8>]) -> NearbyKiosk {
    let fields = found.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let said = Announcement::from_fields(fields);
    NearbyKiosk {
        name: found.name,
        operator: said.as_ref().map(|said| said.operator.clone()).unwrap_or_default(),
        trusted: said.is_some_and(|said| said.is_under(installed.iter().map(Vec::as_slice))),
        links: vec![LinkKind::Wifi],
        addresses: found.addresses.iter().map(ToString::to_string).collect(),
    }
}
