//! One cloud, as many phones as a test wants, and the way between them, on which things get lost.

use ::account::{scheme::Scheme, sheet::Sheet};
use app::{
    AccountState, Landfall, Ports, SignIn,
    ports::{BuiltIn, Clock, Cloud, CloudRequest, CloudResponse, Desk, ServerError, SystemClock, Wakes},
};
use async_trait::async_trait;
use axum::Router;
use landfall_cloud::{
    http::{App, Options, router},
    service::{Allowances, Config, Listener, ServerKey, Service},
};
use landfall_flows::{Instances, answer, word};
use model::{SecretBytes, UnixTime};
use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use store::Folder;
use tempfile::TempDir;
use vault::{Keystore, SoftwareKeystore, keystore::software::Unlock};

/// The address that phones keep of the cloud.
pub(crate) const SERVER: &str = "https://cloud.test";
/// A password that is long enough.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A cloud.
pub(crate) struct World {
    folder: PathBuf,
    /// Goes with the world; of a folder that another process goes on with there is none.
    _kept: Option<TempDir>,
    /// How far all clocks, the cloud's and the phones', are ahead.
    ahead: Arc<AtomicU64>,
    served: Arc<Served>,
}

impl World {
    /// A new one.
    pub(crate) async fn new() -> Self {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = kept.path().to_owned();
        Self { _kept: Some(kept), ..Self::at(&folder).await }
    }

    /// One whose data lies in `folder`, perhaps of an earlier process.
    pub(crate) async fn at(folder: &Path) -> Self {
        let (folder, ahead, served) = (folder.to_owned(), Arc::default(), Arc::default());
        let world = Self { folder, _kept: None, ahead, served };
        world.start().await;
        world
    }

    /// The way to it.
    pub(crate) fn port(&self) -> Arc<dyn Cloud> {
        self.served.clone()
    }

    /// What happens on the way.
    pub(crate) fn way(&self) -> &Served {
        &self.served
    }

    /// So many seconds pass, for all.
    pub(crate) fn later(&self, seconds: u64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The cloud ends, and is started again.
    pub(crate) async fn restart(&self) {
        drop(self.served.running.lock().expect("no panic").take());
        self.start().await;
    }

    async fn start(&self) {
        let data = Folder::claim(self.folder.join("cloud")).expect("nobody else has it");
        let key = match std::fs::read(data.path().join("key")) {
            Ok(key) => ServerKey::read(&key).expect("32 bytes"),
            Err(_) => {
                let key = ServerKey::make();
                std::fs::write(data.path().join("key"), key.expose()).expect("it is written");
                key
            }
        };
        let ahead = self.ahead.clone();
        let clock = Arc::new(move || SystemClock.now().0 + ahead.load(Ordering::SeqCst));
        let (scheme, allowances) = (Scheme::CHEAP, Allowances::default());
        let config = |storage| {
            let key = ServerKey::read(key.expose()).expect("32 bytes");
            Config { storage, key, scheme, allowances, clock: clock.clone() }
        };
        *self.served.running.lock().expect("no panic") = Some(Instances::open(&data, config).await);
    }

    /// A new phone.
    pub(crate) fn phone(&self, name: &str) -> Phone {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = kept.path().to_owned();
        Phone { _kept: Some(kept), ..self.phone_at(&folder, name) }
    }

    /// One whose data lies in `folder`, perhaps of an earlier process.
    pub(crate) fn phone_at(&self, folder: &Path, name: &str) -> Phone {
        let (folder, ahead) = (folder.to_owned(), self.ahead.clone());
        let mut phone = Phone { folder, _kept: None, name: name.to_owned(), ahead, landfall: None, keystore: None };
        phone.start();
        phone
    }

    /// A new phone that makes an account, and its recovery sheet.
    pub(crate) async fn owner(&self, login: &str) -> (Phone, Sheet) {
        let phone = self.phone("first phone");
        let created = phone.landfall().create_account(self.port(), &phone.sign_in(login)).await.expect("an account");
        phone.landfall().sheet_was_shown().expect("it is kept");
        (phone, created.sheet)
    }

    /// Another phone of that account, let in by the sheet.
    pub(crate) async fn another(&self, name: &str, login: &str, sheet: &Sheet) -> Phone {
        let phone = self.phone(name);
        phone.landfall().log_in(self.port(), &phone.sign_in(login), sheet).await.expect("it may");
        phone
    }
}

/// What becomes of the next request of a method and a path, as `PUT /v1/keys`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It never arrives.
    Lost,
    /// It is done, and the answer never arrives.
    Unanswered,
    /// It is done, twice: the first answer was lost on the way, and what carries it asked again.
    Twice,
}

/// The real router, asked without a socket.
#[derive(Default)]
pub(crate) struct Served {
    running: Mutex<Option<Instances>>,
    offline: AtomicBool,
    fates: Mutex<VecDeque<(String, Fate)>>,
    asked: Mutex<Vec<String>>,
}

impl Served {
    /// Whether there is a network.
    pub(crate) fn online(&self, online: bool) {
        self.offline.store(!online, Ordering::SeqCst);
    }

    /// This becomes of the next such request; its query does not count.
    pub(crate) fn befall(&self, request: &str, fate: Fate) {
        self.fates.lock().expect("no panic").push_back((request.to_owned(), fate));
    }

    /// How many requests that something is to befall were not made.
    pub(crate) fn left(&self) -> usize {
        self.fates.lock().expect("no panic").len()
    }

