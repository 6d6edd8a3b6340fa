//! Phones: each a `Landfall` with vault and keystore of its own in a folder in memory, which keeps a WebSocket open and obeys. Each ten are devices of
//! an account whose owner has one more at home.

use account::scheme::Scheme;
use app::{
    Giver, Landfall, Ports, SignIn, Watched,
    ports::{BuiltIn, Cloud, Desk, SystemClock},
};
use model::SecretBytes;
use std::{
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use store::Folder;
use tempfile::TempDir;
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinSet,
    time::timeout,
};
use vault::{SoftwareKeystore, keystore::software::Unlock};

const ACCOUNTS: usize = 100;
/// Of each.
const PHONES: usize = 10;
/// Accounts that are made at the same time.
const AT_ONCE: usize = 8;
/// What could not be enrolled in so long stays away; `wipe.phones` says how many there were.
const ENROLLING: Duration = Duration::from_secs(60);
/// For the last of them to listen.
const PATIENCE: Duration = Duration::from_secs(120);

/// The owner's, and the phones that listen.
pub(crate) struct Phones {
    pub(crate) homes: Vec<Arc<Home>>,
    /// Which was erased, and when its receipt was kept.
    pub(crate) erased: UnboundedReceiver<(usize, Instant)>,
    landfalls: Vec<(Landfall, Arc<dyn Cloud>)>,
    watching: JoinSet<()>,
    told: UnboundedSender<(usize, Instant)>,
    _folder: TempDir,
}

/// The owner's own device.
pub(crate) struct Home {
    pub(crate) giver: Giver,
    /// Number and name of each of the account's phones.
    pub(crate) phones: Vec<(usize, String)>,
}

struct Enrolled {
    home: Landfall,
    port: Arc<dyn Cloud>,
    phones: Vec<(String, Landfall, Arc<dyn Cloud>)>,
}

impl Phones {
    pub(crate) async fn enrolled(address: SocketAddr) -> Self {
        let folder = tempfile::Builder::new().prefix("lf-bench-").tempdir_in("/dev/shm").expect("memory");
        let until = Instant::now() + ENROLLING;
        let (mut enrolling, mut accounts) = (JoinSet::new(), Vec::new());
        for n in 0..ACCOUNTS {
            if enrolling.len() == AT_ONCE {
                accounts.extend(enrolling.join_next().await);
            }
            if Instant::now() < until {
                enrolling.spawn(enrol(folder.path().join(n.to_string()), address, n));
            }
        }
        accounts.extend(enrolling.join_all().await.into_iter().map(Ok));
        let (mut homes, mut landfalls) = (Vec::new(), Vec::new());
        for account in accounts {
            let Enrolled { home, port, phones } = account.expect("enrolled");
            let giver = home.giver(port).await.expect("a device of the account");
            let mut named = Vec::new();
            for (name, landfall, port) in phones {
                named.push((landfalls.len(), name));
                landfalls.push((landfall, port));
            }
            homes.push(Arc::new(Home { giver, phones: named }));
        }
        let (told, erased) = unbounded_channel();
        Self { homes, erased, landfalls, watching: JoinSet::new(), told, _folder: folder }
    }

    pub(crate) const fn count(&self) -> usize {
        self.landfalls.len()
    }

    /// Has them listen; how many do.
    pub(crate) async fn listen(&mut self) -> usize {
        let (tell, mut listening) = unbounded_channel();
        for (n, (landfall, port)) in self.landfalls.iter().enumerate() {
            let (landfall, port, told, tell) = (landfall.clone(), port.clone(), self.told.clone(), tell.clone());
            self.watching.spawn(async move {
                let mut each = |watched: Watched| match watched {
                    Watched::Listening => {
                        let _ = tell.send(n);
                    }
                    Watched::Contact(contact) if contact.erased && contact.owed == 0 => {
                        let _ = told.send((n, Instant::now()));
                    }
                    _ => {}
                };
                landfall.watch(port, &mut each).await.expect("it obeys");
            });
        }
        let all = async {
            for _ in 0..self.landfalls.len() {
                listening.recv().await.expect("they watch");
            }
        };
        timeout(PATIENCE, all).await.expect("all of them listen");
        self.landfalls.len()
    }
}

/// An account with its phones, none of which listens yet.
async fn enrol(folder: std::path::PathBuf, address: SocketAddr, account: usize) -> Enrolled {
    let server = format!("http://{address}");
    let sign_in = |device: &str| SignIn {
        server: server.clone(),
        login: format!("owner{account}@example.test"),
        password: SecretBytes::from(&b"correct horse battery"[..]),
        device: device.to_owned(),
    };
    let (home, port) = (phone(&folder.join("home")), landfall_flows::by_http(&server));
    let created = home.create_account(port.clone(), &sign_in("home")).await.expect("an account");
    home.sheet_was_shown().expect("commits");
    let mut phones = Vec::new();
    for n in 0..PHONES {
        let name = format!("phone {n}");
        let (landfall, port) = (phone(&folder.join(n.to_string())), landfall_flows::by_http(&server));
        landfall.log_in(port.clone(), &sign_in(&name), &created.sheet).await.expect("signs in");
        phones.push((name, landfall, port));
    }
    Enrolled { home, port, phones }
}

/// A new phone. Its keystore lies beside its data, as a phone's does.
fn phone(at: &Path) -> Landfall {
    let keys = Folder::claim(at.join("keys")).expect("nobody else has it");
    let keystore = SoftwareKeystore::create(&keys, &Unlock::KeyFile).expect("a keystore");
    let ports = Ports {
        keystore: Arc::new(keystore),
        device: Arc::new(Desk { hardware_id: at.to_string_lossy().into_owned(), secure_storage: true }),
        clock: Arc::new(SystemClock),
        installer: Arc::new(BuiltIn),
    };
    let folder = Folder::claim(at.join("data")).expect("nobody else has it");
    Landfall::open(&folder, ports).expect("opens").with_scheme(Scheme::CHEAP)
}
