//! Sales a second: 256 phones, each with one request under way, match a selection against the catalogue, reserve a number
//! and give it back. Each reservation and each return is durable (`synchronous=FULL`, on the disk that holds `target`)
//! before it is answered.
//!
//! | figure | |
//! |---|---|
//! | `kiosk.reserve.rate` | reservations a second with 1,000,000 numbers in stock; as many are given back in the same time, and not counted |
//! | `kiosk.reserve.p99_ms` | of those, from request to durable answer |
//! | `kiosk.reserve.scale` | that rate by the rate with 1,000 numbers, in turns |
//! | `kiosk.reserve.per_commit` | durable jobs in a commit, on a disk that takes 7 ms longer to sync |
//! | `kiosk.memory_mb` | peak resident memory of a process that opens the 1,000,000 numbers and serves the same phones |

#[path = "../common/mod.rs"]
mod common;
mod memory;
mod phones;
mod stock;

use common::Shop;
use landfall_benches::{Report, ReportError, Unit, measure};
use std::time::Duration;

const MANY: u64 = 1_000_000;
const FEW: u64 = 1_000;
const TURNS: usize = 5;
const TURN: Duration = Duration::from_secs(2);

fn main() -> Result<(), ReportError> {
    if memory::serve_if_told() {
        return Ok(());
    }
    let mut report = Report::new("kiosk");
    let (few, many) = (shop(FEW), shop(MANY));
    rates(&mut report, &few, &many);
    report.add("kiosk.memory_mb", memory::peak(&many.data())?, Unit::Megabytes, None);
    let slow = few.open(store::Options { sync_delay: Duration::from_millis(7), ..store::Options::default() });
    let per_commit = phones::come(&slow, TURN, common::now()).per_commit;
    report.add("kiosk.reserve.per_commit", per_commit, Unit::Count, None);
    report.write()
}

fn shop(count: u64) -> Shop {
    let shop = Shop::new();
    stock::fill(&shop.open(store::Options::default()), count);
    shop
}

fn rates(report: &mut Report, few: &Shop, many: &Shop) {
    let (few, many) = (few.open(store::Options::default()), many.open(store::Options::default()));
    let now = common::now();
    let mut times = Vec::new();
    let turn = || {
        let (small, mut large) = (phones::come(&few, TURN, now), phones::come(&many, TURN, now));
        times.append(&mut large.times);
        (small.rate, large.rate)
    };
    let (small, large): (Vec<f64>, Vec<f64>) = std::iter::repeat_with(turn).take(TURNS).unzip();
    let scale = small.iter().zip(&large).map(|(small, large)| large / small).collect();
    report.add("kiosk.reserve.rate", measure::median(large), Unit::PerSecond, None);
    report.add("kiosk.reserve.p99_ms", measure::percentile(times, 99), Unit::Milliseconds, None);
    report.add("kiosk.reserve.scale", measure::median(scale), Unit::Ratio, None);
}
