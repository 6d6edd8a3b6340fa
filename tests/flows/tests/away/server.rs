//! The account's server in this process: its use cases by their paths, without HTTP. It can be out of reach, and it can lie.

use account::{
    scheme::Scheme,
    signed::Signed,
    wire::{Bytes, Waiting, Wake},
};
use app::ports::{Cloud, CloudRequest, CloudResponse, Method, ServerError, Wakes};
use async_trait::async_trait;
use landfall_cloud::{
    service::{Config, Listener, ServerKey, Service, ServiceError, Word},
    storage::sqlite::Sqlite,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::VecDeque,
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use store::Folder;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const KEY: [u8; 32] = [7; 32];

type Lie = Box<dyn FnMut(&mut Waiting) + Send>;

pub(crate) struct Server {
    pub(crate) service: Service,
    /// The server's clock.
    pub(crate) now: Arc<AtomicU64>,
    /// Nobody reaches it.
    pub(crate) away: AtomicBool,
    /// It never answers.
    pub(crate) silent: AtomicBool,
    /// What it does to what a device is handed out.
    pub(crate) lie: Mutex<Option<Lie>>,
    /// It shows all receipts but the last.
    pub(crate) hides: AtomicBool,
}

impl Server {
    /// At `folder`, which it makes if it is not there.
    pub(crate) async fn open(folder: &Path, now: u64) -> Arc<Self> {
        let folder = Folder::claim(folder).expect("nobody else has it");
        let storage = Arc::new(Sqlite::open(&folder).expect("opens"));
        let clock = Arc::new(AtomicU64::new(now));
        let told = clock.clone();
        let key = ServerKey::read(&KEY).expect("32 bytes");
        let config = Config {
            scheme: Scheme::CHEAP,
            clock: Arc::new(move || told.load(Ordering::SeqCst)),
            ..Config::new(storage, key)
        };
        Arc::new(Self {
            service: Service::open(config).await.expect("opens"),
            now: clock,
            away: AtomicBool::new(false),
            silent: AtomicBool::new(false),
            lie: Mutex::new(None),
            hides: AtomicBool::new(false),
        })
    }

    pub(crate) fn lies(&self, lie: impl FnMut(&mut Waiting) + Send + 'static) {
        *self.lie.lock().expect("no panic") = Some(Box::new(lie));
    }

    async fn answer(&self, request: &CloudRequest) -> Result<Vec<u8>, ServiceError> {
        let token = request.token.as_ref().map(|token| token.as_str());
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let asked = |name: &str| {
            query
                .split('&')
                .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
        };
        let body = request.body.as_deref().unwrap_or_default();
        let service = &self.service;
        match (request.method, path) {
            (Method::Post, "/v1/accounts/start") => json(&service.register_start(read(body), HERE).await?),
            (Method::Post, "/v1/accounts") => json(&service.register(read(body), HERE).await?),
            (Method::Post, "/v1/login/start") => json(&service.login_start(read(body), HERE).await?),
            (Method::Post, "/v1/login/finish") => json(&service.login_finish(read(body)).await?),
            (Method::Post, "/v1/challenges") => json(&service.challenge().await?),
            (Method::Post, "/v1/sessions") => json(&service.sign_in(&read::<Signed>(body)).await?),
            (Method::Post, "/v1/recovery") => json(&service.recover(&read::<Signed>(body)).await?),
            (Method::Get, "/v1/account") => json(&service.see_account(token).await?),
            (Method::Put, "/v1/keys") => json(&service.replace_keys(token, read(body)).await?),
            (Method::Get, "/v1/manifests") => {
                let after = asked("after").and_then(|after| after.parse().ok()).unwrap_or(0);
                json(&service.manifests(token, after).await?)
            }
            (Method::Post, "/v1/manifests") => json(&service.add_manifest(token, read(body)).await?),
            (Method::Post, "/v1/orders") => json(&service.give_order(token, read(body)).await?.view),
            (Method::Get, "/v1/orders") => json(&service.orders(token).await?),
            (Method::Get, "/v1/receipts") => {
                let device = asked("device").and_then(Bytes::read).expect("a device");
                let epoch = asked("epoch").and_then(|epoch| epoch.parse().ok()).expect("an epoch");
                let mut receipts = service.receipts(token, &device, epoch).await?;
                if self.hides.load(Ordering::SeqCst) {
                    receipts.receipts.pop();
                }
                json(&receipts)
            }
            (Method::Post, "/v1/orders/mine") => {
                let mut waiting = service.contact(read(body)).await?;
                if let Some(lie) = &mut *self.lie.lock().expect("no panic") {
                    lie(&mut waiting);
                }
                json(&waiting)
            }
            other => panic!("nobody asked for {other:?} so far"),
        }
    }
}

impl Server {
    async fn respond(&self, request: &CloudRequest) -> CloudResponse {
        let error = match self.answer(request).await {
            Ok(body) => return CloudResponse { status: 200, body },
            Err(error) => error,
        };
        let (word, status) = match error.word() {
            Word::Unauthorised => ("unauthorised", 401),
            Word::Forbidden => ("forbidden", 403),
            Word::NotFound => ("not_found", 404),
            Word::Conflict => ("conflict", 409),
            Word::Malformed => ("malformed", 400),
            Word::Refused => ("refused", 422),
            Word::TooMany => ("too_many", 429),
            Word::TooLong => ("too_long", 413),
            Word::Unavailable => ("unavailable", 503),
            Word::Internal => ("internal", 500),
        };
        let problem = serde_json::json!({
            "type": format!("urn:landfall:problem:{word}"), "title": word, "status": status,
            "detail": error.to_string(), "instance": "",
        });
        CloudResponse { status, body: problem.to_string().into_bytes() }
    }
}

/// The way to it from abroad, which may be cut.
pub(crate) struct Port(pub(crate) Arc<Server>);

/// The way to it from home, which is not.
pub(crate) struct Home(pub(crate) Arc<Server>);

#[async_trait]
impl Cloud for Home {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        Ok(self.0.respond(&request).await)
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
        Ok(self.0.respond(&request).await)
    }

    async fn listen(&self, token: &str) -> Result<Box<dyn Wakes>, ServerError> {
        if self.0.away.load(Ordering::SeqCst) {
            return Err(no_network());
        }
        let listener = self.0.service.listen(Some(token)).await.map_err(|_| no_network())?;
        Ok(Box::new(Line { server: self.0.clone(), listener, told: VecDeque::new(), over: false }))
    }
}

/// A line to it, which breaks when it is out of reach.
struct Line {
    server: Arc<Server>,
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
            let good = self.server.service.may_listen(&self.listener).await.map_err(|_| no_network())?;
            self.over |= rung.end() || rung.look() && !good;
        }
        Ok(self.told.pop_front().map(|wake| serde_json::to_vec(&wake).expect("a word")))
    }
}

fn no_network() -> ServerError {
    ServerError { what: "no network".to_owned(), retrying_helps: true, hint: "Check the network." }
}

fn json(answer: &impl Serialize) -> Result<Vec<u8>, ServiceError> {
    Ok(serde_json::to_vec(answer).expect("string keys only"))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("what a phone sends can be read")
}
