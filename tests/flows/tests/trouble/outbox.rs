use landfall_flows::{
    Phone, Shop, Stock,
    air::{Air, Through},
    now, wish,
};
use landfall_kiosk::{
    backup::{backup, restore},
    reconcile::{Reconciliation, Since, Sold, reconcile},
};
use model::{Iccid, NumberState};
use nearfield::sim::Conditions;
use std::time::Duration;

/// Acquires, and loses the link before the result is delivered.
async fn acquires_and_is_gone(phone: &Phone, shop: &Shop) -> Iccid {
    let air = Air::new(Conditions { bandwidth: 0, ..Conditions::BLE }, 0);
    let once = Through { times: 1, ..Through::weather(air.clone(), shop.door()) };
    let mut visit = phone.visit_by(Box::new(once)).await.expect("the kiosk is there");
    let wanted = wish("visitor");
    let watch = async {
        while phone.landfall().cards().expect("reads").iter().all(|card| card.waiting_notifications == 0) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        air.cut();
    };
    let (acquired, ()) = tokio::join!(visit.acquire(&wanted), watch);
    let acquired = acquired.expect("a card");
    assert!(!acquired.reported);
    acquired.iccid
}

fn waiting(phone: &Phone) -> usize {
    phone.landfall().cards().expect("reads").iter().map(|card| card.waiting_notifications).sum()
}

// R: A7 F2
#[tokio::test(start_paused = true)]
async fn a_lost_result_is_delivered_at_the_next_visit() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
    let mut phone = Phone::new("phone", shop.root());
    acquires_and_is_gone(&phone, &shop).await;
    assert_eq!((waiting(&phone), shop.count(NumberState::Distributed)), (1, 0));
    phone.start();
    assert_eq!(waiting(&phone), 1, "it is durable");
    let visit = phone.go(&shop).await.expect("the kiosk is there");
    assert_eq!((waiting(&phone), shop.count(NumberState::Distributed)), (0, 1), "by the visit alone");
    visit.leave().await;
    shop.stop().await;
}

// R: A7 F2
#[tokio::test(start_paused = true)]
async fn what_is_not_accepted_waits_and_holds_nothing_else_up() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
    let copy = shop.place().join("backup");
    backup(shop.kiosk().store(), &copy).expect("writes");
    let phone = Phone::new("phone", shop.root());
    acquires_and_is_gone(&phone, &shop).await;
    // The kiosk is restored from a time when it had not sold that card: it can't take the result.
    shop.stop().await;
    restore(&store::Folder::claim(shop.data()).expect("nobody serves"), &copy, now()).expect("restores");
    shop.start().await;
    phone.go(&shop).await.expect("the kiosk is there").leave().await;
    assert_eq!(waiting(&phone), 1, "it knows nothing of that sale, and can't verify who tells of it");
    let sold = Sold { numbers: vec![Stock::new("visitor", "free", 3).number(0)], ..Sold::default() };
    let told = Reconciliation { since: Some(Since::Sold(sold)), believe_clock: false };
    reconcile(shop.kiosk().store(), told, now()).expect("reconciles");
    shop.kiosk().reassess().expect("reads");
    let mut visit = phone.go(&shop).await.expect("the kiosk is there");
    assert_eq!(waiting(&phone), 1, "it knows nothing of that sale");
    let first = phone.landfall().cards().expect("reads")[0].iccid;
    phone.landfall().acknowledge(&first).expect("commits");
    assert!(visit.acquire(&wish("visitor")).await.expect("another card").reported, "the second result is taken");
    assert_eq!(waiting(&phone), 1);
    visit.leave().await;
    shop.stop().await;
}

// R: A7 F8
#[tokio::test(start_paused = true)]
async fn a_kiosk_that_sells_nothing_yet_takes_results_of_sales_that_it_knows() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
    let phone = Phone::new("phone", shop.root());
    acquires_and_is_gone(&phone, &shop).await;
    let copy = shop.place().join("backup");
    backup(shop.kiosk().store(), &copy).expect("writes");
    shop.stop().await;
    restore(&store::Folder::claim(shop.data()).expect("nobody serves"), &copy, now()).expect("restores");
    shop.start().await;
    phone.go(&shop).await.expect("the kiosk is there").leave().await;
    assert_eq!((waiting(&phone), shop.count(NumberState::Distributed)), (0, 1));
    shop.stop().await;
}
