//! Order, activate, sync.

use crate::{
    nord::{self, AGENCY, PRODUCT, count, orders},
    world::{Cloud, Way, joins, landfall, owner, phone, wish},
};
use account::{
    record::{Activity, Card, Happened},
    wire::CardOrderState,
};
use app::{AccountError, CardOrderError, Event, Events, cloud::CloudError, cloud::ProblemKind, ports::Cloud as Port};
use landfall_flows::{Online, User};
use model::NumberState;
use std::{sync::Arc, time::Duration};

// R: B3 A12 B4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_activate_sync_in_that_order() {
    let (mut shop, office) = nord::open(3).await;
    let cloud = Cloud::open(nord::settings(&shop, office)).await;
    let way: Arc<dyn Port> = Arc::new(Way(cloud.clone()));
    let (phone, tablet, thief) = (phone("phone", &shop), phone("tablet", &shop), phone("thief", &shop));
    let (first, second, other) = (landfall(&phone), landfall(&tablet), landfall(&thief));
    let sheet = owner(&first, &way, "ann").await;
    joins(&second, &way, "ann", &sheet).await;
    owner(&other, &way, "bea").await;

    // What is sold is shown, with its terms, before anybody agrees.
    let agencies = first.agencies(way.clone()).await.expect("a list");
    assert_eq!(agencies.iter().map(|one| (&*one.agency, &*one.name)).collect::<Vec<_>>(), [(AGENCY, "Nord Mobile")]);
    let wanted = wish(&first, &way).await;
    assert_eq!((&*wanted.product.product, &*wanted.product.terms), (PRODUCT, "Fair use: 10 GB."));

    // Ordered: durable at the agency, the same again is the same order.
    let order = first.order_card(way.clone(), &wanted).await.expect("it is in stock");
    assert_eq!((order.state, order.activation_code.as_deref()), (CardOrderState::Requested, None));
    let again = first.order_card(way.clone(), &wanted).await.expect("the same again");
    assert_eq!(again.order, order.order);
    let (events, working) = (Events::new(), cloud.clone());
    let (code, ()) = tokio::join!(first.card_released(way.clone(), &order.order, &events), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        working.work().await;
    });
    let code = code.expect("it is released");
    assert_eq!(orders(&shop), ["released"]);
    assert_eq!(count(&shop, NumberState::Reserved), 1, "one card, and no second one");
    let mut told = Vec::new();
    while let Some(event) = events.try_next() {
        told.extend(match event {
            Event::CardOrder { state, .. } => Some(state),
            _ => None,
        });
    }
    assert_eq!((told.first(), told.last()), (Some(&CardOrderState::Requested), Some(&CardOrderState::Released)));

    // Whoever else has the code has nothing; another account sees nothing.
    let mut online = Online::new(&thief, &shop);
    let stolen = other.fetch(&code, &mut online, &mut User::agreeing(), &Events::new()).await;
    assert!(stolen.is_err(), "the order is for another eUICC");
    assert_eq!(other.card_orders(way.clone()).await.expect("a list"), []);
    let unseen = other.card_order(way.clone(), &order.order).await.expect_err("it is another account's");
    assert!(is(&unseen, ProblemKind::NotFound), "{unseen}");
    for refused in [
        other.card_arrived(way.clone(), &order, "8999901000000000019".parse().expect("an ICCID")).await.err(),
        other.withdraw_card_order(way.clone(), &order.order).await.err(),
    ] {
        assert!(refused.is_none_or(|error| is(&error, ProblemKind::NotFound)));
    }

    // Activated: fetched into the phone's own eUICC, from the operator's SM-DP+.
    let mut online = Online::new(&phone, &shop);
    let card = first.fetch(&code, &mut online, &mut User::agreeing(), &Events::new()).await.expect("its own");
    let iccid = card.iccid.to_string();
    let order = first.card_order(way.clone(), &order.order).await.expect("an answer");
    assert_eq!(order.iccid.as_deref(), Some(&*iccid));
    first.card_arrived(way.clone(), &order, card.iccid).await.expect("the server knows");
    assert_eq!(orders(&shop), ["installed"]);
    let order = first.card_order(way.clone(), &order.order).await.expect("an answer");
    assert_eq!((order.state, order.activation_code), (CardOrderState::Given, None));
    let kept = cloud.storage().subscriber(&iccid).await.expect("reads").expect("the operator's directory knows it");
    assert_eq!(kept.state, NumberState::Distributed);
    let why: Vec<_> = cloud.storage().changes(&iccid).await.expect("reads").into_iter().map(|one| one.state).collect();
    assert_eq!(why, [NumberState::Available, NumberState::Reserved, NumberState::Distributed]);

    // Synced: the account's other device knows the card, and how it came.
    first.sync(way.clone(), &Events::new()).await.expect("syncs");
    second.sync(way.clone(), &Events::new()).await.expect("syncs");
    let cards = second.account_records::<Card>().expect("reads");
    assert!(cards.iter().any(|card| card.what.iccid == iccid), "{cards:?}");
    let happened = second.account_records::<Activity>().expect("reads");
    let came = happened.iter().filter(|one| one.what.what == Happened::CardOrdered);
    assert_eq!(came.map(|one| one.what.iccid.as_deref()).collect::<Vec<_>>(), [Some(&*iccid)]);
    let seen = second.card_orders(way.clone()).await.expect("a list");
    assert_eq!(
        seen.iter().map(|one| (one.state, one.iccid.as_deref())).collect::<Vec<_>>(),
        [(CardOrderState::Given, Some(&*iccid))]
    );

    // It came, and nobody has told its user: the same wish is the same card. Then it is another one.
    let same = first.order_card(way.clone(), &wanted).await.expect("the same");
    assert_eq!((same.order, same.state), (order.order.clone(), CardOrderState::Given));
    first.acknowledge(&card.iccid).expect("commits");
    let next = first.order_card(way.clone(), &wanted).await.expect("another one");
    assert_ne!(next.order, order.order);
    shop.stop().await;
}

