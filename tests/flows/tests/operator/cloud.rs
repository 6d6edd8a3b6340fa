//! A cloud on loopback with its subscribers, the way of phones to it, and an HLR in memory.

use account::scheme::Scheme;
use app::ports::Cloud as Port;
use async_trait::async_trait;
use landfall_cloud::{
    http::{App, Options, router},
    issuer::Issuer,
    service::{Config, ServerKey, Service},
    storage::{KeptSubscriber, Storage},
    subscribers::{DirectoryError, Driver, Sealer, Standing, SubscriberDirectory, Subscription},
};
use landfall_flows::{Shop, Stock, by_http, now, storage};
use landfall_kiosk::report::{At, Contact, ContactError, Contacted, carrier, register_at};
use model::{Algorithm, Iccid, Imsi, NumberState};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use store::Folder;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use web::server::{Limits, Server};
use zeroize::Zeroizing;

/// The real cloud, served on loopback until it is dropped.
pub(crate) struct Cloud {
    pub(crate) service: Arc<Service>,
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) url: String,
    driver: Driver,
    _stop: oneshot::Sender<()>,
    _serving: JoinHandle<()>,
    _folder: TempDir,
}

impl Cloud {
    pub(crate) async fn open(directory: Arc<dyn SubscriberDirectory>) -> Self {
        Self::certifying(directory, None).await
    }

    /// One that issues certificates.
    pub(crate) async fn certifying(directory: Arc<dyn SubscriberDirectory>, issuer: Option<Issuer>) -> Self {
        let kept = tempfile::tempdir().expect("a folder");
        let folder = Folder::claim(kept.path()).expect("nobody else has it");
        let storage = storage(&folder).await;
        let key = ServerKey::make();
        let driver = Driver::new(storage.clone(), directory, Sealer::of(&key));
        let config = Config { scheme: Scheme::CHEAP, ..Config::new(storage.clone(), key) };
        let service = Service::open(config).await.expect("opens");
        let service = match issuer {
            Some(issuer) => service.with_issuer(issuer),
            None => service,
        };
        let service = Arc::new(service);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        let server = Server::plain(listener, router(App::new(service.clone(), Options::default())), Limits::default());
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server.run(async move {
            let _ = stopped.await;
        }));
        Self { service, storage, url, driver, _stop: stop, _serving: serving, _folder: kept }
    }

    /// The operator hands in the keys of this stock.
    pub(crate) async fn import(&self, stock: &Stock) {
        let all: Vec<Subscription> = (0..stock.count).map(|at| subscription(stock, at)).collect();
        self.service.import_subscribers(&all).await.expect("imports");
    }

    /// The kiosk makes itself known, by a token of the cloud's administrator.
    pub(crate) async fn knows(&self, shop: &Shop) {
        let token = Zeroizing::new(self.service.kiosk_token().await.expect("a token").to_string());
        let at = At { cloud: &self.url, roots: None };
        register_at(shop.kiosk(), &at, &token, now()).await.expect("registered");
    }

    /// The HLR is told what there is to tell.
    pub(crate) async fn works(&self) {
        self.driver.work(now().0).await.expect("works");
    }

    /// It is looked which cards the network has seen.
    pub(crate) async fn looks(&self) -> u32 {
        self.driver.look(now().0).await.expect("looks")
    }

    pub(crate) async fn subscriber(&self, iccid: &Iccid) -> KeptSubscriber {
        self.storage.subscriber(&iccid.to_string()).await.expect("reads").expect("it is known")
    }

    pub(crate) async fn state(&self, iccid: &Iccid) -> NumberState {
        self.subscriber(iccid).await.state
    }

    /// Each state that it had.
    pub(crate) async fn life(&self, iccid: &Iccid) -> Vec<NumberState> {
        let changes = self.storage.changes(&iccid.to_string()).await.expect("reads");
        changes.iter().map(|change| change.state).collect()
    }

    /// The way of a phone.
    pub(crate) fn port(&self) -> Arc<dyn Port> {
        by_http(&self.url)
    }
}

/// The kiosk's contact with its cloud, through the network.
pub(crate) async fn report(shop: &Shop) -> Result<Contacted, ContactError> {
    let mut carrier = carrier(shop.kiosk())?;
    Contact::of(shop.shared()).call(&mut carrier, now).await
}

/// The subscriber in a row of the stock, as the operator has it.
pub(crate) fn subscription(stock: &Stock, at: u32) -> Subscription {
    let row = stock.first + at;
    let secret = |text: &str| hex::decode(text).expect("hexadecimal").into();
    Subscription {
        iccid: Iccid::with_check_digit(&format!("899990100000{row:06}")).expect("digits"),
        imsi: format!("99901{row:010}").parse().expect("an IMSI"),
        msisdn: Some(format!("+99901{row:06}").parse().expect("a number")),
        ki: secret(&stock.ki),
        algorithm: Algorithm::Milenage { opc: secret(&stock.opc) },
    }
}

/// An HLR in memory: whom it serves, and whom the network has asked for.
#[derive(Default)]
pub(crate) struct Register(Mutex<BTreeMap<String, Standing>>);

impl Register {
    fn set(&self, imsi: &Imsi, standing: Standing) {
        self.0.lock().expect("no panic").insert(imsi.as_str().to_owned(), standing);
    }

    /// The network asks it for vectors; whether there are any.
    pub(crate) fn asked(&self, imsi: &Imsi) -> bool {
        match self.0.lock().expect("no panic").get_mut(imsi.as_str()) {
            Some(Standing::Served { seen }) => {
                *seen = true;
                true
            }
            _ => false,
        }
    }
}

#[async_trait]
impl SubscriberDirectory for Register {
    async fn provision(&self, subscription: &Subscription) -> Result<(), DirectoryError> {
        self.set(&subscription.imsi, Standing::Served { seen: false });
        Ok(())
    }

    async fn bar(&self, imsi: &Imsi) -> Result<(), DirectoryError> {
        self.set(imsi, Standing::Barred);
        Ok(())
    }

    async fn remove(&self, imsi: &Imsi) -> Result<(), DirectoryError> {
        self.set(imsi, Standing::Missing);
        Ok(())
    }

    async fn standing(&self, imsi: &Imsi) -> Result<Standing, DirectoryError> {
        Ok(self.0.lock().expect("no panic").get(imsi.as_str()).copied().unwrap_or(Standing::Missing))
    }
}
