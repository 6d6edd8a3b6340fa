//! The account's server in this process: its router, without sockets. It can be out of reach, and it can lie.

use account::{
    scheme::Scheme,
    wire::{LoggedIn, LoginStart, Receipts, Waiting, Wake},
};
use app::ports::{Cloud, CloudRequest, CloudResponse, ServerError, Wakes};
use async_trait::async_trait;
use landfall_cloud::{
    http::{App, Options, router},
    service::{Config, Listener, ServerKey, Service},
    storage::Storage,
};
use landfall_flows::{Instances, answer};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::VecDeque,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use store::Folder;

const KEY: [u8; 32] = [7; 32];

type Lie = Box<dyn FnMut(&mut Waiting) + Send>;

pub(crate) struct Server {
    instances: Instances,
    /// The server's clock.
    pub(crate) now: Arc<AtomicU64>,
    /// Nobody reaches it.
    pub(crate) away: AtomicBool,
    /// It never answers.
    pub(crate) silent: AtomicBool,
    /// What it does to what a device is handed out.
    pub(crate) lie: Mutex<Option<Lie>>,
    /// Whose password it takes for anybody's, and what it says that opens.
    pub(crate) impostor: Mutex<Option<(String, LoggedIn)>>,
    /// It shows all receipts but the last.
    pub(crate) hides: AtomicBool,
}

impl Server {
    /// At `folder`, which it makes if it is not there.
    pub(crate) async fn open(folder: &Path, now: u64) -> Arc<Self> {
        let folder = Folder::claim(folder).expect("nobody else has it");
        let clock = Arc::new(AtomicU64::new(now));
        let told = clock.clone();
        let told: Arc<dyn Fn() -> u64 + Send + Sync> = Arc::new(move || told.load(Ordering::SeqCst));
        let config = |storage| {
            let key = ServerKey::read(&KEY).expect("32 bytes");
            Config { scheme: Scheme::CHEAP, clock: told.clone(), ..Config::new(storage, key) }
        };
        Arc::new(Self {
            instances: Instances::open(&folder, config).await,
            now: clock,
            away: AtomicBool::new(false),
            silent: AtomicBool::new(false),
            lie: Mutex::new(None),
            impostor: Mutex::new(None),
            hides: AtomicBool::new(false),
        })
    }

    /// The instance whose turn it is.
    pub(crate) fn service(&self) -> Arc<Service> {
        self.instances.next()
    }

    /// The data under them.
    pub(crate) fn storage(&self) -> Arc<dyn Storage> {
        self.instances.storage()
    }

    pub(crate) fn lies(&self, lie: impl FnMut(&mut Waiting) + Send + 'static) {
        *self.lie.lock().expect("no panic") = Some(Box::new(lie));
    }

    /// Its answer, with what it makes of it.
    async fn respond(&self, mut request: CloudRequest) -> CloudResponse {
        let impostor = self.impostor.lock().expect("no panic").clone();
        if let (Some((login, _)), "/v1/login/start") = (&impostor, &*request.path) {
            let mut start: LoginStart = read(request.body.as_deref().unwrap_or_default());
            start.login.clone_from(login);
            request.body = Some(json(&start));
        }
        let router = router(App::new(self.service(), Options::default()));
        let CloudResponse { status, mut body } = answer(router, &request).await;
        if status == 200 {
            body = self.lied(&request.path, body, impostor);
        }
        CloudResponse { status, body }
    }

    fn lied(&self, path: &str, body: Vec<u8>, impostor: Option<(String, LoggedIn)>) -> Vec<u8> {
        match (path, &mut *self.lie.lock().expect("no panic"), impostor) {
            ("/v1/orders/mine", Some(lie), _) => {
                let mut waiting: Waiting = read(&body);
                lie(&mut waiting);
                json(&waiting)
            }
            ("/v1/login/finish", _, Some((_, said))) => json(&said),
            _ if path.starts_with("/v1/receipts") && self.hides.load(Ordering::SeqCst) => {
                let mut receipts: Receipts = read(&body);
                receipts.receipts.pop();
                json(&receipts)
            }
            _ => body,
        }
    }
}

/// The way to it from abroad, which may be cut.
pub(crate) struct Port(pub(crate) Arc<Server>);

/// The way to it from home, which is not.
pub(crate) struct Home(pub(crate) Arc<Server>);

#[async_trait]
impl Cloud for Home {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        Ok(self.0.respond(request).await)
    }

    async fn listen(&self, _token: &str) -> Result<Box<dyn Wakes>, ServerError> {
        Err(no_network())
    }
}

#[async_trait]
impl Cloud for Port {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        if self.0.silent.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if self.0.away.load(Ordering::SeqCst) {
            return Err(no_network());
        }
        Ok(self.0.respond(request).await)
    }

    async fn listen(&self, token: &str) -> Result<Box<dyn Wakes>, ServerError> {
        if self.0.away.load(Ordering::SeqCst) {
            return Err(no_network());
        }
        let service = self.0.service();
        let listener = service.listen(Some(token)).await.map_err(|_| no_network())?;
        Ok(Box::new(Line { server: self.0.clone(), service, listener, told: VecDeque::new(), over: false }))
    }
}

/// A line to it, which breaks when it is out of reach.
struct Line {
    server: Arc<Server>,
    service: Arc<Service>,
    listener: Listener,
    told: VecDeque<Wake>,
    /// Its token has ended: once all was told.
    over: bool,
}

#[async_trait]
impl Wakes for Line {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, ServerError> {
        while self.told.is_empty() && !self.over {
            let rung = self.listener.next().await;
            if self.server.away.load(Ordering::SeqCst) {
                return Err(no_network());
            }
            self.told.extend(rung.wakes());
            let good = self.service.may_listen(&self.listener).await.map_err(|_| no_network())?;
            self.over |= rung.end() || rung.look() && !good;
        }
        Ok(self.told.pop_front().map(|wake| serde_json::to_vec(&wake).expect("a word")))
    }
}

fn no_network() -> ServerError {
    ServerError { what: "no network".to_owned(), retrying_helps: true, hint: "Check the network." }
}

fn json(what: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(what).expect("string keys only")
}

fn read<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("it can be read")
}
