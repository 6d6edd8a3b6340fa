//! Each state of a number, driven by something real (A12).

use crate::{
    cloud::{Cloud, Register, report, subscription},
    people::{Owner, buy},
};
use landfall_flows::{Shop, Stock};
use landfall_kiosk::stock::release;
use model::NumberState::{Available, Distributed, InUse, InsufficientBalance, Reserved, Retired, Suspended};
use std::sync::Arc;

// R: A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_goes_through_each_of_its_states_by_what_happens() {
    let stock = Stock::new("visitor", "free", 3);
    let (shop, hlr) = (Shop::open(&stock).await, Arc::new(Register::default()));
    let cloud = Cloud::open(hlr.clone()).await;
    cloud.import(&stock).await;
    cloud.knows(&shop).await;
    let owner = Owner::new(&cloud, &shop, "ann@example.test").await;
    let card = buy(&owner.phone, &shop).await;
    let (iccid, imsi) = (card.to_string(), subscription(&stock, 0).imsi);
    let service = &cloud.service;
    assert_eq!(cloud.state(&card).await, Available, "imported");
    // The kiosk's report: sold, and installed.
    report(&shop).await.expect("told");
    assert_eq!(cloud.life(&card).await, [Available, Reserved, Distributed]);
    // The network asks for it.
    cloud.works().await;
    assert!(hlr.asked(&imsi));
    cloud.looks().await;
    assert_eq!(cloud.state(&card).await, InUse);
    // Charging: used up, and filled.
    service.set_balance(&iccid, 0).await.expect("known");
    assert_eq!(cloud.state(&card).await, InsufficientBalance);
    service.set_balance(&iccid, 500).await.expect("known");
    assert_eq!(cloud.state(&card).await, InUse);
    // The operator's office bars it, and lifts that.
    service.bar_subscriber(&iccid, true).await.expect("known");
    cloud.works().await;
    assert_eq!((cloud.state(&card).await, hlr.asked(&imsi)), (Suspended, false));
    service.bar_subscriber(&iccid, false).await.expect("known");
    cloud.works().await;
    assert_eq!((cloud.state(&card).await, hlr.asked(&imsi)), (Distributed, true));
    // Its owner loses the phone.
    owner.enrol(&cloud).await;
    owner.sync(&cloud).await;
    owner.wipe(&cloud).await;
    cloud.works().await;
    assert_eq!((cloud.state(&card).await, hlr.asked(&imsi)), (Suspended, false));
    // Out of use for good.
    service.retire_subscriber(&iccid).await.expect("known");
    cloud.works().await;
    assert_eq!(cloud.state(&card).await, Retired);
    report(&shop).await.expect("told");
    assert_eq!(shop.count(Retired), 1, "the kiosk hears of it");

    // Of another number the kiosk says that it is out of use.
    release::retire(shop.kiosk().store(), &stock.number(2), "lost", landfall_flows::now()).expect("retired");
    report(&shop).await.expect("told");
    assert_eq!(cloud.state(&subscription(&stock, 2).iccid).await, Retired);
}
