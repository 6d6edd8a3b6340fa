//! How long `landfall cards` takes from cold to its answer, with 100 profiles that were each acquired at a kiosk, in a vault
//! whose keystore is guarded by a key file. The program is built by the same profile as this bench, and each run is a new
//! process: made, loaded, run and ended.

#[path = "common/mod.rs"]
mod common;

use app::{Events, Wish};
use landfall_benches::{Report, ReportError, Unit, measure};
use landfall_flows::Phone;
use landfall_kiosk::serve::{Options, Serving};
use landfall_stage::{build_programs, programs};
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};
use tokio::sync::watch;

const PROFILES: u32 = 100;
const STARTS: usize = 50;

fn main() -> Result<(), ReportError> {
    let program = program();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let phone = runtime.expect("threads can be made").block_on(full_phone());
    let output = cards(&program, &phone.data()).output().expect("it runs");
    let lines = String::from_utf8_lossy(&output.stdout).lines().count();
    assert_eq!(lines, PROFILES as usize, "a line a card: {}", String::from_utf8_lossy(&output.stderr));

    let start = || {
        let begun = Instant::now();
        let ended = cards(&program, &phone.data()).stdout(Stdio::null()).status().expect("it runs");
        assert!(ended.success());
        begun.elapsed().as_secs_f64() * 1e3
    };
    let times = std::iter::repeat_with(start).take(STARTS).collect();
    let mut report = Report::new("cli");
    report.add("cli.cold_start_ms", measure::median(times), Unit::Milliseconds, None);
    report.write()
}

fn cards(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("--data").arg(data).arg("cards");
    command
}

/// `landfall`, built as it stands now.
fn program() -> PathBuf {
    build_programs().expect("the programs build");
    programs().expect("they lie above this one").join("landfall")
}

/// A phone, switched off, with its cards.
async fn full_phone() -> Phone {
    let shop = common::Shop::new();
    shop.import(PROFILES);
    let options = Options { listen: Some("127.0.0.1:0".to_owned()), ..Options::default() };
    let kiosk = Arc::new(shop.open(store::Options::default()));
    let serving = Serving::start(kiosk, &options).await.expect("listens");
    let address = serving.address().expect("it listens by TCP");
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(serving.run(stopped));
    let mut phone = Phone::new("desk", shop.root().as_der());
    for _ in 0..PROFILES {
        let mut visit = phone.visit(address).await.expect("the kiosk proves itself");
        let wish = Wish { class_id: common::CLASS.to_owned(), ..Wish::default() };
        let acquired = visit.acquire(&wish).await.expect("a card");
        visit.leave().await;
        phone.landfall().acknowledge(&acquired.iccid).expect("commits");
    }
    assert!(phone.landfall().mend(&Events::new()).expect("reads").cards.is_empty(), "nothing was interrupted");
    phone.stop();
    stop.send_replace(true);
    task.await.expect("ends well");
    phone
}
