use crate::{Stock, disk};
use app::ports::{Clock, SystemClock};
use axum::{Extension, Router};
use landfall_kiosk::{
    Config, Entropy, Kiosk, Peer, Settings, Unlock,
    init::{Names, init, renew},
    issue::{Issue, issue},
    operator::{Days, GivenRoot, Operator},
    sealing_key,
    serve::{Links, Options, Serving, ordering, provisioning},
    stock::{
        self,
        import::{ImportError, Imported, Target, import},
    },
};
use model::{ActivationCode, NumberState, UnixTime};
use nearfield::message::{Refusal, Request, Response};
use rsp::cert::Certificate;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tempfile::TempDir;
use tokio::{
    runtime::{Builder, Runtime},
    sync::watch,
    task::JoinHandle,
};
use web::server::{ClientCertificate, Limits, es2, es9::routes};

/// The name of every shop's SM-DS.
pub const SMDS: &str = "smds.landfall.invalid";

/// The time by the system's clock.
#[must_use]
pub fn now() -> UnixTime {
    SystemClock.now()
}

/// Runs a flow to its end on this thread, whose checks are its own; so is its runtime, in which connections of an earlier flow live on.
pub fn here<T>(flow: impl Future<Output = T>) -> T {
    // It ends with the program: connections can't be closed in a thread that is ending.
    thread_local!(static RUNTIME: &'static Runtime =
        Box::leak(Box::new(Builder::new_current_thread().enable_all().build().expect("a runtime"))));
    RUNTIME.with(|runtime| runtime.block_on(flow))
}

/// A kiosk with an operator of its own. It stops when dropped.
pub struct Shop {
    folder: TempDir,
    operator: Operator,
    kiosk: Option<Arc<Kiosk>>,
    serving: Option<Serves>,
    door: Door,
}

/// Where a kiosk takes links that are no TCP, as long as it serves: the same across its restarts.
#[derive(Clone, Default)]
pub struct Door(Arc<Mutex<Option<Links>>>);

impl Door {
    /// Where links come in now.
    #[must_use]
    pub fn links(&self) -> Option<Links> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, links: Option<Links>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = links;
    }
}

struct Serves {
    address: SocketAddr,
    https: SocketAddr,
    es2: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Shop {
    /// A kiosk with this stock that serves no links: it is asked by [`Shop::ask`].
    #[must_use]
    pub fn closed(stock: &Stock) -> Self {
        Self::closed_since(stock, now())
    }

    /// One whose certificates were made at `then`.
    #[must_use]
    pub fn closed_since(stock: &Stock, then: UnixTime) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("operator");
        let mut operator = Operator::init(&place, "Nord", "89999", &Unlock::KeyFile, then).expect("an operator");
        let data = folder.path().join("kiosk");
        let names = Names { smds: Some(SMDS), ..Names::default() };
        init(&data, "Gate 7", names, &mut operator, &Unlock::KeyFile, Days::default(), then).expect("a kiosk");
        let mut shop = Self { folder, operator, kiosk: None, serving: None, door: Door::default() };
        shop.restart();
        shop.import(stock).expect("good stock");
        shop
    }

