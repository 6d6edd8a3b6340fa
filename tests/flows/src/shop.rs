use app::ports::{Clock, SystemClock};
use landfall_kiosk::{
    Config, Entropy, Kiosk, Unlock,
    init::init,
    operator::{Days, Operator},
    sealing_key,
    serve::{Options, Serving},
    stock::import::{Target, import},
};
use model::{Iccid, UnixTime};
use std::{fmt::Write, net::SocketAddr, path::Path, sync::Arc};
use tempfile::TempDir;
use tokio::{sync::watch, task::JoinHandle};

fn now() -> UnixTime {
    SystemClock.now()
}

/// A product and its numbers.
#[derive(Clone)]
pub struct Stock {
    /// Class id.
    pub class: String,
    /// `free`, `voucher` or `attendant`.
    pub authorisation: String,
    /// How many numbers.
    pub count: u32,
    /// Ki of all of them, hexadecimal.
    pub ki: String,
    /// OPc of all of them, hexadecimal.
    pub opc: String,
}

impl Stock {
    /// `count` numbers of a class, with keys that can be sought for.
    #[must_use]
    pub fn new(class: &str, authorisation: &str, count: u32) -> Self {
        Self {
            class: class.to_owned(),
            authorisation: authorisation.to_owned(),
            count,
            ki: "5a".repeat(16),
            opc: "c3".repeat(16),
        }
    }

    fn to_toml(&self) -> String {
        let last = 99_901_000_000 + u64::from(self.count) - 1;
        let mut text = format!(
            "[[product]]\nclass = \"{}\"\nname = \"Visitor\"\noperator = \"Nord\"\nprice = \"9.90 EUR\"\n\
             area = [\"JP\"]\nnetwork-rate = 50000\ndata = \"5 GB\"\nvalidity-days = 7\nauthorisation = \"{}\"\n\
             lease = 300\n[[product.segment]]\nfirst = \"99901000000\"\nlast = \"{last}\"\n",
            self.class, self.authorisation
        );
        for i in 0..self.count {
            let iccid = Iccid::with_check_digit(&format!("899990100000{i:06}")).expect("digits");
            write!(
                text,
                "[[product.segment.number]]\niccid = \"{iccid}\"\nimsi = \"99901{i:010}\"\nki = \"{}\"\nopc = \"{}\"\n",
                self.ki, self.opc
            )
            .expect("writes to a text");
        }
        text
    }
}

/// A kiosk at work, with an operator of its own. It stops when dropped.
pub struct Shop {
    folder: TempDir,
    operator: Operator,
    running: Option<Running>,
}

struct Running {
    kiosk: Arc<Kiosk>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Shop {
    /// Opens a shop with this stock.
    pub async fn open(stock: &Stock) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("operator");
        let mut operator = Operator::init(&place, "Nord", "89999", &Unlock::KeyFile, now()).expect("an operator");
        let data = folder.path().join("kiosk");
        init(&data, "Gate 7", &mut operator, &Unlock::KeyFile, Days::default(), now()).expect("a kiosk");
        let mut shop = Self { folder, operator, running: None };
        shop.start().await;
        let file = shop.folder.path().join("stock.toml");
        std::fs::write(&file, stock.to_toml()).expect("writes");
        let target = Target {
            sealing_key: sealing_key(shop.kiosk().store()).expect("reads").expect("init made it"),
            operator_key: *shop.operator.root().public_key().expect("P-256"),
        };
        import(shop.kiosk().store(), target, &file, now(), Entropy).expect("good stock");
        shop.kiosk().reload().expect("reads");
        // The file with Ki in it was the test's, not the kiosk's.
        std::fs::remove_file(&file).expect("it is there");
        shop
    }

    /// Starts to serve, as after a power cut.
    pub async fn start(&mut self) {
        let data = self.folder.path().join("kiosk");
        let config = Config { data, store: store::Options::default(), unlock: Unlock::KeyFile };
        let kiosk = Arc::new(Kiosk::open(config).expect("opens"));
        let options = Options { listen: Some("127.0.0.1:0".to_owned()), announce: false };
        let serving = Serving::start(kiosk.clone(), &options).await.expect("listens");
        let (stop, stopped) = watch::channel(false);
        let address = serving.address();
        let task = tokio::spawn(serving.run(stopped));
        self.running = Some(Running { kiosk, address, stop, task });
    }

    /// Stops serving, in order.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop.send_replace(true);
            running.task.await.expect("ends well");
        }
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("the shop is open")
    }

    /// The kiosk.
    pub fn kiosk(&self) -> &Kiosk {
        &self.running().kiosk
    }

    /// Where phones go.
    pub fn address(&self) -> SocketAddr {
        self.running().address
    }

    /// The operator's root certificate.
    pub fn root(&self) -> &[u8] {
        self.operator.root().as_der()
    }

    /// Every byte of every file of the kiosk.
    pub fn disk(&self) -> Vec<u8> {
        all_bytes(&self.folder.path().join("kiosk"))
    }
}

pub(crate) fn all_bytes(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(all_bytes(&path));
        } else if path.is_file() {
            all.extend(std::fs::read(&path).expect("a file"));
        }
    }
    all
}
