use crate::{Failing, Shop, air::Through, buyer, disk};
use app::{
    Error, Events, Landfall, Ports, Visit,
    ports::{BuiltIn, Clock, Desk, DeviceInfo, Dial, PackageInstaller, SystemClock},
};
use async_trait::async_trait;
use model::{DeviceFeatures, UnixTime};
use nearfield::link::{Link, LinkError};
use radio::tcp::TcpLink;
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use store::Folder;
use tempfile::TempDir;
use vault::{Caller, Keystore, PinState, Purpose, Records, SoftwareKeystore, Vault, keystore::software::Unlock};

/// Links to one address.
pub struct To(pub SocketAddr);

#[async_trait]
impl Dial for To {
    async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError> {
        Ok(Box::new(TcpLink::connect(self.0).await?))
    }
}

/// A device of these features.
pub struct Device(pub DeviceFeatures);

impl DeviceInfo for Device {
    fn features(&self) -> DeviceFeatures {
        self.0.clone()
    }
}

/// A clock that is this many seconds ahead.
pub struct Ahead(pub i64);

impl Clock for Ahead {
    fn now(&self) -> UnixTime {
        UnixTime(SystemClock.now().0.saturating_add_signed(self.0))
    }
}

/// A phone with a data folder of its own, which goes with it.
pub struct Phone {
    folder: TempDir,
    device: Arc<dyn DeviceInfo>,
    clock: Arc<dyn Clock>,
    installer: Arc<dyn PackageInstaller>,
    signatures: Option<u32>,
    landfall: Option<Landfall>,
}

impl Phone {
    /// A new phone that trusts `root`.
    #[must_use]
    pub fn new(name: &str, root: &[u8]) -> Self {
        let mut phone = Self {
            folder: tempfile::tempdir().expect("a folder"),
            device: Arc::new(Desk { hardware_id: name.to_owned(), secure_storage: true }),
            clock: Arc::new(SystemClock),
            installer: Arc::new(BuiltIn),
            signatures: None,
            landfall: None,
        };
        phone.start();
        phone.landfall().add_root(root).expect("a root certificate");
        phone
    }

    /// With a clock that is this many seconds ahead.
    #[must_use]
    pub fn ahead(mut self, seconds: i64) -> Self {
        self.clock = Arc::new(Ahead(seconds));
        self.start();
        self
    }

    /// Of these features, with this installer.
    #[must_use]
    pub fn device(mut self, features: DeviceFeatures, installer: Arc<dyn PackageInstaller>) -> Self {
        (self.device, self.installer) = (Arc::new(Device(features)), installer);
        self.start();
        self
    }

    /// With a keystore that refuses to sign after this many signatures, until the phone is started again.
    #[must_use]
    pub fn signing(mut self, signatures: u32) -> Self {
        self.signatures = Some(signatures);
        self.start();
        self
    }

    /// Goes to the shop through still air.
    ///
    /// # Errors
    /// As [`Landfall::visit`].
    pub async fn go(&self, shop: &Shop) -> Result<Visit, Error> {
        self.visit_by(Box::new(Through::still(shop.door()))).await
    }

    /// Opens the data folder, as after a reboot.
    pub fn start(&mut self) {
        // Only one process, and so one handle, owns a folder.
        self.stop();
        let folder = Folder::claim(self.data()).expect("nobody else has it");
        let keystore = if SoftwareKeystore::exists(&folder) {
            SoftwareKeystore::open(&folder, &Unlock::KeyFile)
        } else {
            SoftwareKeystore::create(&folder, &Unlock::KeyFile)
        };
        let keystore: Arc<dyn Keystore> = Arc::new(keystore.expect("a keystore"));
        let ports = Ports {
            keystore: match self.signatures.take() {
                Some(good) => Arc::new(Failing::new(keystore, good)),
                None => keystore,
            },
            device: self.device.clone(),
            clock: self.clock.clone(),
            installer: self.installer.clone(),
        };
        self.landfall = Some(Landfall::open(&folder, ports).expect("opens"));
    }

    /// The phone as it came back from an earlier journey: with an eUICC that `shop` certified at `then`.
    #[must_use]
    pub fn certified(mut self, shop: &Shop, then: UnixTime) -> Self {
        self.stop();
        let folder = Folder::claim(self.data()).expect("nobody else has it");
        let keystore = Arc::new(SoftwareKeystore::open(&folder, &Unlock::KeyFile).expect("a keystore"));
        let euicc = buyer::euicc_at(shop, &self.device.features().hardware_id, &*keystore, then);
        let vault = Vault::open(&folder, keystore).expect("opens");
        let owner = vault.check(&Caller::Owner, Purpose::Manage, None, PinState::NotSet).expect("the owner may");
        vault.cards(&owner).commit(euicc.records()).expect("commits");
        drop((vault, folder));
        self.start();
        self
    }

    /// Lets go of the data folder, as when the phone is off.
    pub fn stop(&mut self) {
        self.landfall = None;
    }

    /// Landfall on this phone.
    #[must_use]
    pub fn landfall(&self) -> &Landfall {
        self.landfall.as_ref().expect("the phone is on")
    }

    /// Goes to the kiosk that listens at `address`.
    ///
    /// # Errors
    /// As [`Landfall::visit`].
    pub async fn visit(&self, address: SocketAddr) -> Result<Visit, Error> {
        self.visit_by(Box::new(To(address))).await
    }

    /// Goes to the kiosk over these links.
    ///
    /// # Errors
    /// As [`Landfall::visit`].
    pub async fn visit_by(&self, dial: Box<dyn Dial>) -> Result<Visit, Error> {
        self.landfall().visit(dial, None, &Events::new()).await
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Every byte of every file of the phone.
    #[must_use]
    pub fn disk(&self) -> Vec<u8> {
        disk::bytes(self.folder.path())
    }
}
