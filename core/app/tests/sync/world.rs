//! Phones with folders of their own, and the account's server.

use account::{
    keys::{AccountKeys, AgreementKey, ExportKey, LockSeed, SigningKey},
    log::model_server::ModelServer,
    manifest::{Founding, Pinned, first},
    scheme::Scheme,
    signed::Signed,
    wire::{
        AccountView, Bytes, Challenge, Device, Manifest, Manifests, Push, PutHead, SealedKeys, Session, SessionProof,
    },
};
use async_trait::async_trait;
use landfall_app::{
    AccountState, Events, Landfall, OsRandom, Ports, SyncError, Synced,
    flows::account::OwnDevice,
    ports::{BuiltIn, Cloud, CloudRequest, CloudResponse, Desk, Method, ServerError, SystemClock, Wakes},
};
use model::Batch;
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard};
use store::Folder;
use tempfile::TempDir;
use vault::{Keystore, Records, SoftwareKeystore, keystore::software::Unlock};

/// The account's server.
#[derive(Default)]
pub(crate) struct Server {
    inner: Mutex<Inner>,
}

#[derive(Default)]
pub(crate) struct Inner {
    pub(crate) log: ModelServer,
    pub(crate) manifests: Vec<Signed>,
    pub(crate) sealed: Option<SealedKeys>,
    pub(crate) requests: usize,
    /// The answers to these requests get lost; what was asked is done.
    pub(crate) lost: Vec<usize>,
    /// These requests get lost.
    pub(crate) unheard: Vec<usize>,
}

impl Server {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no test panicked in it")
    }
}

#[async_trait]
impl Cloud for Server {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        let mut inner = self.lock();
        inner.requests += 1;
        let number = inner.requests;
        let away = || ServerError { what: "away".to_owned(), retrying_helps: true, hint: "Check the network." };
        if inner.unheard.contains(&number) {
            return Err(away());
        }
        let answer = inner.answer(&request);
        if inner.lost.contains(&number) { Err(away()) } else { Ok(answer) }
    }

    async fn listen(&self, _token: &str) -> Result<Box<dyn Wakes>, ServerError> {
        unreachable!("no test listens")
    }
}

impl Inner {
    fn answer(&mut self, request: &CloudRequest) -> CloudResponse {
        let body = request.body.as_deref().unwrap_or_default();
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let number = |name: &str| {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            value.map_or(0, |value| value.parse::<u64>().expect("a number"))
        };
        match (request.method, path) {
            (Method::Post, "/v1/challenges") => return ok(&Challenge { challenge: Bytes::from([1; 32]) }),
            (Method::Post, "/v1/sessions") => {
                let proof: Signed = serde_json::from_slice(body).expect("a proof");
                let proof: SessionProof = serde_json::from_slice(&proof.payload.0).expect("a proof");
                return if self.knows(&proof.device) {
                    ok(&Session { token: proof.device.text(), expires: u64::MAX })
                } else {
                    refuse(401)
                };
            }
            _ => {}
        }
        let device = request.token.as_ref().and_then(|token| Bytes::read(token));
        let Some(device) = device.filter(|device| self.knows(device)) else { return refuse(401) };
        match (request.method, path) {
            (Method::Get, "/v1/manifests") => {
                let manifests = self.manifests.iter().skip(number("after") as usize).cloned().collect();
                ok(&Manifests { manifests })
            }
            (Method::Get, "/v1/account") => ok(&AccountView {
                account: self.manifest().account,
                sealed: self.sealed.clone().expect("there are some"),
                manifest: self.manifests.len() as u64,
                restore_epoch: self.log.restore_epoch,
            }),
            (Method::Get, "/v1/log") => ok(&self.log.pull(number("after"), number("limit") as usize)),
            (Method::Post, "/v1/log") => {
                let push: Push = serde_json::from_slice(body).expect("a push");
                match self.log.push(&device, &push) {
                    Ok(pushed) => ok(&pushed),
                    Err(conflicts) => CloudResponse { status: 409, ..ok(&conflicts) },
                }
            }
            (Method::Put, "/v1/heads") => {
                let head: PutHead = serde_json::from_slice(body).expect("a head");
                self.log.put_head(&device, &head.head);
                CloudResponse { status: 204, body: Vec::new() }
            }
            _ => refuse(404),
        }
    }

    fn manifest(&self) -> Manifest {
        let last = self.manifests.last().expect("there is one");
        serde_json::from_slice(&last.payload.0).expect("a manifest")
    }

    fn knows(&self, device: &Bytes) -> bool {
        self.manifest().devices.iter().any(|row| row.id == *device && !row.revoked)
    }
}

fn ok(what: &impl Serialize) -> CloudResponse {
    CloudResponse { status: 200, body: serde_json::to_vec(what).expect("JSON") }
}

const fn refuse(status: u16) -> CloudResponse {
    CloudResponse { status, body: Vec::new() }
}

/// A phone: its folder outlives its process.
pub(crate) struct Phone {
    landfall: Option<Landfall>,
    _temp: TempDir,
    keystore: Arc<SoftwareKeystore>,
    folder: Folder,
    pub(crate) device: Bytes,
}