/// The SM-DP+ itself says that the card is installed; no phone has to.
// R: B3 A12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operators_server_tells_that_a_card_is_installed() {
    let (mut shop, office) = nord::open(1).await;
    let cloud = Cloud::open(nord::settings(&shop, office)).await;
    let way: Arc<dyn Port> = Arc::new(Way(cloud.clone()));
    let phone = phone("phone", &shop);
    let landfall = landfall(&phone);
    owner(&landfall, &way, "ann").await;
    let order = landfall.order_card(way.clone(), &wish(&landfall, &way).await).await.expect("it is in stock");
    cloud.work().await;
    let code = landfall.card_released(way.clone(), &order.order, &Events::new()).await.expect("it is released");
    let mut online = Online::new(&phone, &shop);
    let card = landfall.fetch(&code, &mut online, &mut User::agreeing(), &Events::new()).await.expect("a card");
    let given = async {
        loop {
            let order = landfall.card_order(way.clone(), &order.order).await.expect("an answer");
            if order.state == CardOrderState::Given {
                return order;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let order = tokio::time::timeout(Duration::from_secs(60), given).await.expect("it is told in time");
    assert_eq!((order.iccid, order.activation_code), (Some(card.iccid.to_string()), None));
    let kept = cloud.storage().subscriber(&card.iccid.to_string()).await.expect("reads").expect("known");
    assert_eq!(kept.state, NumberState::Distributed);
    let over = landfall.card_released(way.clone(), &order.order, &Events::new()).await;
    assert!(matches!(over, Err(CardOrderError::Given)));
    shop.stop().await;
}

fn is(error: &CardOrderError, kind: ProblemKind) -> bool {
    matches!(error, CardOrderError::Account(AccountError::Cloud(error @ CloudError::Refused { .. })) if error.is(kind))
}
