//! A cloud with an agency, and phones with accounts there.

use crate::nord::AGENCY;
use account::{scheme::Scheme, sheet::Sheet, wire::Product};
use app::{
    CardWish, Landfall, SignIn,
    ports::{Clock, Cloud as Port, CloudRequest, CloudResponse, ServerError, SystemClock, Wakes},
};
use async_trait::async_trait;
use axum::Router;
use landfall_cloud::{
    agency::{Agencies, AgencySettings, Es2, ProfileServer, office},
    http::{App, Options, router},
    service::{Config, ServerKey, Service},
    storage::Storage,
};
use landfall_flows::{Phone, Shop, answer, now, storage};
use model::SecretBytes;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use store::Folder;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// What makes something else of an agency's SM-DP+.
pub(crate) type Between = fn(Es2) -> Box<dyn ProfileServer>;

/// The cloud, which can be started again.
pub(crate) struct Cloud {
    folder: TempDir,
    key: ServerKey,
    ahead: Arc<AtomicU64>,
    running: Mutex<Option<Running>>,
}

struct Running {
    router: Router,
    service: Arc<Service>,
    storage: Arc<dyn Storage>,
    office: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.office.take().inspect(|office| office.abort());
    }
}

impl Cloud {
    /// A new one, with this agency.
    pub(crate) async fn open(settings: AgencySettings) -> Arc<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let cloud = Self { folder, key: ServerKey::make(), ahead: Arc::default(), running: Mutex::default() };
        cloud.start(settings, |server| Box::new(server)).await;
        Arc::new(cloud)
    }

    /// It ends wherever it is, and is started again.
    pub(crate) async fn restart(&self, settings: AgencySettings, between: Between) {
        let before = self.running.lock().expect("whole").take();
        drop(before);
        // Those that end let go of the folder on the way.
        for _ in 0..100 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            if let Ok(folder) = Folder::claim(self.folder.path()) {
                drop(folder);
                break;
            }
        }
        self.start(settings, between).await;
    }

    async fn start(&self, settings: AgencySettings, between: Between) {
        let storage = storage(&Folder::claim(self.folder.path()).expect("free")).await;
        let ahead = self.ahead.clone();
        let clock = Arc::new(move || SystemClock.now().0 + ahead.load(Ordering::SeqCst));
        let config = Config { scheme: Scheme::CHEAP, clock, ..Config::new(storage.clone(), self.key.clone()) };
        let mut agencies = Agencies::default();
        let server = between(Es2::new(&settings).expect("its own files"));
        agencies.add(AGENCY, settings, server).expect("good settings");
        let service = Arc::new(Service::open(config).await.expect("opens").with_agencies(agencies));
        let agency = service.agencies().get(AGENCY).expect("it is there").clone();
        let office = office::open(&agency, &service).await.expect("listens");
        let office = office.map(|(office, _)| tokio::spawn(office.run(std::future::pending())));
        let router = router(App::new(service.clone(), Options::default()));
        *self.running.lock().expect("whole") = Some(Running { router, service, storage, office });
    }

    /// Time passes, for the cloud.
    pub(crate) fn later(&self, seconds: u64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Each step that is due is taken.
    pub(crate) async fn work(&self) {
        let service = self.service();
        for driver in service.card_drivers() {
            driver.work(|| service.now()).await.expect("the database answers");
        }
    }

    pub(crate) fn storage(&self) -> Arc<dyn Storage> {
        self.running.lock().expect("whole").as_ref().expect("it runs").storage.clone()
    }

    fn service(&self) -> Arc<Service> {
        self.running.lock().expect("whole").as_ref().expect("it runs").service.clone()
    }
}

fn away() -> ServerError {
    ServerError { what: "the cloud can't be reached".to_owned(), retrying_helps: true, hint: "Check the network." }
}

/// The way to it.
pub(crate) struct Way(pub(crate) Arc<Cloud>);

#[async_trait]
impl Port for Way {
    async fn ask(&self, request: CloudRequest) -> Result<CloudResponse, ServerError> {
        let router = self.0.running.lock().expect("whole").as_ref().ok_or_else(away)?.router.clone();
        Ok(answer(router, &request).await)
    }

    async fn listen(&self, _: &str) -> Result<Box<dyn Wakes>, ServerError> {
        Err(away())
    }
}

/// A phone that came back from an earlier journey with an eUICC.
pub(crate) fn phone(name: &str, shop: &Shop) -> Phone {
    Phone::new(name, shop.root()).certified(shop, now())
}

/// The same as a device of an account, whose password costs little to stretch.
pub(crate) fn landfall(phone: &Phone) -> Landfall {
    phone.landfall().clone().with_scheme(Scheme::CHEAP)
}

fn sign_in(login: &str, device: &str) -> SignIn {
    let password = SecretBytes::from("correct horse battery".as_bytes());
    SignIn { server: "https://cloud.test".to_owned(), login: login.to_owned(), password, device: device.to_owned() }
}

/// Makes an account with this phone.
pub(crate) async fn owner(landfall: &Landfall, way: &Arc<dyn Port>, login: &str) -> Sheet {
    let created = landfall.create_account(way.clone(), &sign_in(login, "first")).await.expect("an account");
    landfall.sheet_was_shown().expect("it is kept");
    created.sheet
}

/// Another device of it.
pub(crate) async fn joins(landfall: &Landfall, way: &Arc<dyn Port>, login: &str, sheet: &Sheet) {
    landfall.log_in(way.clone(), &sign_in(login, "second"), sheet).await.expect("it may");
}

/// The product, as its user has seen it.
pub(crate) async fn product(landfall: &Landfall, way: &Arc<dyn Port>) -> Product {
    landfall.products(way.clone(), AGENCY).await.expect("a list").remove(0)
}

/// That product, for this phone's eUICC.
pub(crate) async fn wish(landfall: &Landfall, way: &Arc<dyn Port>) -> CardWish {
    let eid = landfall.euiccs().expect("reads").first().copied();
    CardWish { agency: AGENCY.to_owned(), product: product(landfall, way).await, eid }
}