    /// One whose operator stands under a CI that is given, with certificates made at `then`.
    #[must_use]
    pub fn under_since(given: &GivenRoot, stock: &Stock, then: UnixTime) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("operator");
        let mut operator = Operator::under(&place, "Nord", "89999", &Unlock::KeyFile, given).expect("an operator");
        let data = folder.path().join("kiosk");
        init(&data, "Gate 7", Names::default(), &mut operator, &Unlock::KeyFile, Days::default(), then)
            .expect("a kiosk");
        let mut shop = Self { folder, operator, kiosk: None, serving: None, door: Door::default() };
        shop.restart();
        shop.import(stock).expect("good stock");
        shop
    }

    /// Another kiosk of the same operator, with stock of its own: phones trust it as they trust this one.
    #[must_use]
    pub fn beside(&self, name: &str, stock: &Stock) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("operator");
        disk::copy(&self.folder.path().join("operator"), &place);
        let mut operator = Operator::open(&place, &Unlock::KeyFile).expect("the same operator");
        let data = folder.path().join("kiosk");
        init(&data, name, Names::default(), &mut operator, &Unlock::KeyFile, Days::default(), now()).expect("a kiosk");
        let mut shop = Self { folder, operator, kiosk: None, serving: None, door: Door::default() };
        shop.restart();
        shop.import(stock).expect("good stock");
        shop
    }

    /// Opens a shop with this stock: phones may come to [`Shop::address`].
    pub async fn open(stock: &Stock) -> Self {
        let mut shop = Self::closed(stock);
        shop.start().await;
        shop
    }

    /// Closes the kiosk's folder and opens it again; it serves no links.
    pub fn restart(&mut self) {
        assert!(self.serving.is_none(), "stop it first");
        self.kiosk = None;
        let config = Config { data: self.data(), store: store::Options::default(), unlock: Unlock::KeyFile };
        self.kiosk = Some(Arc::new(Kiosk::open(config).expect("opens")));
    }

    /// Gives the kiosk new certificates, as its operator does every few days; it must not serve.
    pub fn renew(&mut self) {
        self.shut();
        renew(&self.data(), &mut self.operator, &Unlock::KeyFile, Days::default(), now()).expect("renews");
        self.restart();
    }

    /// Closes the kiosk's folder, for others to open.
    pub fn shut(&mut self) {
        assert!(self.serving.is_none(), "stop it first");
        self.kiosk = None;
    }

    /// Starts to serve, as after a power cut.
    pub async fn start(&mut self) {
        if self.kiosk.is_none() {
            self.restart();
        }
        let kiosk = self.kiosk.clone().expect("opened just now");
        let somewhere = Some("127.0.0.1:0".to_owned());
        let es2 = somewhere.clone().filter(|_| !kiosk.settings().clients.is_empty());
        let options = Options { listen: somewhere.clone(), https: somewhere, es2, ..Options::default() };
        let serving = Serving::start(kiosk, &options).await.expect("listens");
        let https = serving.https_address().expect("asked for");
        let es2 = serving.es2_address();
        let (stop, stopped) = watch::channel(false);
        let address = serving.address().expect("by TCP");
        self.door.set(Some(serving.links()));
        let task = tokio::spawn(serving.run(stopped));
        self.serving = Some(Serves { address, https, es2, stop, task });
    }

    /// Stops serving, in order, and closes the folder.
    pub async fn stop(&mut self) {
        self.door.set(None);
        if let Some(serving) = self.serving.take() {
            serving.stop.send_replace(true);
            serving.task.await.expect("ends well");
        }
        self.kiosk = None;
    }

    /// Changes the owner's settings; the kiosk must not serve.
    pub fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = Settings::read(&self.data()).expect("init wrote them");
        change(&mut settings);
        settings.write(&self.data()).expect("writes");
        self.restart();
    }

    /// Imports more stock.
    ///
    /// # Errors
    /// As the kiosk's import.
    pub fn import(&self, stock: &Stock) -> Result<Imported, ImportError> {
        let place = self.folder.path().join("import");
        std::fs::create_dir_all(&place).expect("a folder");
        let file = place.join("stock.toml");
        std::fs::write(&file, stock.to_toml(&self.operator, &place)).expect("writes");
        let target = Target {
            sealing_key: sealing_key(self.kiosk().store()).expect("reads").expect("init made it"),
            operator_key: *self.operator.root().public_key().expect("P-256"),
        };
        let done = import(self.kiosk().store(), target, &file, now(), Entropy);
        self.kiosk().reload().expect("reads");
        // The file with Ki in it was the test's, not the kiosk's.
        std::fs::remove_dir_all(&place).expect("it is there");
        done
    }

    /// Asks the kiosk, as a phone in the near-field session `binding` does.
    #[must_use]
    pub fn ask(&self, request: &Request, binding: [u8; 32]) -> Response {
        self.ask_at(request, binding, now())
    }

    /// The same at another time.
    #[must_use]
    pub fn ask_at(&self, request: &Request, binding: [u8; 32], now: UnixTime) -> Response {
        self.kiosk().handle(request, &Peer { binding }, now)
    }

    /// Asks its SM-DP+ (ES9+, DER).
    ///
    /// # Errors
    /// What the kiosk itself refuses.
    pub fn es9(&self, der: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.es9_at(der, now())
    }

    /// The same at another time.
    ///
    /// # Errors
    /// What the kiosk itself refuses.
    pub fn es9_at(&self, der: &[u8], now: UnixTime) -> Result<Vec<u8>, Refusal> {
        match self.ask_at(&Request::Es9(der.to_vec()), [1; 32], now) {
            Response::Es9(answer) => Ok(answer),
            Response::Refused(refusal) => Err(refusal),
            other => panic!("not an answer to ES9+: {other:?}"),
        }
    }

    /// The kiosk.
    #[must_use]
    pub fn kiosk(&self) -> &Kiosk {
        self.kiosk.as_ref().expect("its folder is open")
    }

    /// The kiosk, for those who keep it.
    #[must_use]
    pub fn shared(&self) -> Arc<Kiosk> {
        self.kiosk.clone().expect("its folder is open")
    }

    /// Where phones go.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.serving.as_ref().expect("it serves").address
    }

    /// Where they come by HTTPS.
    #[must_use]
    pub fn https(&self) -> SocketAddr {
        self.serving.as_ref().expect("it serves").https
    }

    /// Where operators order, if its settings name some.
    #[must_use]
    pub fn es2(&self) -> SocketAddr {
        self.serving.as_ref().expect("it serves").es2.expect("operators are named")
    }

    /// Where operators order, without TLS, for the one of this certificate.
    pub fn ordering_routes(&self, certificate: Certificate) -> Router {
        let kiosk = self.kiosk.clone().expect("its folder is open");
        es2::routes(ordering(kiosk), Limits::default()).layer(Extension(ClientCertificate(Arc::new(certificate))))
    }

    /// Its HTTPS without TLS: what a server with no sockets answers.
    pub fn routes(&self) -> Router {
        let kiosk = self.kiosk.clone().expect("its folder is open");
        routes(provisioning(kiosk), Limits::default())
    }

    /// Sells a number of `class` over the counter, for an hour.
    #[must_use]
    pub fn issue(&self, class: &str) -> ActivationCode {
        self.issue_with(class, |_| {})
    }

    /// The same on other terms.
    #[must_use]
    pub fn issue_with(&self, class: &str, terms: impl FnOnce(&mut Issue)) -> ActivationCode {
        let (class_id, by) = (class.to_owned(), "the test".to_owned());
        let mut sale = Issue { class_id, by, seconds: 3_600, eid: None, announce: false, code: None };
        terms(&mut sale);
        let kiosk = self.kiosk();
        issue(kiosk.store(), kiosk.settings(), sale, now()).expect("in stock").activation_code
    }

    /// Where phones come in that use no TCP.
    #[must_use]
    pub fn door(&self) -> Door {
        self.door.clone()
    }

    /// The kiosk's operator, who decides something.
    pub fn operator_mut(&mut self) -> &mut Operator {
        &mut self.operator
    }

    /// The operator.
    #[must_use]
    pub const fn operator(&self) -> &Operator {
        &self.operator
    }

    /// The operator's root certificate.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        self.operator.root().as_der()
    }

    /// The kiosk's data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("kiosk")
    }

    /// A folder that goes with the shop, beside the kiosk's.
    #[must_use]
    pub fn place(&self) -> &Path {
        self.folder.path()
    }

    /// How many numbers are in this state.
    #[must_use]
    pub fn count(&self, state: NumberState) -> usize {
        stock::list::numbers(self.kiosk().store(), None, Some(state), None, 1_000_000).expect("reads").len()
    }

    /// Everything that is written down about numbers and sales: what an attack must not change.
    #[must_use]
    pub fn books(&self) -> Vec<String> {
        const ALL: [&str; 4] = [
            "SELECT 'number ' || id || ' ' || state || ' ' || coalesce(hardware_id, '') FROM number ORDER BY id",
            "SELECT 'sale ' || id || ' ' || stage || ' ' || number || ' ' || coalesce(hex(eid), '') FROM reservation ORDER BY id",
            "SELECT 'binding ' || hex(transaction_id) || ' ' || coalesce(result, '') FROM binding ORDER BY transaction_id",
            "SELECT 'log ' || count(*) FROM state_log UNION ALL SELECT 'reports ' || count(*) FROM report",
        ];
        let read = |tx: &store::Transaction<'_>| {
            let mut lines = Vec::new();
            for sql in ALL {
                lines.extend(tx.query_all(sql, [], |row| row.get::<_, String>(0))?);
            }
            Ok::<_, store::Error>(lines)
        };
        self.kiosk().store().read(read).expect("reads")
    }

    /// Every byte of every file of the kiosk.
    #[must_use]
    pub fn disk(&self) -> Vec<u8> {
        disk::bytes(&self.data())
    }
}
