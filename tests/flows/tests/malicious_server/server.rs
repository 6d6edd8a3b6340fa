//! The account's server, real, without sockets; and the way from one phone to it, on which it lies to that phone.

use account::{
    scheme::Scheme,
    wire::{Problem, Pulled},
};
use app::ports::{Cloud, CloudRequest, CloudResponse, ServerError, Wakes};
use async_trait::async_trait;
use axum::Router;
use landfall_cloud::{
    http::{App, Options, router},
    service::{Config, ServerKey, Service},
    storage::sqlite::Sqlite,
};
use landfall_flows::{answer, here, word};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use store::Folder;
use tempfile::TempDir;

pub(crate) struct Server {
    pub(crate) service: Arc<Service>,
    router: Router,
    storage: Arc<Sqlite>,
    now: Arc<AtomicU64>,
    _folder: TempDir,
}

impl Server {
    /// A new one, by this clock.
    pub(crate) fn new(now: &Arc<AtomicU64>) -> Arc<Self> {
        Self::over(tempfile::tempdir().expect("a folder"), now)
    }

    /// Another one that has what this one has now, and its keys: a backup that is put back later, or a second history.
    pub(crate) fn copy(&self) -> Arc<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        self.storage.backup(&folder.path().join("cloud.db")).expect("it is copied");
        Self::over(folder, &self.now)
    }

    fn over(folder: TempDir, now: &Arc<AtomicU64>) -> Arc<Self> {
        let claim = Folder::claim(folder.path()).expect("nobody else has it");
        let storage = Arc::new(Sqlite::open(&claim).expect("opens"));
        let told = now.clone();
        let config = Config {
            scheme: Scheme::CHEAP,
            clock: Arc::new(move || told.load(Ordering::SeqCst)),
            ..Config::new(storage.clone(), ServerKey::read(&[7; 32]).expect("32 bytes"))
        };
        let service = Arc::new(here(Service::open(config)).expect("opens"));
        let router = router(App::new(service.clone(), Options::default()));
        Arc::new(Self { service, router, storage, now: now.clone(), _folder: folder })
    }

    /// Changes what lies in its database.
    pub(crate) fn edit(&self, sql: &'static [&'static str]) {
        let job = move |tx: &store::Transaction<'_>| {
            for statement in sql {
                assert!(tx.execute(statement, [])? > 0, "nothing was changed by {statement}");
            }
            Ok::<_, store::Error>(())
        };
        self.storage.store().write(job).wait().expect("it is changed");
    }

    async fn answer(&self, request: &CloudRequest) -> CloudResponse {
        answer(self.router.clone(), request).await
    }
}

/// What the server does on the way: before it answers, or to the answer.
enum Lie {
    Asked(Asked),
    Answered(Answered),
    Instead(u16, Instead),
}

type Asked = Box<dyn FnMut(&mut Vec<u8>) + Send>;
type Answered = Box<dyn FnMut(&str, &mut Vec<u8>) + Send>;
type Instead = Box<dyn FnMut(&[u8]) -> Vec<u8> + Send>;

/// One phone's way to the server.
pub(crate) struct Way {
    server: Mutex<Arc<Server>>,
    lies: Mutex<Vec<(String, Lie)>>,
}

impl Way {
    pub(crate) fn to(server: &Arc<Server>) -> Arc<Self> {
        Arc::new(Self { server: Mutex::new(server.clone()), lies: Mutex::default() })
    }

    /// From now on it leads to another one.
    pub(crate) fn leads_to(&self, server: &Arc<Server>) {
        *self.server.lock().expect("no panic") = server.clone();
    }

    /// No lies any more.
    pub(crate) fn is_honest(&self) {
        self.lies.lock().expect("no panic").clear();
    }

