use app::{
    Error, Events, Landfall, Ports, Visit,
    ports::{BuiltIn, Desk, Dial, SystemClock},
};
use async_trait::async_trait;
use nearfield::link::{Link, LinkError};
use radio::tcp::TcpLink;
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use store::Folder;
use tempfile::TempDir;
use vault::{SoftwareKeystore, keystore::software::Unlock};

/// Links to one address.
struct To(SocketAddr);

#[async_trait]
impl Dial for To {
    async fn dial(&mut self) -> Result<Box<dyn Link>, LinkError> {
        Ok(Box::new(TcpLink::connect(self.0).await?))
    }
}

/// A phone with a data folder of its own, which goes with it.
pub struct Phone {
    folder: TempDir,
    name: String,
    landfall: Option<Landfall>,
}

impl Phone {
    /// A new phone that trusts `root`.
    pub fn new(name: &str, root: &[u8]) -> Self {
        let mut phone = Self { folder: tempfile::tempdir().expect("a folder"), name: name.to_owned(), landfall: None };
        phone.start();
        phone.landfall().add_root(root).expect("a root certificate");
        phone
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
        let ports = Ports {
            keystore: Arc::new(keystore.expect("a keystore")),
            device: Arc::new(Desk { hardware_id: self.name.clone(), secure_storage: true }),
            clock: Arc::new(SystemClock),
            installer: Arc::new(BuiltIn),
        };
        self.landfall = Some(Landfall::open(&folder, ports).expect("opens"));
    }

    /// Lets go of the data folder, as when the phone is off.
    pub fn stop(&mut self) {
        self.landfall = None;
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Landfall on this phone.
    pub fn landfall(&self) -> &Landfall {
        self.landfall.as_ref().expect("the phone is on")
    }

    /// Goes to the kiosk that listens at `address`.
    ///
    /// # Errors
    /// As [`Landfall::visit`].
    pub async fn visit(&self, address: SocketAddr) -> Result<Visit, Error> {
        self.landfall().visit(Box::new(To(address)), None, &Events::new()).await
    }

    /// Every byte of every file of the phone.
    pub fn disk(&self) -> Vec<u8> {
        super::shop::all_bytes(self.folder.path())
    }
}
