//! An account with phones and a server. Their keystores lie beside their data folders, as a phone's does: who restores the folder does not restore
//! them.

use crate::server::{Home, Port, Server};
use account::{lease::Reading, scheme::Scheme, sheet::Sheet, wire::Verb};
use app::{
    Contacted, Error, Given, Giver, Landfall, Ports, Remains, SignIn,
    ports::{BuiltIn, Clock, Cloud, Desk},
};
use model::{SecretBytes, UnixTime};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use store::Folder;
use tempfile::TempDir;
use vault::{Keystore, SoftwareKeystore, keystore::software::Unlock};

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const DAY: u64 = 86_400;
pub(crate) const LOGIN: &str = "ann@example.test";
pub(crate) const PASSWORD: &[u8] = b"correct horse battery";

/// A phone's clocks, which whoever has it can turn.
pub(crate) struct Clocks {
    pub(crate) wall: AtomicU64,
    pub(crate) uptime: AtomicU64,
    pub(crate) boot: AtomicU64,
}

impl Clocks {
    /// Time goes by while the phone is on.
    pub(crate) fn pass(&self, seconds: u64) {
        self.wall.fetch_add(seconds, Ordering::SeqCst);
        self.uptime.fetch_add(seconds, Ordering::SeqCst);
    }

    /// It is started again, at once.
    pub(crate) fn reboot(&self) {
        self.uptime.store(1, Ordering::SeqCst);
        self.boot.fetch_add(1, Ordering::SeqCst);
    }
}

impl Clock for Clocks {
    fn now(&self) -> UnixTime {
        UnixTime(self.wall.load(Ordering::SeqCst))
    }

    fn reading(&self) -> Reading {
        let boot = u128::from(self.boot.load(Ordering::SeqCst)).to_be_bytes();
        Reading { wall: self.wall.load(Ordering::SeqCst), uptime: self.uptime.load(Ordering::SeqCst), boot }
    }
}

pub(crate) struct Handset {
    pub(crate) at: PathBuf,
    pub(crate) clocks: Arc<Clocks>,
    landfall: Option<Landfall>,
    keystore: Option<Arc<dyn Keystore>>,
    _folder: Option<TempDir>,
}

impl Handset {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut phone = Self::at(folder.path());
        phone._folder = Some(folder);
        phone.started()
    }

    /// The one that lies there, off.
    pub(crate) fn at(path: &Path) -> Self {
        let (wall, uptime, boot) = (AtomicU64::new(NOW), AtomicU64::new(1_000), AtomicU64::new(1));
        let clocks = Arc::new(Clocks { wall, uptime, boot });
        Self { at: path.to_owned(), clocks, landfall: None, keystore: None, _folder: None }
    }

    fn started(mut self) -> Self {
        self.start().expect("opens");
        self
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.at.join("data")
    }

    pub(crate) fn ports(&self) -> (Folder, Ports) {
        let keys = Folder::claim(self.at.join("keys")).expect("nobody else has it");
        let keystore = if SoftwareKeystore::exists(&keys) {
            SoftwareKeystore::open(&keys, &Unlock::KeyFile)
        } else {
            SoftwareKeystore::create(&keys, &Unlock::KeyFile)
        };
        let hardware_id = self.at.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ports = Ports {
            keystore: Arc::new(keystore.expect("a keystore")),
            device: Arc::new(Desk { hardware_id, secure_storage: true }),
            clock: self.clocks.clone(),
            installer: Arc::new(BuiltIn),
        };
        (Folder::claim(self.data()).expect("nobody else has it"), ports)
    }

    /// Opens the data folder, as after a restart of the program.
    pub(crate) fn start(&mut self) -> Result<&Landfall, Error> {
        self.stop();
        let (folder, ports) = self.ports();
        self.keystore = Some(ports.keystore.clone());
        Ok(self.landfall.insert(Landfall::open(&folder, ports)?.with_scheme(Scheme::CHEAP)))
    }

    pub(crate) fn stop(&mut self) {
        (self.landfall, self.keystore) = (None, None);
    }

    pub(crate) fn remains(&mut self) -> Result<Option<Remains>, Error> {
        self.stop();
        let (folder, ports) = self.ports();
        Remains::find(&folder, ports)
    }

    pub(crate) fn landfall(&self) -> &Landfall {
        self.landfall.as_ref().expect("the phone is on")
    }

    /// Its keystore, opened beside it: to read from.
    pub(crate) fn keys(&self) -> Arc<dyn Keystore> {
        self.keystore.clone().expect("the phone is on")
    }

    pub(crate) fn keystore(&mut self) -> Arc<dyn Keystore> {
        self.stop();
        self.ports().1.keystore
    }
}

/// An account whose owner has a desk at home and a phone abroad.
pub(crate) struct World {
    pub(crate) server: Arc<Server>,
    pub(crate) home: Handset,
    pub(crate) phone: Handset,
    pub(crate) sheet: Sheet,
    _folder: Option<TempDir>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::open(folder.path(), NOW).await;
        let (home, phone) = (Handset::new(), Handset::new());
        let sheet = enrolled(&server, &home, &phone).await;
        Self { server, home, phone, sheet, _folder: Some(folder) }
    }

    pub(crate) fn port(&self) -> Arc<dyn Cloud> {
        Arc::new(Port(self.server.clone()))
    }

    /// Time goes by for all of them.
    pub(crate) fn pass(&self, seconds: u64) {
        self.server.now.fetch_add(seconds, Ordering::SeqCst);
        self.home.clocks.pass(seconds);
        self.phone.clocks.pass(seconds);
    }

    pub(crate) async fn giver(&self) -> Giver {
        self.home.landfall().giver(Arc::new(Home(self.server.clone()))).await.expect("a device of the account")
    }

    pub(crate) async fn give(&self, given: Given) -> account::wire::OrderView {
        self.giver().await.give(given).await.expect("it is stored")
    }

    pub(crate) async fn order(&self, verb: Verb) -> account::wire::OrderView {
        self.give(Given::new(verb, "phone")).await
    }

    pub(crate) async fn contact(&self) -> Contacted {
        self.phone.landfall().contact(self.port()).await.expect("the server answers")
    }
}

/// `home` makes the account, `phone` signs in to it.
pub(crate) async fn enrolled(server: &Arc<Server>, home: &Handset, phone: &Handset) -> Sheet {
    let port: Arc<dyn Cloud> = Arc::new(Port(server.clone()));
    enrolled_by(&port, home.landfall(), phone.landfall()).await
}

pub(crate) async fn enrolled_by(port: &Arc<dyn Cloud>, home: &Landfall, phone: &Landfall) -> Sheet {
    let created = home.create_account(port.clone(), &sign_in("home")).await.expect("an account");
    phone.log_in(port.clone(), &sign_in("phone"), &created.sheet).await.expect("a second device");
    for landfall in [home, phone] {
        landfall.contact(port.clone()).await.expect("the server answers");
    }
    created.sheet
}

pub(crate) fn sign_in(device: &str) -> SignIn {
    SignIn {
        server: "https://cloud.test".to_owned(),
        login: LOGIN.to_owned(),
        password: SecretBytes::from(PASSWORD),
        device: device.to_owned(),
    }
}

/// For what is to be run with a check off, which is off on one thread.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}