impl Phone {
    fn new(id: u8) -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        let folder = Folder::claim(temp.path()).expect("a new folder");
        let keystore = Arc::new(SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("a keystore"));
        let mut phone = Self { landfall: None, _temp: temp, keystore, folder, device: Bytes::from([id; 16]) };
        phone.kill();
        phone
    }

    /// Its process ends, and another begins.
    pub(crate) fn kill(&mut self) {
        self.landfall = None;
        let ports = Ports {
            keystore: self.keystore.clone(),
            device: Arc::new(Desk { hardware_id: "phone".to_owned(), secure_storage: true }),
            clock: Arc::new(SystemClock),
            installer: Arc::new(BuiltIn),
        };
        self.landfall = Some(Landfall::open(&self.folder, ports).expect("opens"));
    }

    pub(crate) fn landfall(&self) -> &Landfall {
        self.landfall.as_ref().expect("it runs")
    }

    fn row(&self) -> Device {
        let own = OwnDevice { id: self.device.clone(), epoch: 0 };
        let key = self.keystore.generate_signing_key(&own.key(), &[]).expect("a key");
        let (id, name) = (self.device.clone(), format!("phone {}", self.device.0[0]));
        Device { id, name, key: Bytes::from(key.public_key), epoch: 0, revoked: false, agreement: None }
    }
}

pub(crate) struct World {
    pub(crate) server: Arc<Server>,
    pub(crate) phones: Vec<Phone>,
    pub(crate) keys: AccountKeys,
    pinned: Pinned,
}

impl World {
    /// Phones that are signed in to one account.
    pub(crate) fn new(count: u8) -> Self {
        let random = &mut OsRandom::new();
        let keys = AccountKeys::make(random);
        let seed = LockSeed::make(random);
        let sealed = keys.seal(&ExportKey::make(random), &seed, random);
        let lock = SigningKey::lock(&keys.account, &seed);
        let phones: Vec<Phone> = (1..=count).map(Phone::new).collect();
        let founding = Founding { keys: &keys, lock: &lock, device: phones[0].row(), scheme: Scheme::V1 };
        let (signed, mut pinned) = first(founding).expect("the first");
        let mut manifests = vec![signed];
        for phone in &phones[1..] {
            let (signed, next) =
                pinned.next(&keys.owner(), |next| assert!(next.enrol(phone.row()) > 1)).expect("the next");
            manifests.push(signed);
            pinned = next;
        }
        let log = ModelServer::new(pinned.version());
        let server = Arc::new(Server::default());
        *server.lock() = Inner { log, manifests, sealed: Some(sealed), ..Inner::default() };
        let world = Self { server, phones, keys, pinned };
        for (phone, epoch) in world.phones.iter().zip(1..) {
            let state = AccountState {
                login: "ann".to_owned(),
                server: "https://cloud.test".to_owned(),
                device: OwnDevice { id: phone.device.clone(), epoch },
                keys: world.keys.clone(),
                agreement: AgreementKey::draw(&mut OsRandom::new()),
                pinned: world.pinned.clone(),
            };
            let mut batch = Batch::new();
            state.put(&mut batch);
            phone.landfall().vault().expect("its owner's").commit(batch).expect("commits");
        }
        world
    }

    pub(crate) fn app(&self, phone: usize) -> &Landfall {
        self.phones[phone].landfall()
    }

    pub(crate) async fn sync(&self, phone: usize) -> Result<Synced, SyncError> {
        self.app(phone).sync(self.server.clone(), &Events::new()).await
    }

    /// Until nothing changes any more.
    pub(crate) async fn settle(&self) {
        for _ in 0..3 {
            for phone in 0..self.phones.len() {
                self.sync(phone).await.expect("honest");
            }
        }
    }

    /// New data keys, by somebody else's device list.
    pub(crate) fn change(&mut self, rotate: bool, change: impl FnOnce(&mut Manifest)) {
        let random = &mut OsRandom::new();
        if rotate {
            self.keys.keyring = self.keys.keyring.rotated(random);
        }
        let epoch = self.keys.keyring.epoch();
        let (signed, pinned) = self
            .pinned
            .next(&self.keys.owner(), |next| {
                next.key_epoch = epoch;
                change(next);
            })
            .expect("the next");
        self.pinned = pinned;
        let mut inner = self.server.lock();
        inner.manifests.push(signed);
        inner.log.manifest = self.pinned.version();
        let keyring = self.keys.keyring.seal(&self.keys.account, &self.keys.root, random);
        if let Some(sealed) = &mut inner.sealed {
            sealed.keyring = keyring;
        }
    }

    /// What a phone shows of settings: name = value, conflicts with a `?`.
    pub(crate) fn settings(&self, phone: usize) -> Vec<String> {
        let kept = self.app(phone).account_records::<account::record::Setting>().expect("reads");
        let mut shown: Vec<String> = kept
            .iter()
            .map(|one| {
                let mark = if one.conflict_of.is_some() { "?" } else { "" };
                format!("{}={}{mark}", one.what.name, one.what.value)
            })
            .collect();
        shown.sort();
        shown
    }

    pub(crate) fn set(&self, phone: usize, name: &str, value: &str) {
        self.app(phone).set_setting(name, value.into()).expect("it waits");
    }

    /// What happened, by word and card.
    pub(crate) fn happened(&self, phone: usize) -> Vec<String> {
        let kept = self.app(phone).account_records::<account::record::Activity>().expect("reads");
        let mut words: Vec<String> = kept.iter().map(|one| one.what.what.as_str().to_owned()).collect();
        words.sort();
        words
    }
}
