//! Durable writes on the phone for one acquire, from connecting to the accepted report: a real phone and a real kiosk, over
//! TCP on loopback.
//!
//! | figure | |
//! |---|---|
//! | `phone.acquire.commits` | commits of the vault's database, each of which waits for the disk once |
//! | `phone.acquire.key_writes` | times that the keystore's files were replaced; on a phone the platform keeps the keys |
//! | `phone.acquire.ms` | how long it took; both sides' commits and cryptography are in it |

use app::Wish;
use landfall_benches::{Report, ReportError, Unit, measure};
use landfall_flows::{Phone, Shop, Stock};
use model::ServiceSelection;
use std::{path::Path, time::Instant};

const PHONES: u32 = 9;

fn main() -> Result<(), ReportError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let acquired = runtime.expect("threads can be made").block_on(acquires());
    let most = |of: fn(&Acquire) -> f64| acquired.iter().map(of).fold(0.0, f64::max);
    let mut report = Report::new("phone");
    report.add("phone.acquire.commits", most(|a| a.commits), Unit::Count, None);
    report.add("phone.acquire.key_writes", most(|a| a.key_writes), Unit::Count, None);
    let times = acquired.iter().map(|a| a.ms).collect();
    report.add("phone.acquire.ms", measure::median(times), Unit::Milliseconds, None);
    report.write()
}

struct Acquire {
    commits: f64,
    key_writes: f64,
    ms: f64,
}

/// One by each of several phones that never had a card.
async fn acquires() -> Vec<Acquire> {
    let shop = Shop::open(&Stock::new("visitor", "free", PHONES)).await;
    let mut acquired = Vec::new();
    for n in 0..PHONES {
        acquired.push(acquire(&shop, &Phone::new(&format!("phone {n}"), shop.root())).await);
    }
    acquired
}

async fn acquire(shop: &Shop, phone: &Phone) -> Acquire {
    let (commits, keys) = (phone.landfall().vault().expect("the owner").commits(), generation(&phone.data()));
    let start = Instant::now();
    let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
    let offers = visit.offers(&ServiceSelection::default()).await.expect("an offer");
    let class_id = offers.offers.into_iter().next().expect("an offer").class_id;
    let wish = Wish { class_id, user_id: "traveller".to_owned(), voucher: None };
    let acquired = visit.acquire(&wish).await.expect("a card");
    visit.leave().await;
    assert!(acquired.reported, "the kiosk has accepted the result");
    Acquire {
        ms: start.elapsed().as_secs_f64() * 1e3,
        commits: (phone.landfall().vault().expect("the owner").commits() - commits) as f64,
        key_writes: f64::from(generation(&phone.data()) - keys),
    }
}

/// Each change of the keystore's keys is a data file of the next number, `keystore.N`.
fn generation(data: &Path) -> u32 {
    let files = std::fs::read_dir(data).expect("the phone's folder");
    let numbers = files.flatten().filter_map(|file| {
        let name = file.file_name().into_string().ok()?;
        name.strip_prefix("keystore.")?.parse().ok()
    });
    numbers.max().expect("a keystore")
}
