//! An SM-DP+ that is away, one that has nothing left, terms that change, orders that are taken back.

use crate::{
    nord::{self, count, orders},
    world::{Cloud, Way, landfall, owner, phone, wish},
};
use account::wire::{CardOrderState, Product};
use app::{AccountError, CardOrderError, CardWish, Events, cloud::ProblemKind, ports::Cloud as Port};
use landfall_cloud::agency::AgencySettings;
use model::NumberState;
use std::sync::Arc;

// R: B3 F8
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_waits_for_a_server_that_is_away_and_goes_on() {
    let (mut shop, office) = nord::open(1).await;
    let settings = nord::settings(&shop, office);
    // Nobody listens there any more.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    let cloud = Cloud::open(AgencySettings { via: Some(nobody.to_string()), ..settings.clone() }).await;
    let way: Arc<dyn Port> = Arc::new(Way(cloud.clone()));
    let phone = phone("phone", &shop);
    let landfall = landfall(&phone);
    owner(&landfall, &way, "ann").await;
    let order = landfall.order_card(way.clone(), &wish(&landfall, &way).await).await.expect("it is taken");
    for _ in 0..3 {
        cloud.work().await;
        cloud.later(10);
        let waits = landfall.card_order(way.clone(), &order.order).await.expect("an answer");
        assert_eq!(waits.state, CardOrderState::Requested);
        assert!(waits.why.expect("it says why").contains("tried again by itself"));
    }
    assert_eq!(orders(&shop), [""; 0]);
    cloud.restart(settings, |server| Box::new(server)).await;
    cloud.later(300);
    cloud.work().await;
    landfall.card_released(way, &order.order, &Events::new()).await.expect("it goes on");
    assert_eq!(orders(&shop), ["released"]);
    shop.stop().await;
}

// R: B3 F3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sold_out_fails_with_its_reason_and_what_is_taken_back_is_sold_again() {
    let (mut shop, office) = nord::open(1).await;
    let cloud = Cloud::open(nord::settings(&shop, office)).await;
    let way: Arc<dyn Port> = Arc::new(Way(cloud.clone()));
    let (ann, bea) = (phone("phone", &shop), phone("other", &shop));
    let (ann, bea) = (landfall(&ann), landfall(&bea));
    owner(&ann, &way, "ann").await;
    owner(&bea, &way, "bea").await;
    let first = ann.order_card(way.clone(), &wish(&ann, &way).await).await.expect("it is taken");
    cloud.work().await;
    let second = bea.order_card(way.clone(), &wish(&bea, &way).await).await.expect("it is taken");
    cloud.work().await;
    match bea.card_released(way.clone(), &second.order, &Events::new()).await {
        Err(error @ CardOrderError::Failed { again: true, .. }) => {
            let said = error.to_string();
            assert!(said.contains("none of these cards left") && error.retrying_helps(), "{said}");
        }
        other => panic!("it is sold out: {other:?}"),
    }
    // The first one is not wanted after all: its card is somebody else's then.
    ann.withdraw_card_order(way.clone(), &first.order).await.expect("nobody fetched it");
    cloud.work().await;
    assert_eq!((count(&shop, NumberState::Reserved), count(&shop, NumberState::Available)), (0, 1));
    let third = bea.order_card(way.clone(), &wish(&bea, &way).await).await.expect("it is taken");
    assert_ne!(third.order, second.order, "what failed is over");
    cloud.work().await;
    bea.card_released(way.clone(), &third.order, &Events::new()).await.expect("it is released");
    // An account that goes lets go of what it ordered.
    let id = bea.account().expect("it is signed in").account();
    assert!(cloud.storage().delete(&id).await.expect("deletes"));
    cloud.work().await;
    assert_eq!((count(&shop, NumberState::Reserved), count(&shop, NumberState::Available)), (0, 1));
    shop.stop().await;
}

// R: B3 F6
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_buys_on_other_terms_than_he_has_seen() {
    let (mut shop, office) = nord::open(2).await;
    let settings = nord::settings(&shop, office);
    let cloud = Cloud::open(settings.clone()).await;
    let way: Arc<dyn Port> = Arc::new(Way(cloud.clone()));
    let phone = phone("phone", &shop);
    let landfall = landfall(&phone);
    owner(&landfall, &way, "ann").await;
    let wanted = wish(&landfall, &way).await;
    let mut dearer = settings.clone();
    dearer.products[0].price = "99.00 EUR".to_owned();
    cloud.restart(dearer, |server| Box::new(server)).await;
    let refused = landfall.order_card(way.clone(), &wanted).await.expect_err("the price is another by now");
    let by_rule = |error: &CardOrderError| matches!(error, CardOrderError::Account(AccountError::Cloud(error)) if error.is(ProblemKind::Refused));
    assert!(by_rule(&refused) && refused.to_string().contains("price, validity or terms"), "{refused}");
    let product = Product { price: "99.00 EUR".to_owned(), ..wanted.product.clone() };
    let agreed = CardWish { product, ..wanted };
    landfall.order_card(way.clone(), &agreed).await.expect("he agrees to that");
    // So many at once, and no more.
    for n in 0..7_u8 {
        let own = agreed.eid.expect("an eUICC").to_string();
        let other = (own.as_bytes()[20] - b'0' + n + 1) % 10;
        let eid = model::Eid::with_check_digits(&format!("{}{other}{}", &own[..20], &own[21..30])).expect("digits");
        landfall
            .order_card(way.clone(), &CardWish { eid: Some(eid), ..agreed.clone() })
            .await
            .expect("eight may be open");
    }
    let too_many = landfall.order_card(way.clone(), &CardWish { eid: None, ..agreed }).await.expect_err("and not nine");
    assert!(by_rule(&too_many) && too_many.to_string().contains("8 orders"), "{too_many}");
    shop.stop().await;
}
