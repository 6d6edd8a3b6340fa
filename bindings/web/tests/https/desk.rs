//! A server with an operator's certificates, whose answers a test decides.

use crate::samples;
use landfall_web::{
    server::{Limits, Provisioning, Server, Unavailable, es9::routes},
    tls::{Identity, Trust},
};
use model::UnixTime;
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    Unsigned,
    cert::{
        Certificate,
        chain::{Crls, Roots},
        issue::{self, ServerName, Validity},
    },
    es9::{Function, Request, Response},
};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// How the server is called.
pub(crate) const NAME: &str = "dp.example";
const DAY: u64 = 86_400;

/// Limits that a test can wait for.
pub(crate) const LIMITS: Limits = Limits {
    connections: 64,
    handshake: Duration::from_millis(800),
    head: Duration::from_millis(800),
    body: Duration::from_millis(800),
    body_bytes: 4 << 10,
    drain: Duration::from_secs(5),
};

pub(crate) fn now() -> UnixTime {
    UnixTime(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs())
}

fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random is there");
}

#[derive(Clone)]
pub(crate) struct Key(Arc<EcdsaKeyPair>);

impl Key {
    fn generate() -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random is there");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random);
        Self(Arc::new(pair.expect("made just now")))
    }

    fn public(&self) -> [u8; 65] {
        self.0.public_key().as_ref().try_into().expect("uncompressed point")
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(&SystemRandom::new(), message).expect("random is there");
        signature.as_ref().try_into().expect("fixed form")
    }

    fn finish<T>(&self, unsigned: Unsigned<T>) -> T {
        let signature = self.sign(&unsigned.message);
        unsigned.signed(signature)
    }
}

/// An operator: a root, and servers under it.
pub(crate) struct Operator {
    key: Key,
    root: Certificate,
}

impl Operator {
    pub(crate) fn new(name: &str) -> Self {
        let key = Key::generate();
        let validity = Validity::days(UnixTime(now().0 - 20 * DAY), 3_650);
        let root = issue::ci(name, "Root", &key.public(), validity, &mut random).expect("fits");
        Self { root: key.finish(root), key }
    }

    /// A server of this name, certified for `days` days from `from` on.
    pub(crate) fn identity(&self, name: &str, from: UnixTime, days: u32) -> Identity {
        let key = Key::generate();
        let server = ServerName { organization: "Nord".into(), common_name: "DP".into(), oid: "2.999.1".into() };
        let validity = Validity::days(from, days);
        let unsigned = issue::tls(&self.root, &server, name, &key.public(), validity, &mut random).expect("fits");
        let chain = vec![self.key.finish(unsigned).as_der().to_vec()];
        Identity::new(chain, Arc::new(move |message: &[u8]| Ok(key.sign(message))))
    }

    /// A network operator that orders.
    pub(crate) fn orderer(&self, name: &str, requester: &str, from: UnixTime, days: u32) -> Identity {
        let key = Key::generate();
        let own = self.certified(name, requester, &key, from, days);
        Identity::new(vec![own.as_der().to_vec()], Arc::new(move |message: &[u8]| Ok(key.sign(message))))
    }

    /// One who has stolen a certificate, but not its key.
    pub(crate) fn with_another_key(&self, requester: &str) -> Identity {
        let (key, own) = (Key::generate(), Key::generate());
        let stolen = self.certified("Nord Mobile", requester, &own, UnixTime(now().0 - DAY), 30);
        Identity::new(vec![stolen.as_der().to_vec()], Arc::new(move |message: &[u8]| Ok(key.sign(message))))
    }

    fn certified(&self, name: &str, requester: &str, key: &Key, from: UnixTime, days: u32) -> Certificate {
        let named = ServerName { organization: name.into(), common_name: name.into(), oid: requester.into() };
        let validity = Validity::days(from, days);
        let unsigned = issue::operator(&self.root, &named, None, &key.public(), validity, &mut random).expect("fits");
        self.key.finish(unsigned)
    }

    pub(crate) const fn root(&self) -> &Certificate {
        &self.root
    }

    /// The server that tests talk to.
    pub(crate) fn server(&self) -> Identity {
        self.identity(NAME, UnixTime(now().0 - DAY), 30)
    }

    pub(crate) fn trust(&self) -> Trust {
        let mut roots = Roots::new();
        roots.add(self.root.clone()).expect("a root");
        Trust::new(roots, Crls::default())
    }
}

type Answer = dyn Fn(&Request) -> Result<Response, Unavailable> + Send + Sync;

/// Who decides, and what was asked.
pub(crate) struct Fake {
    answer: Box<Answer>,
    asked: Mutex<Vec<Function>>,
}

impl Fake {
    pub(crate) fn asked(&self) -> Vec<Function> {
        self.asked.lock().expect("nobody panics with it").clone()
    }
}

impl Provisioning for Fake {
    fn es9(&self, request: Request) -> Result<Response, Unavailable> {
        self.asked.lock().expect("nobody panics with it").push(request.function());
        (self.answer)(&request)
    }
}

/// A server that runs.
pub(crate) struct Desk {
    pub(crate) operator: Operator,
    pub(crate) fake: Arc<Fake>,
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Desk {
    /// Notifications are taken, sessions cancelled, nothing else is done.
    pub(crate) async fn open() -> Self {
        Self::answering(LIMITS, usual).await
    }

    pub(crate) async fn answering(
        limits: Limits,
        answer: impl Fn(&Request) -> Result<Response, Unavailable> + Send + Sync + 'static,
    ) -> Self {
        let operator = Operator::new("Nord");
        let identity = operator.server();
        Self::with(operator, &identity, limits, answer).await
    }

    pub(crate) async fn with(
        operator: Operator,
        identity: &Identity,
        limits: Limits,
        answer: impl Fn(&Request) -> Result<Response, Unavailable> + Send + Sync + 'static,
    ) -> Self {
        let fake = Arc::new(Fake { answer: Box::new(answer), asked: Mutex::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = Server::new(listener, identity, routes(fake.clone(), limits), limits).expect("TLS");
        let address = server.address().expect("it listens");
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        Self { operator, fake, address, stop: Some(stop), task }
    }

    /// Tells it to stop.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits for its end.
    pub(crate) async fn ended(self) {
        self.task.await.expect("it ends well");
    }
}

pub(crate) fn usual(request: &Request) -> Result<Response, Unavailable> {
    match request.function() {
        Function::HandleNotification => Ok(Response::NotificationAccepted),
        Function::CancelSession => Ok(samples::cancelled()),
        _ => Err(Unavailable::Internal),
    }
}
