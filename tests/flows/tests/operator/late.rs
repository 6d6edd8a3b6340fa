//! Reports with and without a network, and the result of a phone that has left the kiosk before it took it (A8).

use crate::{
    cloud::{Cloud, Register, report, subscription},
    people::{Owner, buy},
};
use landfall_flows::{
    Key, Phone, Shop, Stock,
    air::{Air, Through},
    buyer::{Buyer, notification},
    wish,
};
use landfall_kiosk::report::{self as reports, ContactError};
use model::{Iccid, NumberState};
use nearfield::sim::Conditions;
use rsp::es9::Request;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};

/// Acquires, and is gone before the kiosk has its result; in virtual time.
fn acquires_and_is_gone(phone: &Phone, shop: &mut Shop) -> Iccid {
    let virtual_time = Builder::new_current_thread().enable_all().start_paused(true).build().expect("a runtime");
    virtual_time.block_on(async {
        shop.start().await;
        let air = Air::new(Conditions { bandwidth: 0, ..Conditions::BLE }, 0);
        let once = Through { times: 1, ..Through::weather(air.clone(), shop.door()) };
        let mut visit = phone.visit_by(Box::new(once)).await.expect("the kiosk is there");
        let wanted = wish("visitor");
        let watch = async {
            while phone.landfall().cards().expect("reads").iter().all(|card| card.waiting_notifications == 0) {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            air.cut();
        };
        let (acquired, ()) = tokio::join!(visit.acquire(&wanted), watch);
        shop.stop().await;
        let acquired = acquired.expect("a card");
        assert!(!acquired.reported);
        acquired.iccid
    })
}

// R: A8
#[test]
fn the_result_of_a_phone_that_left_early_reaches_its_kiosk_by_the_cloud() {
    let stock = Stock::new("visitor", "free", 3);
    let mut shop = Shop::closed(&stock);
    let phone = Phone::new("phone", shop.root());
    let card = acquires_and_is_gone(&phone, &mut shop);
    shop.restart();
    assert_eq!((shop.count(NumberState::Reserved), shop.count(NumberState::Distributed)), (1, 0));
    Runtime::new().expect("threads").block_on(async {
        let cloud = Cloud::open(Arc::new(Register::default())).await;
        cloud.import(&stock).await;
        cloud.knows(&shop).await;
        assert_eq!(report(&shop).await.expect("told").results, 0);
        assert_eq!(cloud.state(&card).await, NumberState::Reserved, "it was sold, and nobody has signed for it");

        // The phone comes online at home, where no kiosk is.
        let owner = Owner { phone, ..Owner::new(&cloud, &shop, "ann@example.test").await };
        owner.enrol(&cloud).await;
        assert_eq!(owner.sync(&cloud).await.results, 1);
        assert!(!owner.phone.landfall().card(&card).expect("reads").result_waits, "it was taken, and waits no more");
        assert_eq!(owner.sync(&cloud).await.results, 0);
        assert_eq!(shop.count(NumberState::Distributed), 0, "the kiosk has not been online since");

        // The kiosk judges it as if the phone had come back: it knows the card's key, and the cloud does not.
        let told = report(&shop).await.expect("told");
        assert_eq!((told.results, shop.count(NumberState::Distributed)), (1, 1));
        let changes = cloud.life(&card).await;
        assert!(changes.ends_with(&[NumberState::Reserved, NumberState::Distributed]), "{changes:?}");
        assert_eq!(report(&shop).await.expect("told"), reports::Contacted::default(), "once");
    });
}

// R: A8
#[test]
fn a_result_that_the_card_did_not_sign_moves_nothing_and_its_own_does_once() {
    let shop = Shop::closed(&Stock::new("visitor", "free", 3));
    let buyer = Buyer::new(&shop, "visitor", "phone");
    let offer = buyer.offered(&shop).expect("its own");
    buyer.package(&shop, &offer).expect("its own");
    Runtime::new().expect("threads").block_on(async {
        let cloud = Cloud::open(Arc::new(Register::default())).await;
        cloud.knows(&shop).await;
        let here = std::net::Ipv4Addr::LOCALHOST.into();
        let installed = || buyer.result(&offer);
        let forged = pending(&notification(installed(), &Key::generate()));
        cloud.service.late_result(&forged, here).await.expect("it is for this kiosk to judge");
        assert_eq!(report(&shop).await.expect("told").results, 1);
        assert_eq!((shop.count(NumberState::Reserved), shop.count(NumberState::Distributed)), (1, 0));
        assert_eq!(report(&shop).await.expect("told").results, 0, "it is refused for good");

        let mut of_nobody = installed();
        of_nobody.notification_metadata.notification_address = "nobody.example".to_owned();
        let of_nobody = pending(&notification(of_nobody, &buyer.key));
        assert!(cloud.service.late_result(&of_nobody, here).await.is_err(), "of no kiosk that is known here");

        let own = pending(&notification(installed(), &buyer.key));
        for _ in 0..2 {
            cloud.service.late_result(&own, here).await.expect("its own");
        }
        assert_eq!(report(&shop).await.expect("told").results, 1);
        assert_eq!((shop.count(NumberState::Reserved), shop.count(NumberState::Distributed)), (0, 1));
    });
}

/// The notification in a HandleNotification.
fn pending(der: &[u8]) -> Vec<u8> {
    match Request::decode(der).expect("the buyer's own") {
        Request::HandleNotification(handed) => handed.pending_notification.raw().to_vec(),
        other => panic!("{other:?}"),
    }
}

// R: A8 A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_without_a_network_is_told_later_and_states_and_balances_come_back() {
    let stock = Stock::new("visitor", "free", 3);
    let (shop, hlr) = (Shop::open(&stock).await, Arc::new(Register::default()));
    let status = || reports::status(shop.kiosk().store()).expect("reads");
    let (one, two) = (Phone::new("one", shop.root()), Phone::new("two", shop.root()));
    let cards = [buy(&one, &shop).await, buy(&two, &shop).await];
    assert!(matches!(report(&shop).await, Err(ContactError::NotRegistered)));
    let cloud = Cloud::open(hlr.clone()).await;
    cloud.import(&stock).await;
    cloud.knows(&shop).await;
    let url = cloud.url.clone();
    assert_eq!((status().cloud, status().waiting), (Some(url), 4), "two were sold and installed meanwhile");
    assert_eq!(report(&shop).await.expect("told").accepted, 1);
    assert_eq!(status().waiting, 0);
    cloud.works().await;
    assert!(hlr.asked(&subscription(&stock, 0).imsi));
    assert_eq!(cloud.looks().await, 1);
    cloud.service.set_balance(&cards[0].to_string(), 1_250).await.expect("known");
    cloud.service.set_balance(&cards[1].to_string(), -20).await.expect("known");
    assert_eq!(report(&shop).await.expect("told").news, 2);
    let shown: Vec<_> = status().numbers.into_iter().map(|one| (one.number, one.state, one.balance)).collect();
    assert_eq!(
        shown,
        [
            (stock.number(1), NumberState::InsufficientBalance, Some(-20)),
            (stock.number(0), NumberState::InUse, Some(1_250)),
        ]
    );

    // The network is gone: everything waits, and is told once.
    drop(cloud);
    buy(&Phone::new("three", shop.root()), &shop).await;
    assert!(report(&shop).await.is_err_and(|error| error.retrying_helps()));
    assert_eq!((status().waiting, status().problem.is_some()), (2, true));
}
