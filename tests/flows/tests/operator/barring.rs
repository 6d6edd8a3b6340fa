//! What makes an account's order bar a subscription: that its phone has shown that it holds the card.

use crate::{
    cloud::{Cloud, Register, report, subscription},
    people::{Owner, buy, of},
};
use account::wire::Verb;
use app::Given;
use landfall_flows::{Shop, Stock};
use model::NumberState;
use std::sync::Arc;

// R: B6 F4 A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wipe_bars_the_cards_that_the_phone_has_shown() {
    let stock = Stock::new("visitor", "free", 3);
    let (shop, hlr) = (Shop::open(&stock).await, Arc::new(Register::default()));
    let cloud = Cloud::open(hlr.clone()).await;
    cloud.import(&stock).await;
    cloud.knows(&shop).await;
    let owner = Owner::new(&cloud, &shop, "ann@example.test").await;
    let card = buy(&owner.phone, &shop).await;
    let imsi = subscription(&stock, 0).imsi;
    owner.enrol(&cloud).await;

    // An account that only says that it has the card bars nothing.
    let stranger = Owner::new(&cloud, &shop, "eve@example.test").await;
    stranger.enrol(&cloud).await;
    stranger.order(&cloud, Given { bar: vec![card], ..Given::new(Verb::Wipe, "phone") }).await;

    // The kiosk has not been online: what the phone shows is enough for the network to serve it.
    let shown = owner.sync(&cloud).await.shown;
    assert_eq!((shown.taken, shown.refused, shown.waiting), (vec![card], vec![], vec![]));
    cloud.works().await;
    assert_eq!(cloud.state(&card).await, NumberState::Distributed);
    assert!(hlr.asked(&imsi), "the network serves it");
    assert_eq!(cloud.looks().await, 1);
    assert_eq!(owner.sync(&cloud).await.shown, app::Shown::default(), "it is shown once");
    report(&shop).await.expect("told");

    owner.wipe(&cloud).await;
    cloud.works().await;
    assert!(!hlr.asked(&imsi), "it is barred before the phone has heard of it");
    assert_eq!(cloud.state(&card).await, NumberState::Suspended);
    owner.contact(&cloud).await;
}

// R: B6 A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_the_operator_does_not_know_is_not_asked_of_at_each_sync() {
    let stock = Stock::new("visitor", "free", 3);
    let shop = Shop::open(&stock).await;
    let cloud = Cloud::open(Arc::new(Register::default())).await;
    let owner = Owner::new(&cloud, &shop, "ann@example.test").await;
    let card = buy(&owner.phone, &shop).await;
    owner.enrol(&cloud).await;
    assert_eq!(owner.sync(&cloud).await.shown.refused, [card]);
    // It is imported meanwhile; the phone knows that it was refused, and waits a while.
    cloud.import(&stock).await;
    assert_eq!(owner.sync(&cloud).await.shown, app::Shown::default());
    let later = Owner { phone: owner.phone.ahead(3_601), ..owner };
    assert_eq!(later.sync(&cloud).await.shown.taken, [card]);
    // Another account's phone has no such card to show: it is this one's.
    let account = cloud.subscriber(&card).await.account;
    assert_eq!(account, Some(of(&later.phone).account().expect("signed in").account()));
}

// R: B6 F4 A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wipe_that_its_owner_takes_back_bars_no_longer() {
    let stock = Stock::new("visitor", "free", 3);
    let (shop, hlr) = (Shop::open(&stock).await, Arc::new(Register::default()));
    let cloud = Cloud::open(hlr.clone()).await;
    cloud.import(&stock).await;
    let owner = Owner::new(&cloud, &shop, "ann@example.test").await;
    let card = buy(&owner.phone, &shop).await;
    let imsi = subscription(&stock, 0).imsi;
    owner.enrol(&cloud).await;
    owner.sync(&cloud).await;
    cloud.works().await;
    // Once before the phone has heard of it, once while it waits for the grace to end.
    for heard in [false, true] {
        owner.order(&cloud, Given { grace: 3_600, ..Given::new(Verb::Wipe, "phone") }).await;
        cloud.works().await;
        assert!(!hlr.asked(&imsi), "it is barred at once");
        if heard {
            owner.contact(&cloud).await;
        }
        let giver = of(&owner.home).giver(cloud.port()).await.expect("a device of the account");
        let orders = giver.orders().await.expect("the server answers");
        giver.take_back(&orders[0].order.order.text()).await.expect("it is not too late");
        owner.contact(&cloud).await;
        owner.contact(&cloud).await;
        cloud.works().await;
        assert!(hlr.asked(&imsi), "and served again: heard {heard}");
        assert_eq!(cloud.state(&card).await, NumberState::Distributed);
    }
}
