//! Whole downloads, in a process of its own: its temporary folder is in memory, or on the disk that holds `target`.

#[path = "../common/profile.rs"]
mod profile;

use app::Events;
use landfall_benches::{Report, ReportError, Unit, folder, measure};
use landfall_flows::{Online, Phone, Shop, Stock, User, now};
use std::{path::Path, process::Command, time::Instant};

/// Set in that process.
const TOLD: &str = "LANDFALL_BENCH_DOWNLOAD";
const MEMORY: &str = "/dev/shm";
const PHONES: u32 = 21;
const CLASS: &str = "counter";

struct Download {
    ms: f64,
    commits: u64,
}

/// Whether this is that process; if so, it downloads and tells.
#[expect(clippy::print_stdout, reason = "the answer to the process that asked")]
pub(crate) fn run_if_told() -> bool {
    if std::env::var_os(TOLD).is_none() {
        return false;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    for Download { ms, commits } in runtime.expect("threads can be made").block_on(downloads()) {
        println!("{ms} {commits}");
    }
    true
}

async fn downloads() -> Vec<Download> {
    let mut shop = Shop::closed(&Stock { first: 500, ..Stock::new("visitor", "free", PHONES) });
    let template = Some(profile::package(8, 840));
    shop.import(&Stock { template, ..Stock::new(CLASS, "attendant", PHONES) }).expect("good stock");
    shop.start().await;
    let mut all = Vec::new();
    for number in 0..PHONES {
        let phone = Phone::new(&format!("phone {number}"), shop.root()).certified(&shop, now());
        all.push(download(&shop, &phone).await);
    }
    shop.stop().await;
    all
}

async fn download(shop: &Shop, phone: &Phone) -> Download {
    let code = shop.issue(CLASS);
    let (landfall, store) = (phone.landfall(), shop.kiosk().store());
    let vault = landfall.vault().expect("the owner");
    let before = vault.commits() + store.counters().commits;
    let mut server = Online::new(phone, shop);
    let start = Instant::now();
    let acquired = landfall.fetch(&code, &mut server, &mut User::agreeing(), &Events::new()).await.expect("a card");
    let ms = start.elapsed().as_secs_f64() * 1e3;
    assert!(acquired.reported, "the server has accepted the result");
    Download { ms, commits: vault.commits() + store.counters().commits - before }
}

/// Adds the figures.
pub(crate) fn report(report: &mut Report) -> Result<(), ReportError> {
    let disk = folder().join("bench");
    let at = |error| ReportError::File { path: disk.clone(), error };
    std::fs::create_dir_all(&disk).map_err(at)?;
    let memory = Path::new(MEMORY);
    if memory.is_dir() {
        let times = measured(memory)?.into_iter().map(|download| download.ms).collect();
        report.add("es9p.download_ms", measure::median(times), Unit::Milliseconds, None);
    }
    let downloads = measured(&disk)?;
    let most = downloads.iter().map(|download| download.commits).max().unwrap_or(0);
    report.add("es9p.download.commits", most as f64, Unit::Count, None);
    let times = downloads.into_iter().map(|download| download.ms).collect();
    report.add("es9p.download.disk_ms", measure::median(times), Unit::Milliseconds, None);
    Ok(())
}

/// The downloads of such a process.
fn measured(temporary: &Path) -> Result<Vec<Download>, ReportError> {
    let failed = |error| ReportError::File { path: folder(), error };
    let program = std::env::current_exe().map_err(failed)?;
    let output = Command::new(program).env(TOLD, "1").env("TMPDIR", temporary).output().map_err(failed)?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |line: &str| {
        let (ms, commits) = line.split_once(' ')?;
        Some(Download { ms: ms.parse().ok()?, commits: commits.parse().ok()? })
    };
    let downloads: Vec<Download> = text.lines().filter_map(line).collect();
    assert!(downloads.len() == PHONES as usize, "it failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(downloads)
}
