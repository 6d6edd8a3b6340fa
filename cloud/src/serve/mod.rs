//! `serve`: the cloud at work, until it is told to stop.

pub(crate) mod door;
mod error;
mod tls;

pub use error::ServeError;
pub use tls::TlsFilesError;

use crate::{
    agency::{self, Agencies},
    data::{Data, key_file},
    http::{self, App},
    issuer::{Issuer, IssuerError, KeyFile},
    push::{self, PushDriver},
    server_key,
    service::{Config, ServerKey, Service},
    settings::{IssuerFiles, Settings},
    subscribers::{Driver, OsmoHlr, Sealer},
};
use model::UnixTime;
use rsp::cert::Certificate;
use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use web::server::{Limits, Server};

/// How often what is over is forgotten.
const SWEEP: Duration = Duration::from_secs(60);

/// A cloud that listens.
pub struct Serving {
    app: Arc<App>,
    server: Server,
    address: SocketAddr,
    tls: bool,
    directory: Option<Driver>,
    cards: Vec<agency::Driver>,
    offices: Vec<Server>,
    push: Option<PushDriver>,
    _door: Option<store::door::Door>,
}

impl Serving {
    /// Opens the data, the key and the socket.
    ///
    /// # Errors
    /// [`ServeError`]
    pub async fn start(data: &Path, settings: &Settings) -> Result<Self, ServeError> {
        let opened = Data::open(data, settings).await?;
        let key = key(data, settings)?;
        let service = Arc::new(service(data, settings, &opened, &key).await?);
        let directory = match settings.osmo_hlr {
            Some(address) => {
                let hlr = Arc::new(OsmoHlr::new(address));
                Some(Driver::new(opened.storage(), hlr, Sealer::of(&key)))
            }
            None => None,
        };
        let services = push::services(&settings.push)?;
        let push = (!services.is_empty()).then(|| PushDriver::new(opened.storage(), services));
        let options =
            http::Options { behind_proxy: settings.behind_proxy, sockets: settings.sockets, ..Default::default() };
        let cards = service.card_drivers();
        let mut offices = Vec::new();
        for agency in service.agencies().all() {
            if let Some((office, address)) = agency::office::open(agency, &service).await? {
                tracing::info!(%address, agency = agency.id, "listens for what its SM-DP+ tells of downloads");
                offices.push(office);
            }
        }
        let app = App::new(service, options);
        let listener = listen(settings).await?;
        let limits = Limits { connections: settings.connections, ..Limits::default() };
        let router = http::router(app.clone());
        let server = match &settings.tls {
            Some(files) => Server::tls(listener, tls::config(files)?, router, limits),
            None => Server::plain(listener, router, limits),
        };
        let address =
            server.address().map_err(|source| ServeError::Listen { address: settings.listen.clone(), source })?;
        let door = match &opened {
            Data::Folder(_, folder) => Some(door::open(folder, &opened, app.service())?),
            #[cfg(feature = "postgres")]
            Data::Postgres(_) => None,
        };
        Ok(Self { app, server, address, tls: settings.tls.is_some(), directory, cards, offices, push, _door: door })
    }

    /// Where.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// As clients write it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}", if self.tls { "https" } else { "http" }, self.address)
    }

    /// What it carries to.
    #[must_use]
    pub const fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Serves until `stop` ends: then devices that listen are told, what is under way is answered, and it ends.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let service = self.app.service().clone();
        let sweeping = tokio::spawn(sweep(service.clone()));
        let driving = self.directory.map(|directory| {
            let clock = service.clone();
            tokio::spawn(async move { directory.run(move || clock.now()).await })
        });
        let mut working = tokio::task::JoinSet::new();
        for cards in self.cards {
            let clock = service.clone();
            working.spawn(async move { cards.run(move || clock.now()).await });
        }
        for office in self.offices {
            working.spawn(office.run(std::future::pending()));
        }
        let pushing = self.push.map(|push| {
            let clock = service.clone();
            tokio::spawn(async move { push.run(move || clock.now()).await })
        });
        let hub = service.hub().clone();
        self.server
            .run(async move {
                stop.await;
                hub.end();
            })
            .await;
        sweeping.abort();
        // What they were doing is done again at the next start.
        working.abort_all();
        [driving, pushing].into_iter().flatten().for_each(|task| task.abort());
    }
}

/// The server's key, which is made at the first start.
pub(crate) fn key(data: &Path, settings: &Settings) -> Result<ServerKey, ServeError> {
    std::fs::create_dir_all(data).map_err(|source| ServeError::Folder { path: data.to_owned(), source })?;
    Ok(server_key::read_or_make(&key_file(data, settings))?)
}

/// The service over opened data.
pub(crate) async fn service(
    data: &Path,
    settings: &Settings,
    opened: &Data,
    key: &ServerKey,
) -> Result<Service, ServeError> {
    let agencies = Agencies::open(&settings.agency)?;
    let service = Service::open(Config::new(opened.storage(), key.clone())).await?.with_agencies(agencies);
    match &settings.issuer {
        Some(files) => Ok(service.with_issuer(issuer(data, files).await?)),
        None => Ok(service),
    }
}

/// The issuer of these files.
async fn issuer(data: &Path, files: &IssuerFiles) -> Result<Issuer, IssuerError> {
    let path = &files.certificate;
    let ci = std::fs::read(path).map_err(|source| IssuerError::File { path: path.clone(), source })?;
    let eum_key = files.eum_key.clone().unwrap_or_else(|| data.join("eum.key"));
    let (ci_key, eum_key) = (Arc::new(KeyFile::read(&files.key)?), Arc::new(KeyFile::read_or_make(&eum_key)?));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let ci = Certificate::parse(&ci)?;
    Issuer::open(ci, ci_key, eum_key, &files.eid_prefix, files.crl.clone(), UnixTime(now)).await
}

async fn listen(settings: &Settings) -> Result<TcpListener, ServeError> {
    let wanted = &settings.listen;
    let failed = |source| ServeError::Listen { address: wanted.clone(), source };
    let listener = TcpListener::bind(wanted.as_str()).await.map_err(failed)?;
    let local = listener.local_addr().map_err(failed)?.ip().is_loopback();
    if settings.tls.is_none() && !local && !settings.behind_proxy {
        return Err(ServeError::Plain(wanted.clone()));
    }
    Ok(listener)
}

async fn sweep(service: Arc<Service>) {
    let mut every = tokio::time::interval(SWEEP);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        match service.sweep().await {
            Ok(gone) => tracing::debug!(gone, "forgot what is over"),
            Err(error) => tracing::warn!(%error, "what is over was not forgotten"),
        }
    }
}

impl std::fmt::Debug for Serving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Serving").field("address", &self.address).finish_non_exhaustive()
    }
}