    /// What was asked since this was called last: method and path.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("no panic"))
    }

    fn fate_of(&self, request: &str) -> Option<Fate> {
        let mut fates = self.fates.lock().expect("no panic");
        let asked = request.split('?').next();
        let at = fates.iter().position(|(meant, _)| Some(meant.as_str()) == asked)?;
        fates.remove(at).map(|(_, fate)| fate)
    }

    /// The instance whose turn it is.
    fn running(&self) -> Result<Arc<Service>, ServerError> {
        let running = self.running.lock().expect("no panic").clone();
        running.filter(|_| !self.offline.load(Ordering::SeqCst)).map(|running| running.next()).ok_or_else(away)
    }
}

fn away() -> ServerError {
    ServerError { what: "the cloud can't be reached".to_owned(), retrying_helps: true, hint: "Check the network." }
}

#[async_trait]
impl Cloud for Served {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        let router = || -> Result<Router, ServerError> { Ok(router(App::new(self.running()?, Options::default()))) };
        let words = format!("{} {}", word(request.method), request.path);
        let fate = self.fate_of(&words);
        self.asked.lock().expect("no panic").push(words);
        if fate == Some(Fate::Lost) {
            return Err(away());
        }
        let mut response = answer(router()?, &request).await;
        if fate == Some(Fate::Twice) {
            response = answer(router()?, &request).await;
        }
        if fate == Some(Fate::Unanswered) { Err(away()) } else { Ok(response) }
    }

    async fn listen(&self, token: &str) -> Result<Box<dyn Wakes>, ServerError> {
        let service = self.running()?;
        let listener = service.listen(Some(token)).await.map_err(|_| away())?;
        let told = match service.waits(&listener).await {
            Ok(Some(wake)) => VecDeque::from([wake]),
            _ => VecDeque::new(),
        };
        Ok(Box::new(Woken { service, listener, told }))
    }
}

/// What the WebSocket says, without a socket.
struct Woken {
    service: Arc<Service>,
    listener: Listener,
    told: VecDeque<::account::wire::Wake>,
}

#[async_trait]
impl Wakes for Woken {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, ServerError> {
        loop {
            if let Some(wake) = self.told.pop_front() {
                if wake == ::account::wire::Wake::Orders {
                    self.service.sent(&self.listener).await.map_err(|_| away())?;
                }
                return Ok(Some(serde_json::to_vec(&wake).expect("JSON")));
            }
            let rung = self.listener.next().await;
            self.told.extend(rung.wakes());
            let good = !rung.look() || self.service.may_listen(&self.listener).await.map_err(|_| away())?;
            if rung.end() || !good {
                return Ok(None);
            }
        }
    }
}

/// A phone with a data folder of its own.
pub(crate) struct Phone {
    folder: PathBuf,
    _kept: Option<TempDir>,
    name: String,
    ahead: Arc<AtomicU64>,
    landfall: Option<Landfall>,
    keystore: Option<Arc<dyn Keystore>>,
}

struct Ahead(Arc<AtomicU64>);

impl Clock for Ahead {
    fn now(&self) -> UnixTime {
        UnixTime(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}

impl Phone {
    /// Opens the data folder, as after a reboot.
    pub(crate) fn start(&mut self) {
        self.stop();
        let folder = Folder::claim(self.data()).expect("nobody else has it");
        let keystore = if SoftwareKeystore::exists(&folder) {
            SoftwareKeystore::open(&folder, &Unlock::KeyFile)
        } else {
            SoftwareKeystore::create(&folder, &Unlock::KeyFile)
        };
        let keystore: Arc<dyn Keystore> = Arc::new(keystore.expect("a keystore"));
        self.keystore = Some(keystore.clone());
        let ports = Ports {
            keystore,
            device: Arc::new(Desk { hardware_id: self.name.clone(), secure_storage: true }),
            clock: Arc::new(Ahead(self.ahead.clone())),
            installer: Arc::new(BuiltIn),
        };
        self.landfall = Some(Landfall::open(&folder, ports).expect("opens").with_scheme(Scheme::CHEAP));
    }

    /// Lets go of the data folder, as when the phone is off.
    pub(crate) fn stop(&mut self) {
        (self.landfall, self.keystore) = (None, None);
    }

    /// Where its data lies.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Landfall on it.
    pub(crate) fn landfall(&self) -> &Landfall {
        self.landfall.as_ref().expect("the phone is on")
    }

    /// Its keystore.
    pub(crate) fn keystore(&self) -> Arc<dyn Keystore> {
        self.keystore.clone().expect("the phone is on")
    }

    /// The account that is signed in.
    pub(crate) fn account(&self) -> AccountState {
        self.landfall().account().expect("somebody is signed in")
    }

    /// This phone as it signs in, with [`PASSWORD`].
    pub(crate) fn sign_in(&self, login: &str) -> SignIn {
        let password = secret(PASSWORD);
        SignIn { server: SERVER.to_owned(), login: login.to_owned(), password, device: self.name.clone() }
    }

    /// Whether the server takes it for a device of the account.
    pub(crate) async fn is_let_in(&self, world: &World) -> bool {
        let landfall = self.landfall();
        landfall.cloud_of(&self.account(), world.port()).account().await.is_ok()
    }
}

/// A password, as the flows take it.
pub(crate) fn secret(text: &str) -> SecretBytes {
    text.as_bytes().into()
}
