use super::{Browser, Way};
use crate::{ble::central::Central, nfc::Nfc, tcp::TcpLink};
use async_trait::async_trait;
use nearfield::link::{Link, LinkError};
use std::{fmt, sync::Arc};

/// Opens links of some kind. Radios of a platform, and tests', come in by this.
#[async_trait]
pub trait Opener: Send + Sync {
    /// Whether it can open a link by `way`.
    fn opens(&self, way: &Way) -> bool;

    /// A new link by `way`.
    ///
    /// # Errors
    /// [`LinkError`] if the kiosk can't be reached by it now.
    async fn open(&self, way: &Way) -> Result<Box<dyn Link>, LinkError>;
}

/// What this device has. TCP is always there.
#[derive(Clone, Default)]
pub struct Radios {
    /// Bluetooth LE.
    pub(super) ble: Option<Central>,
    /// What searches the network.
    pub(super) browser: Option<Arc<dyn Browser>>,
    others: Vec<Arc<dyn Opener>>,
}

impl Radios {
    /// TCP alone, which Wi-Fi Direct uses as well.
    #[must_use]
    pub fn tcp() -> Self {
        Self::default()
    }

    /// With Bluetooth LE as well.
    #[must_use]
    pub fn with_ble(mut self, central: Central) -> Self {
        self.ble = Some(central);
        self
    }

    /// With what searches the network for kiosks; without it, those on the network are reached by code or address.
    #[must_use]
    pub fn with_browser(mut self, browser: Arc<dyn Browser>) -> Self {
        self.browser = Some(browser);
        self
    }

    /// With the phone's NFC, as a card that a kiosk reads or as a reader of a kiosk.
    #[must_use]
    pub fn with_nfc(self, nfc: Nfc) -> Self {
        self.with(Arc::new(nfc))
    }

    /// With another opener, asked before those that are built in.
    #[must_use]
    pub fn with(mut self, opener: Arc<dyn Opener>) -> Self {
        self.others.push(opener);
        self
    }

    /// Whether a link can be opened by `way`.
    #[must_use]
    pub fn open_by(&self, way: &Way) -> bool {
        let built_in = match way {
            Way::Tcp(_) | Way::WifiDirect(_) => true,
            Way::Ble(_) => self.ble.is_some(),
            Way::Nfc => false,
        };
        built_in || self.others.iter().any(|opener| opener.opens(way))
    }

    pub(super) async fn open(&self, way: &Way) -> Result<Box<dyn Link>, LinkError> {
        if let Some(opener) = self.others.iter().find(|opener| opener.opens(way)) {
            return opener.open(way).await;
        }
        match (way, &self.ble) {
            (Way::Tcp(address) | Way::WifiDirect(address), _) => {
                Ok(Box::new(TcpLink::connect(address.as_str()).await?))
            }
            (Way::Ble(hint), Some(central)) => Ok(central.connect(*hint).await?),
            (Way::Ble(_) | Way::Nfc, _) => Err(LinkError::Lost(format!("this device has no {} here", way.link()))),
        }
    }
}

impl fmt::Debug for Radios {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Radios")
            .field("ble", &self.ble.is_some())
            .field("browser", &self.browser.is_some())
            .field("others", &self.others.len())
            .finish()
    }
}
