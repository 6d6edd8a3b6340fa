use crate::{
    client,
    common::scratch,
    load::{self, Client, While},
    owners::{Owner, SIZE},
    program::{self, Served},
    runtime,
};
use account::wire::Bytes;
use landfall_benches::{Report, Unit, measure};
use landfall_cloud::storage::{Storage, postgres::Postgres, sqlite::Sqlite};
use landfall_kiosk::Entropy;
use model::Random;
use std::{fmt::Write, time::Duration};
use store::Folder;

const WRITERS: usize = 128;
/// Records of each, written again and again.
const RECORDS: u64 = 20;
const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(2);

pub(crate) fn sqlite(report: &mut Report) {
    let folder = scratch();
    let data = folder.path().join("data");
    let writers = runtime().block_on(async {
        let storage = Sqlite::open(&Folder::claim(&data).expect("nobody else has it")).expect("opens");
        writers(&storage).await
    });
    let whiles = edit(&program::serve(&data, None), writers);
    add(report, "sqlite", &whiles);
    let p95 = measure::median(whiles.iter().map(|one| one.p95).collect());
    report.add("cloud.edit.p95_ms", p95, Unit::Milliseconds, None);
}

/// Nothing is reported if PostgreSQL is not installed.
pub(crate) fn postgres(report: &mut Report) {
    let Some(server) = landfall_postgres::Server::start(&[]) else { return };
    let (folder, url) = (scratch(), server.database());
    let writers = runtime().block_on(async { writers(&Postgres::open(&url).await.expect("opens")).await });
    let whiles = edit(&program::serve(folder.path(), Some(&url)), writers);
    add(report, "postgres", &whiles);
}

fn add(report: &mut Report, database: &str, whiles: &[While]) {
    let best = load::best(whiles);
    report.add(&format!("cloud.edit.rate.{database}"), best.rate, Unit::PerSecond, None);
    report.add(&format!("cloud.edit.cpu_us.{database}"), best.cpu, Unit::Microseconds, None);
}

async fn writers(storage: &dyn Storage) -> Vec<Writer> {
    let mut writers = Vec::new();
    for n in 0..WRITERS {
        writers.push(Writer::new(&Owner::make(storage, &format!("writer {n}")).await));
    }
    writers
}

fn edit(served: &Served, mut writers: Vec<Writer>) -> Vec<While> {
    runtime().block_on(async {
        let mut whiles = Vec::new();
        for _ in 0..ROUNDS {
            let (back, one) = load::ask(served, writers, ROUND).await;
            writers = back;
            whiles.push(one);
        }
        whiles
    })
}

/// A device that edits one record after another.
struct Writer {
    token: String,
    head: String,
    sealed: String,
    session: u64,
    edits: u64,
    body: String,
    request: Vec<u8>,
}

impl Writer {
    fn new(owner: &Owner) -> Self {
        let mut sealed = vec![0; SIZE];
        Entropy.fill(&mut sealed);
        Self {
            token: owner.token.clone(),
            head: serde_json::to_string(&owner.head).expect("string keys"),
            sealed: Bytes(sealed).text(),
            session: u64::from_be_bytes(Entropy.array()),
            edits: 0,
            body: String::new(),
            request: Vec::new(),
        }
    }
}

impl Client for Writer {
    fn request(&mut self) -> &[u8] {
        let batch = Bytes::from(((u128::from(self.session) << 64) | u128::from(self.edits)).to_be_bytes());
        let record = Bytes::from(u128::from(self.edits % RECORDS).to_be_bytes());
        let version = self.edits / RECORDS + 1;
        self.edits += 1;
        self.body.clear();
        write!(
            self.body,
            "{{\"batch\":\"{}\",\"writes\":[{{\"record\":\"{}\",\"kind\":\"card\",\"version\":{version},\"key_epoch\":1,\
             \"sealed\":\"{}\"}}],\"head\":{}}}",
            batch.text(),
            record.text(),
            self.sealed,
            self.head
        )
        .expect("a text takes all");
        client::post(&mut self.request, "/v1/log", &self.token, &self.body);
        &self.request
    }

    fn answered(&mut self, status: u16, body: &[u8]) {
        assert!(status == 200, "{status} {}", String::from_utf8_lossy(body));
    }
}
