//! The cloud: `landfall-cloud`, whose `main` is linked in here, as a process of its own; asked by HTTP/1.1 on loopback without TLS,
//! over connections that are kept, each with one request under way. The clients are loops in this process that write bytes and read answers; they
//! share the cores. A rate is that of the best of some whiles, since whatever else the machine does only ever slows one down; a time is the median of
//! each while's.
//! One part alone: `cargo bench -p landfall-benches --bench cloud -- edit` (or `poll`, `full_sync`, `start`, `idle`, `wipe`).
//!
//! | figure | |
//! |---|---|
//! | `cloud.poll.rate` | `GET /v1/log` of devices that are up to date, a second: 1,000 accounts in turn over 64 connections, SQLite on the disk that holds `target` |
//! | `cloud.full_sync.rate` | whole logs a second, 300 records of 1,000 bytes each: 1,000 accounts in turn over 8 connections, each answer parsed to its last byte |
//! | `cloud.full_sync.isolation` | that rate beside one foreign account of 1,000,000 such records, by the rate without it; in turns |
//! | `cloud.edit.rate.sqlite`, `cloud.edit.rate.postgres` | durable edits a second: 128 writers, each with an account and a connection of its own, each edit the next version of a record of 1,000 bytes; SQLite with `synchronous=FULL`, PostgreSQL as it is installed |
//! | `cloud.edit.p95_ms` | of those on SQLite, from request to durable answer |
//! | `cloud.start_ms` | from the program's start to the 200 of `/readyz`, with 1,300,000 records |
//! | `cloud.idle_10k_mb` | resident memory of the program with 10,000 WebSockets open on which nothing is said |
//! | `wipe.p50_ms`, `wipe.p99_ms` | from the owner's word on his device at home to the receipt of a phone's erasure that the server has kept, by its WebSocket: 20 orders a second to `wipe.phones` phones that listen, each a whole app with a vault in a folder in memory, all in this process; the server is the same router in a process of its own, over SQLite on disk |
//! | `….cpu_us` | processor time for each of these: the program alone, without clients, system and database |

#[path = "../common/mod.rs"]
mod common;

mod client;
mod edit;
mod full_sync;
mod idle;
mod load;
mod owners;
mod poll;
mod program;
mod start;
mod wipe;

use landfall_benches::{Report, ReportError};
use std::process::ExitCode;

/// Accounts that are asked for in turn.
pub(crate) const ACCOUNTS: usize = 1_000;
/// Records of each.
pub(crate) const RECORDS: usize = 300;

/// The program's own, since it is linked in.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(ended) = program::run_if_told() {
        return ended;
    }
    if wipe::serve_if_told() {
        return ExitCode::SUCCESS;
    }
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => panic!("{error}"),
    }
}

fn measure() -> Result<(), ReportError> {
    let only: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |part: &str| only.is_empty() || only.iter().any(|one| one == part);
    let mut report = Report::new("cloud");
    if wanted("edit") {
        edit::sqlite(&mut report);
        edit::postgres(&mut report);
    }
    if ["poll", "full_sync", "start", "idle"].iter().any(|part| wanted(part)) {
        let (alone, beside) = full_sync::logs();
        if wanted("poll") {
            poll::report(&alone, &mut report);
        }
        if wanted("full_sync") {
            full_sync::report(&alone, &beside, &mut report);
        }
        if wanted("start") {
            start::report(&beside, &mut report);
        }
        if wanted("idle") {
            idle::report(&alone, &mut report);
        }
    }
    if wanted("wipe") {
        wipe::report(&mut report);
    }
    report.write()
}

/// Both cores, as the program has them.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads can be made")
}
