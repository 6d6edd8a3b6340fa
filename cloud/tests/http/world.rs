//! A cloud whose clock the test sets, and owners with their devices.

use crate::passkeys::Ring;
use account::{
    keys::{AccountKeys, ExportKey, LockSeed, SigningKey},
    manifest::{Founding, Pinned, first},
    opaque::{LoggingIn, Registering},
    order::{Wish, give},
    scheme::Scheme,
    signed::{Kind, Signed, Signer},
    wire::{
        Bytes, Challenge, Contact, Device, Head, LoggedIn, LoginFinish, LoginStart, LoginStarted, Manifest, Order,
        OrderView, Push, PutOrder, Register, RegisterStart, RegisterStarted, Session, SessionProof, Verb, Waiting,
        Write,
    },
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request},
};
use http_body_util::BodyExt;
use landfall_cloud::{
    http::{App, Options, router},
    service::{Allowances, Config, ServerKey, Service},
    storage::{Allowance, sqlite::Sqlite},
};
use model::SecretBytes;
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use store::Folder;
use tower::ServiceExt;

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const CARD: &str = "8999900000000000001";

pub(crate) fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).unwrap();
}

pub(crate) fn id() -> Bytes {
    let mut id = [0; 16];
    random(&mut id);
    Bytes::from(id)
}

pub(crate) fn password(text: &str) -> SecretBytes {
    SecretBytes::from(text.as_bytes())
}

/// A cloud.
pub(crate) struct World {
    data: PathBuf,
    _temp: tempfile::TempDir,
    key: ServerKey,
    allowances: Allowances,
    options: Options,
    pub(crate) now: Arc<AtomicU64>,
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, String::from_utf8_lossy(&self.body)))
    }

    /// The end of a problem's type.
    pub(crate) fn word(&self) -> String {
        let problem: account::wire::Problem = self.read();
        assert_eq!(
            (self.headers["content-type"].as_bytes(), problem.status),
            (&b"application/problem+json"[..], self.status)
        );
        problem.kind.strip_prefix("urn:landfall:problem:").unwrap().to_owned()
    }

    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}

