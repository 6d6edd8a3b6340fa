//! `serve`: the kiosk at work. Phones connect over links, the owner's programs ask at the folder's door, leases run out;
//! all of it ends in order when it is told to stop.
//!
//! One task owns the near-field endpoint ([`hub`]), one each link ([`phone`]); requests are answered on blocking threads, so
//! that the database's commits never hold up a frame.

mod answers;
mod asked;
mod door;
mod es2;
mod heartbeat;
mod https;
mod hub;
mod links;
mod phone;
mod radios;
mod reporter;
mod start_code;
mod teller;

pub use door::{DoorRequest, DoorResponse, ask};
pub use es2::ordering;
pub use https::provisioning;
pub use links::Links;
pub use radios::{Ble, NotAnAdapter};

use crate::{Kiosk, identity::NotValid, keys::KeysError};
use https::Https;
use nearfield::server::Endpoint;
use radio::{
    ble::BleError,
    mdns::{Announcement, MdnsError},
    nfc::NfcError,
    tcp::Listener,
};
use radios::Radios;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use teller::Teller;
use tokio::sync::watch;
use web::tls::TlsError;

/// How long requests that are being answered are waited for when the kiosk stops.
const PATIENCE: Duration = Duration::from_secs(10);

/// How the kiosk serves.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where to listen instead of the settings' address.
    pub listen: Option<String>,
    /// Where to listen for HTTPS, if it is to be served.
    pub https: Option<String>,
    /// Where to listen for operators (ES2+), if they may order.
    pub es2: Option<String>,
    /// Where to listen for browsers, if the page is to be served.
    pub page: Option<String>,
    /// Tell phones on the local network that it is here.
    pub announce: bool,
    /// Serve phones over Bluetooth LE by these adapters.
    pub ble: Vec<Ble>,
    /// Serve phones over NFC by the readers whose name contains this; empty: by all.
    pub nfc: Option<String>,
    /// Don't serve TCP.
    pub without_tcp: bool,
}