    /// Good answers to `route` (`GET /v1/log`; what ends in a slash stands for all below it) come changed.
    pub(crate) fn answers<T>(&self, route: &str, mut lie: impl FnMut(&mut T) + Send + 'static)
    where
        T: Serialize + DeserializeOwned,
    {
        self.lie(route, Lie::Answered(Box::new(move |_, body| changed(body, &mut lie))));
    }

    /// Pages of the log come changed; the lie is told after which place they were asked for.
    pub(crate) fn log(&self, mut lie: impl FnMut(u64, &mut Pulled) + Send + 'static) {
        let lie = move |path: &str, body: &mut Vec<u8>| {
            let after = path.split("after=").nth(1).and_then(|rest| rest.split('&').next()?.parse().ok());
            changed(body, |page| lie(after.expect("a place"), page));
        };
        self.lie("GET /v1/log", Lie::Answered(Box::new(lie)));
    }

    /// What is asked of `route` arrives changed.
    pub(crate) fn asks<T>(&self, route: &str, mut lie: impl FnMut(&mut T) + Send + 'static)
    where
        T: Serialize + DeserializeOwned,
    {
        self.lie(route, Lie::Asked(Box::new(move |body| changed(body, &mut lie))));
    }

    /// `route` is refused, and the server proper hears nothing of it; `heard` does.
    pub(crate) fn refuses<T>(&self, route: &str, status: u16, mut heard: impl FnMut(T) + Send + 'static)
    where
        T: DeserializeOwned,
    {
        let instead = move |body: &[u8]| {
            heard(serde_json::from_slice(body).expect("as the phone writes it"));
            let problem = Problem {
                kind: "urn:landfall:problem:conflict".to_owned(),
                title: String::new(),
                status,
                detail: "no".to_owned(),
                instance: String::new(),
            };
            serde_json::to_vec(&problem).expect("string keys only")
        };
        self.lie(route, Lie::Instead(status, Box::new(instead)));
    }

    /// `route` is answered so, and the server proper hears nothing of it.
    pub(crate) fn instead<T: Serialize>(&self, route: &str, said: &T) {
        let said = serde_json::to_vec(said).expect("string keys only");
        self.lie(route, Lie::Instead(200, Box::new(move |_| said.clone())));
    }

    fn lie(&self, route: &str, lie: Lie) {
        self.lies.lock().expect("no panic").push((route.to_owned(), lie));
    }
}

#[async_trait]
impl Cloud for Way {
    async fn ask(&self, mut request: CloudRequest) -> Result<CloudResponse, ServerError> {
        let whole = request.path.clone();
        let asked = format!("{} {}", word(request.method), whole.split('?').next().unwrap_or_default());
        let meant = |route: &str| *route == asked || route.ends_with('/') && asked.starts_with(route);
        for (route, lie) in self.lies.lock().expect("no panic").iter_mut().filter(|(route, _)| meant(route)) {
            tracing::debug!(route, "a lie");
            match (lie, &mut request.body) {
                (Lie::Asked(lie), Some(body)) => lie(body),
                (Lie::Instead(status, instead), body) => {
                    let body = instead(body.as_deref().unwrap_or_default());
                    return Ok(CloudResponse { status: *status, body });
                }
                _ => {}
            }
        }
        let server = self.server.lock().expect("no panic").clone();
        let mut response = server.answer(&request).await;
        if (200..300).contains(&response.status) {
            for (_, lie) in self.lies.lock().expect("no panic").iter_mut().filter(|(route, _)| meant(route)) {
                if let Lie::Answered(lie) = lie {
                    lie(&whole, &mut response.body);
                }
            }
        }
        Ok(response)
    }

    async fn listen(&self, _token: &str) -> Result<Box<dyn Wakes>, ServerError> {
        unreachable!("nobody listens")
    }
}

fn changed<T: Serialize + DeserializeOwned>(body: &mut Vec<u8>, lie: impl FnOnce(&mut T)) {
    let mut said: T = serde_json::from_slice(body).expect("as it was written");
    lie(&mut said);
    *body = serde_json::to_vec(&said).expect("string keys only");
}
