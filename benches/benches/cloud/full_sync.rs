use crate::{
    ACCOUNTS, RECORDS, client,
    common::scratch,
    load::{self, Client},
    owners::{Owner, SIZE},
    program, runtime,
};
use account::wire::Pulled;
use landfall_benches::{Report, Unit, measure};
use landfall_cloud::storage::sqlite::Sqlite;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use store::Folder;
use tempfile::TempDir;

/// Records of somebody else.
const FOREIGN: usize = 1_000_000;
/// Few: what is under way at once must not be more than the cores can do.
const CONNECTIONS: usize = 8;
const TURNS: usize = 5;
const TURN: Duration = Duration::from_millis(1_500);

/// A data folder with the accounts' logs.
pub(crate) struct Logs {
    folder: TempDir,
    pub(crate) tokens: Vec<String>,
}

impl Logs {
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

/// The accounts alone, and the same beside much that is not theirs.
pub(crate) fn logs() -> (Logs, Logs) {
    let (alone, beside) = (scratch(), scratch());
    let data = alone.path().join("data");
    let tokens = runtime().block_on(async {
        let storage = open(&data);
        let mut tokens = Vec::new();
        for n in 0..ACCOUNTS {
            let owner = Owner::make(&storage, &format!("owner {n}")).await;
            owner.write(&storage, RECORDS).await;
            tokens.push(owner.token);
        }
        tokens
    });
    let copy = beside.path().join("data");
    std::fs::create_dir(&copy).expect("writes");
    // It is closed: the database is one file.
    std::fs::copy(data.join("cloud.db"), copy.join("cloud.db")).expect("writes");
    runtime().block_on(async {
        let storage = open(&copy);
        Owner::make(&storage, "somebody else").await.write(&storage, FOREIGN).await;
    });
    (Logs { folder: alone, tokens: tokens.clone() }, Logs { folder: beside, tokens })
}

fn open(data: &Path) -> Sqlite {
    Sqlite::open(&Folder::claim(data).expect("nobody else has it")).expect("opens")
}

pub(crate) fn report(alone: &Logs, beside: &Logs, report: &mut Report) {
    let (first, second) = (program::serve(&alone.data(), None), program::serve(&beside.data(), None));
    let newcomers = |logs: &Logs| (0..CONNECTIONS).map(|n| Newcomer::new(logs, n)).collect::<Vec<_>>();
    let (mut here, mut there) = (newcomers(alone), newcomers(beside));
    let (mut rates, mut ratios) = (Vec::new(), Vec::new());
    runtime().block_on(async {
        for _ in 0..TURNS {
            let (back, one) = load::ask(&first, here, TURN).await;
            here = back;
            let (back, other) = load::ask(&second, there, TURN).await;
            there = back;
            ratios.push(other.rate / one.rate);
            rates.push(one);
        }
    });
    let best = load::best(&rates);
    report.add("cloud.full_sync.rate", best.rate, Unit::PerSecond, None);
    report.add("cloud.full_sync.cpu_us", best.cpu, Unit::Microseconds, None);
    report.add("cloud.full_sync.isolation", measure::median(ratios), Unit::Ratio, None);
}

/// A new device after another that reads all there is.
struct Newcomer {
    requests: Vec<Vec<u8>>,
    next: usize,
}

impl Newcomer {
    fn new(logs: &Logs, first: usize) -> Self {
        let own = logs.tokens.iter().skip(first).step_by(CONNECTIONS);
        Self { requests: own.map(|token| client::get("/v1/log?after=0", token)).collect(), next: 0 }
    }
}

impl Client for Newcomer {
    fn request(&mut self) -> &[u8] {
        self.next = (self.next + 1) % self.requests.len();
        &self.requests[self.next]
    }

    fn answered(&mut self, status: u16, body: &[u8]) {
        assert_eq!(status, 200);
        let pulled: Pulled = serde_json::from_slice(body).expect("a page");
        let whole = |(seq, entry): (usize, &account::wire::Entry)| {
            entry.seq == seq as u64 + 1 && entry.write.sealed.0.len() == SIZE
        };
        assert!(pulled.entries.len() == RECORDS && pulled.entries.iter().enumerate().all(whole), "the whole log");
    }
}
