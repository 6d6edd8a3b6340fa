//! Wipe orders to phones that listen: from the owner's word to the receipt that the server has kept.

mod phones;
mod server;

pub(crate) use server::serve_if_told;

use crate::runtime;
use account::wire::{OrderState, Verb};
use app::{Given, Proof};
use landfall_benches::{Report, Unit, measure};
use phones::{Home, Phones};
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval, timeout};

/// 20 orders a second.
const EVERY: Duration = Duration::from_millis(50);
const ORDERS: usize = 500;
/// For the last receipt.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn report(report: &mut Report) {
    let served = server::start();
    served.files(20_000);
    let (count, times) = runtime().block_on(async {
        let mut phones = Phones::enrolled(served.address()).await;
        let count = phones.listen().await;
        (count, wipe(&mut phones).await)
    });
    report.add("wipe.phones", count as f64, Unit::Count, None);
    report.add("wipe.p50_ms", measure::median(times.clone()), Unit::Milliseconds, None);
    report.add("wipe.p99_ms", measure::percentile(times, 99), Unit::Milliseconds, None);
}

/// How long each took, in ms.
async fn wipe(phones: &mut Phones) -> Vec<f64> {
    let homes = phones.homes.len();
    let most = ORDERS.min(phones.count());
    let mut ticks = interval(EVERY);
    // A late order is given late, not two at once.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut begun = vec![None; phones.count()];
    let mut giving = tokio::task::JoinSet::new();
    for n in 0..most {
        ticks.tick().await;
        // Another account each time.
        let home = phones.homes[n % homes].clone();
        let (phone, name) = home.phones[n / homes].clone();
        begun[phone] = Some(Instant::now());
        giving.spawn(async move { home.giver.give(Given::new(Verb::Wipe, name)).await.map(drop) });
    }
    while let Some(given) = giving.join_next().await {
        given.expect("runs").expect("it is stored");
    }
    let mut times = Vec::new();
    while times.len() < most {
        let (phone, at) = timeout(PATIENCE, phones.erased.recv()).await.expect("all obey").expect("they listen");
        let begun = begun[phone].expect("it was ordered to");
        times.push((at - begun).as_secs_f64() * 1e3);
    }
    for home in &phones.homes {
        erased(home).await;
    }
    times
}

/// Every order of the account is proved by a receipt.
async fn erased(home: &Home) {
    let orders = home.giver.orders().await.expect("lists");
    assert!(!orders.is_empty());
    for order in orders {
        assert!(matches!(order.proof, Proof::Receipt(_)), "{order:?}");
        assert_eq!(order.state(), OrderState::Erased);
    }
}
