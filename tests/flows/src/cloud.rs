use landfall_cloud::{
    service::{Config, Service},
    storage::{Storage, postgres::Postgres, sqlite::Sqlite},
};
use std::{
    env,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use store::Folder;
use tokio::runtime::Handle;

/// Set in a run on PostgreSQL.
const ON_POSTGRES: &str = "LANDFALL_FLOWS_ON_POSTGRES";
/// Connections of an instance; a test asks one thing at a time.
const CONNECTIONS: u32 = 4;

/// The account's server as flow tests have it: one instance over SQLite, or in a run [`on_postgres`] two over PostgreSQL, which take turns, so that
/// nothing holds that only one of them knows.
#[derive(Clone)]
pub struct Instances(Arc<Kept>);

struct Kept {
    storages: Vec<Arc<dyn Storage>>,
    services: Vec<Arc<Service>>,
    turn: AtomicUsize,
    /// What connections live in, and end in.
    runtime: Handle,
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _entered = self.runtime.enter();
        self.services.clear();
        self.storages.clear();
    }
}

impl Instances {
    /// Over the data at `folder`, as an earlier run left it. `config` says how a service keeps it.
    ///
    /// # Panics
    /// If it can't be opened.
    pub async fn open(folder: &Folder, config: impl Fn(Arc<dyn Storage>) -> Config) -> Self {
        let mut services = Vec::new();
        let storages = storages(folder, 2).await;
        for storage in &storages {
            services.push(Arc::new(Service::open(config(storage.clone())).await.expect("opens")));
        }
        Self(Arc::new(Kept { storages, services, turn: AtomicUsize::new(0), runtime: Handle::current() }))
    }

    /// The data under them, for what works beside them.
    #[must_use]
    pub fn storage(&self) -> Arc<dyn Storage> {
        self.0.storages[0].clone()
    }

    /// The one whose turn it is.
    #[must_use]
    pub fn next(&self) -> Arc<Service> {
        let Kept { services, turn, .. } = &*self.0;
        services[turn.fetch_add(1, Ordering::Relaxed) % services.len()].clone()
    }
}

/// One storage alone, over SQLite or in a run [`on_postgres`] over PostgreSQL, for a test that makes its services itself.
///
/// # Panics
/// If it can't be opened.
pub async fn storage(folder: &Folder) -> Arc<dyn Storage> {
    storages(folder, 1).await.remove(0)
}

async fn storages(folder: &Folder, instances: usize) -> Vec<Arc<dyn Storage>> {
    if env::var_os(ON_POSTGRES).is_none() {
        return vec![Arc::new(Sqlite::open(folder).expect("opens"))];
    }
    let kept = folder.path().join("database");
    let url = std::fs::read_to_string(&kept).unwrap_or_else(|_| {
        let made = landfall_postgres::Server::shared().expect("whoever began this run has looked").database();
        std::fs::write(&kept, &made).expect("it is written");
        made
    });
    let mut storages: Vec<Arc<dyn Storage>> = Vec::new();
    for _ in 0..instances {
        storages.push(Arc::new(Postgres::open_with(&url, CONNECTIONS).await.expect("opens")));
    }
    storages
}

/// Runs the tests of this program again, on a PostgreSQL of their own and two instances over it; without this `test`, and without those in modules
/// `kills`, which kill phones and copy the server's folder. Skips, saying so, where there is no PostgreSQL.
///
/// # Panics
/// If one of them fails.
pub fn on_postgres(test: &str) {
    if !landfall_postgres::installed() {
        return;
    }
    let program = env::current_exe().expect("this program");
    let ran = Command::new(program).args(["--skip", test, "--skip", "kills::"]).env(ON_POSTGRES, "1").output();
    let ran = ran.expect("it runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(!said.contains("running 0 tests"), "{said}");
}