/// Guesses that no test but those of guessing runs out of.
fn generous() -> Allowances {
    let much = Allowance { burst: 10_000, every: 1 };
    Allowances { login: much, address: much, register: much, approval: much }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(generous(), Options::default()).await
    }

    pub(crate) async fn with(allowances: Allowances, options: Options) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("data");
        let (key, now) = (ServerKey::make(), Arc::new(AtomicU64::new(NOW)));
        let app = open(&data, &key, &now, allowances, options).await;
        Self { data, _temp: temp, key, allowances, options, now, router: router(app.clone()), app }
    }

    /// The program ends, and starts again over the same folder.
    pub(crate) async fn restart(self) -> Self {
        let Self { data, _temp, key, allowances, options, now, app, router: old } = self;
        drop((app, old));
        // The task that passes wakes on holds the hub alone; the folder is free once the service is gone.
        tokio::task::yield_now().await;
        let app = open(&data, &key, &now, allowances, options).await;
        Self { data, _temp, key, allowances, options, now, router: router(app.clone()), app }
    }

    pub(crate) fn later(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn time(&self) -> u64 {
        self.now.load(Ordering::Relaxed)
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, token: Option<&str>, body: Option<Vec<u8>>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        self.send(request.body(Body::from(body.unwrap_or_default())).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Reply {
        self.ask("GET", path, Some(token), None).await
    }

    pub(crate) async fn post(&self, path: &str, token: Option<&str>, body: &impl Serialize) -> Reply {
        self.ask("POST", path, token, Some(serde_json::to_vec(body).unwrap())).await
    }

    pub(crate) async fn put(&self, path: &str, token: &str, body: &impl Serialize) -> Reply {
        self.ask("PUT", path, Some(token), Some(serde_json::to_vec(body).unwrap())).await
    }

    pub(crate) async fn challenge(&self) -> Bytes {
        self.ask("POST", "/v1/challenges", None, None).await.expect(200).read::<Challenge>().challenge
    }

    /// An account with one device.
    pub(crate) async fn owner(&self, login: &str) -> Owner {
        let owner = Owner::make(self, login).await;
        self.post("/v1/accounts", None, &owner.register).await.expect(201);
        owner
    }
}

async fn open(
    data: &std::path::Path,
    key: &ServerKey,
    now: &Arc<AtomicU64>,
    allowances: Allowances,
    options: Options,
) -> Arc<App> {
    let folder = Folder::claim(data).unwrap();
    let storage = Arc::new(Sqlite::open(&folder).unwrap());
    let now = now.clone();
    let clock = Arc::new(move || now.load(Ordering::Relaxed));
    let config = Config { scheme: Scheme::CHEAP, allowances, clock, ..Config::new(storage, key.clone()) };
    App::new(Arc::new(Service::open(config).await.unwrap()), options)
}

/// A device with its key.
pub(crate) struct Phone {
    pub(crate) row: Device,
    key: EcdsaKeyPair,
}

impl Phone {
    pub(crate) fn new(epoch: u64) -> Self {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &SystemRandom::new());
        let key = key.unwrap();
        let row = Device {
            id: id(),
            name: "phone".into(),
            key: Bytes::from(key.public_key()),
            epoch,
            revoked: false,
            agreement: None,
        };
        Self { row, key }
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::Device(self.row.id.clone())
    }

    pub(crate) fn signature(&self, message: &[u8]) -> Result<Vec<u8>, ()> {
        Ok(self.key.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec())
    }

    pub(crate) fn sign(&self, kind: Kind, what: &impl Serialize) -> Signed {
        Signed::make(kind, what, self.signer(), |message| self.signature(message)).unwrap()
    }
}

/// An account's owner.
pub(crate) struct Owner {
    pub(crate) login: String,
    pub(crate) keys: AccountKeys,
    pub(crate) export: ExportKey,
    pub(crate) lock: SigningKey,
    pub(crate) phone: Phone,
    pub(crate) ring: Ring,
    pub(crate) pinned: Pinned,
    pub(crate) register: Register,
}

/// OPAQUE's record and export key for a new password.
pub(crate) async fn set_password(world: &World, login: &str, word: &str) -> (Bytes, ExportKey) {
    let (client, request) = Registering::begin(&password(word), &mut random).unwrap();
    let start = RegisterStart { login: login.into(), request };
    let started: RegisterStarted = world.post("/v1/accounts/start", None, &start).await.expect(200).read();
    let done = client.finish(&password(word), &started.response, Scheme::CHEAP, &mut random).unwrap();
    (done.record, done.export)
}

impl Owner {
    pub(crate) async fn make(world: &World, login: &str) -> Self {
        let (record, export) = set_password(world, login, "correct horse").await;
        let keys = AccountKeys::make(&mut random);
        let seed = LockSeed::make(&mut random);
        let lock = SigningKey::lock(&keys.account, &seed);
        let (phone, ring) = (Phone::new(1), Ring::new());
        let founding = Founding { keys: &keys, lock: &lock, device: phone.row.clone(), scheme: Scheme::CHEAP };
        let (manifest, pinned) = first(founding).unwrap();
        let sealed = keys.seal(&export, &seed, &mut random);
        let (login, account) = (login.to_owned(), keys.account.bytes());
        let register = Register { login: login.clone(), account, record, sealed, manifest };
        Self { login, keys, export, lock, phone, ring, pinned, register }
    }

    /// The next manifest, pinned at once.
    pub(crate) fn next(&mut self, change: impl FnOnce(&mut Manifest)) -> Signed {
        let (signed, pinned) = self.pinned.next(&self.keys.owner(), change).unwrap();
        self.pinned = pinned;
        signed
    }

    pub(crate) async fn proof(&self, world: &World, phone: &Phone) -> Signed {
        let challenge = world.challenge().await;
        let (account, device) = (self.keys.account.bytes(), phone.row.id.clone());
        phone.sign(Kind::Session, &SessionProof { account, device, epoch: phone.row.epoch, challenge })
    }

    /// Of owner key or sheet.
    pub(crate) async fn own_proof(&self, world: &World, key: &SigningKey) -> Signed {
        let challenge = world.challenge().await;
        let account = self.keys.account.bytes();
        key.sign(Kind::Session, &SessionProof { account, device: Bytes::default(), epoch: 0, challenge })
    }

    pub(crate) async fn device_token(&self, world: &World) -> String {
        self.token_of(world, &self.phone).await
    }

    pub(crate) async fn token_of(&self, world: &World, phone: &Phone) -> String {
        let proof = self.proof(world, phone).await;
        world.post("/v1/sessions", None, &proof).await.expect(200).read::<Session>().token
    }

    pub(crate) async fn recovery_token(&self, world: &World) -> String {
        let proof = self.own_proof(world, &self.keys.sheet()).await;
        world.post("/v1/recovery", None, &proof).await.expect(200).read::<LoggedIn>().token
    }

    pub(crate) async fn visitor_token(&self, world: &World) -> String {
        sign_in(world, &self.login, "correct horse").await.expect(200).read::<LoggedIn>().token
    }

    /// An order to the phone, by this key.
    pub(crate) fn order(&self, verb: Verb, counter: u64, now: u64, signer: Signer) -> Signed {
        self.order_with(verb, counter, now, signer, |_| {})
    }

    pub(crate) fn order_with(
        &self,
        verb: Verb,
        counter: u64,
        now: u64,
        signer: Signer,
        change: impl FnOnce(&mut Order),
    ) -> Signed {
        let id: [u8; 16] = id().0.try_into().unwrap();
        let cards = if verb == Verb::Delete { vec![CARD.into()] } else { Vec::new() };
        let (device, parameters) = (&self.phone.row, serde_json::Value::Null);
        let wish = Wish { verb, cards, parameters, device, counter, id, now, grace: 0, good_for: 86_400 };
        let mut order = wish.order(&self.pinned.manifest().unwrap());
        change(&mut order);
        let by = |key: SigningKey| key.sign(Kind::Order, &order);
        match signer {
            Signer::Owner => by(self.keys.owner()),
            Signer::Sheet => by(self.keys.sheet()),
            Signer::Lock => by(self.lock.clone()),
            other => give(&order, other, |message| self.phone.signature(message)).unwrap(),
        }
    }

    pub(crate) async fn give(&self, world: &World, token: &str, order: &Signed) -> Reply {
        world.post("/v1/orders", Some(token), &PutOrder { order: order.clone() }).await
    }

    pub(crate) async fn contact(&self, world: &World, receipts: Vec<Signed>) -> Waiting {
        let proof = self.proof(world, &self.phone).await;
        world.post("/v1/orders/mine", None, &Contact { proof, receipts, manifest: 0 }).await.expect(200).read()
    }

    pub(crate) async fn view(&self, world: &World, token: &str, order: &Signed) -> OrderView {
        let order: Order = serde_json::from_slice(&order.payload.0).unwrap();
        world.get(&format!("/v1/orders/{}", order.order.text()), token).await.expect(200).read()
    }

    pub(crate) fn head(&self, phone: &Phone, seq: u64) -> Signed {
        let (account, device) = (self.keys.account.bytes(), phone.row.id.clone());
        let chain = Bytes::from([seq as u8; 32]);
        phone.sign(Kind::Head, &Head { account, device, seq, chain, restore_epoch: 0, time: NOW })
    }

    pub(crate) fn push(&self, writes: Vec<Write>) -> Push {
        Push { batch: id(), writes, head: self.head(&self.phone, 0) }
    }
}

pub(crate) fn write(record: &Bytes, version: u64) -> Write {
    let (record, sealed) = (record.clone(), Bytes::from([7; 40]));
    Write { record, kind: "card".into(), version, key_epoch: 1, deleted: false, sealed }
}

/// The whole of a login.
pub(crate) async fn sign_in(world: &World, login: &str, word: &str) -> Reply {
    let (client, request) = LoggingIn::begin(&password(word), &mut random).unwrap();
    let reply = world.post("/v1/login/start", None, &LoginStart { login: login.into(), request }).await;
    if reply.status != 200 {
        return reply;
    }
    let started: LoginStarted = reply.read();
    // Who has a wrong password knows it by now, and can only send something else.
    let done = client.finish(&password(word), &started.response, Scheme::CHEAP, &mut random);
    let finish = done.map_or_else(|_| Bytes::from([1; 64]), |done| done.finish);
    world.post("/v1/login/finish", None, &LoginFinish { attempt: started.attempt, finish }).await
}