/// Why the kiosk doesn't serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can't be listened on.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// The folder's door can't be opened.
    #[error("the door for this kiosk's other commands can't be opened: {0}")]
    Door(#[from] store::door::DoorError),
    /// The local network refuses.
    #[error(transparent)]
    Announce(#[from] MdnsError),
    /// Bluetooth LE refuses.
    #[error(transparent)]
    Ble(#[from] BleError),
    /// NFC refuses.
    #[error(transparent)]
    Nfc(#[from] NfcError),
    /// Nothing on the network is there to be announced.
    #[error("a kiosk is announced on the network only where it serves TCP")]
    NothingToAnnounce,
    /// The keys can't be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The certificate for HTTPS is not valid now.
    #[error(transparent)]
    Certificate(#[from] NotValid),
    /// HTTPS can't be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// An operator can't be told of downloads there.
    #[error("{0:?} in kiosk.toml is no address where an operator can be told of downloads")]
    Notify(String),
}

/// A kiosk that listens.
pub struct Serving {
    kiosk: Arc<Kiosk>,
    listener: Option<Listener>,
    address: Option<SocketAddr>,
    radios: Radios,
    hub: hub::Hub,
    links: Links,
    _door: store::door::Door,
    https: Option<Https>,
    es2: Option<Https>,
    page: Option<Https>,
    tellers: Vec<Teller>,
    _announcement: Option<Announcement>,
}

impl Serving {
    /// Listens, opens the door, announces the kiosk if asked to.
    ///
    /// # Errors
    /// [`ServeError`]
    pub async fn start(kiosk: Arc<Kiosk>, options: &Options) -> Result<Self, ServeError> {
        heartbeat::at_start(&kiosk)?;
        let (listener, address) = match options.without_tcp {
            true => (None, None),
            false => {
                let wanted = options.listen.clone().unwrap_or_else(|| kiosk.settings().listen.clone());
                let listen = |source| ServeError::Listen { address: wanted.clone(), source };
                let listener = Listener::bind(wanted.as_str()).await.map_err(listen)?;
                let address = listener.address().map_err(listen)?;
                (Some(listener), Some(address))
            }
        };
        let door = door::open(&kiosk)?;
        let announcement = match (options.announce, address) {
            (true, Some(address)) => Some(start_code::announce(&kiosk, address)?),
            (true, None) => return Err(ServeError::NothingToAnnounce),
            (false, _) => None,
        };
        let radios = Radios::start(&kiosk, options).await?;
        let https = match &options.https {
            Some(wanted) => Some(Https::bind(&kiosk, wanted).await?),
            None => None,
        };
        let es2 = match &options.es2 {
            Some(wanted) => Some(Https::operators(&kiosk, wanted).await?),
            None => None,
        };
        let tellers = Teller::all(&kiosk)?;
        let page = match &options.page {
            Some(wanted) => Some(Https::pages(&kiosk, wanted).await?),
            None => None,
        };
        let (hub, links) = hub::Hub::new(kiosk.clone(), Endpoint::new(kiosk.nearfield()));
        Ok(Self {
            kiosk,
            listener,
            address,
            radios,
            hub,
            links,
            https,
            es2,
            page,
            tellers,
            _door: door,
            _announcement: announcement,
        })
    }

    /// Where phones connect to by TCP, if they may.
    #[must_use]
    pub const fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// The kiosk's other radios: `ble:ADAPTER`, `nfc:READER`.
    #[must_use]
    pub fn radios(&self) -> Vec<String> {
        self.radios.described()
    }

    /// Where phones come by HTTPS, if they may.
    #[must_use]
    pub fn https_address(&self) -> Option<SocketAddr> {
        self.https.as_ref().map(Https::address)
    }

    /// Where operators order, if they may.
    #[must_use]
    pub fn es2_address(&self) -> Option<SocketAddr> {
        self.es2.as_ref().map(Https::address)
    }

    /// Where browsers find the page, if they do.
    #[must_use]
    pub fn page_address(&self) -> Option<SocketAddr> {
        self.page.as_ref().map(Https::address)
    }

    /// Where links of other kinds than TCP come in, from this kiosk's other radios.
    #[must_use]
    pub fn links(&self) -> Links {
        self.links.clone()
    }

    /// What a phone scans or types to come here.
    #[must_use]
    pub fn start_code(&self) -> String {
        start_code::of(&self.kiosk, self.address, self.radios.has_ble())
    }

    /// Serves until `stop` says so; then answers what it is answering, and ends.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let hub = tokio::spawn(self.hub.run(stop.clone()));
        let heartbeat = tokio::spawn(heartbeat::run(self.kiosk.clone(), stop.clone()));
        let reporter = tokio::spawn(reporter::run(self.kiosk.clone(), stop.clone()));
        let tellers = self.tellers.into_iter().map(|teller| tokio::spawn(teller.run(stop.clone()))).collect::<Vec<_>>();
        let servers = [self.https, self.es2, self.page].map(|server| {
            let mut told = stop.clone();
            tokio::spawn(async move {
                if let Some(server) = server {
                    server.run(stopped(&mut told)).await;
                }
            })
        });
        let radios = tokio::spawn(self.radios.run(self.links.clone(), stop.clone()));
        loop {
            let by_tcp = async {
                match &self.listener {
                    Some(listener) => listener.accept().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                accepted = by_tcp => match accepted {
                    Ok((link, peer)) => self.links.accept(Box::new(link), &peer),
                    Err(error) => {
                        tracing::debug!(%error, "a connection broke before it was set up");
                        // Out of descriptors, say: others may give some back.
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                },
                () = stopped(&mut stop) => break,
            }
        }
        tracing::info!("stopping");
        let ended = async {
            for task in [hub, heartbeat, reporter, radios].into_iter().chain(servers).chain(tellers) {
                if let Err(error) = task.await {
                    tracing::error!(%error, "a part of the kiosk ended badly");
                }
            }
        };
        if tokio::time::timeout(PATIENCE, ended).await.is_err() {
            tracing::warn!("some requests were not answered in time; nothing durable is lost");
        }
    }
}

/// Waits until the kiosk is told to stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Nobody left to say so is as good as being told.
    let _ = stop.wait_for(|stop| *stop).await;
}
