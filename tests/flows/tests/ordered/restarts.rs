//! Every step is durable before it is answered; a call that is sent again is done once.

use crate::nord::{CLASS, activation, confirmed, count, iccids, open, ordered, state};
use app::Events;
use landfall_flows::{Online, Phone, User, now};
use model::NumberState;
use rsp::es2::{ConfirmOrderRequest, FinalProfileStatus, Request};

// R: E7 A7
#[tokio::test]
async fn an_order_goes_on_where_it_stood() {
    let (mut shop, nord) = open(2).await;
    let download = nord.any_of(CLASS);
    let iccid = ordered(&mut nord.orderer(&shop), &download).await;
    shop.stop().await;
    shop.start().await;
    assert_eq!((state(&shop).as_str(), count(&shop, NumberState::Reserved)), ("allocated", 1));
    // Its answer was lost: it gets the same one, and no second number.
    let mut orderer = nord.orderer(&shop);
    assert_eq!(ordered(&mut orderer, &download).await, iccid);
    assert_eq!(count(&shop, NumberState::Reserved), 1);
    let confirm = ConfirmOrderRequest {
        confirmation_code: crate::nord::code("4711"),
        release_flag: false,
        ..nord.confirm(iccid)
    };
    let answer = confirmed(&mut orderer, &confirm).await;
    shop.stop().await;
    shop.start().await;
    assert_eq!(state(&shop), "confirmed");
    let mut orderer = nord.orderer(&shop);
    assert_eq!(confirmed(&mut orderer, &confirm).await, answer, "the same name for the order");
    let release = nord.release(iccid);
    orderer.call(&release).await.expect("confirmed");
    shop.stop().await;
    shop.start().await;
    orderer = nord.orderer(&shop);
    orderer.call(&release).await.expect("it is");
    assert_eq!(state(&shop), "released");
    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    let (code, mut online) = (activation(&answer, true), Online::new(&phone, &shop));
    let card = phone.landfall().fetch(&code, &mut online, &mut User::typing(["4711"]), &Events::new()).await;
    assert_eq!(card.expect("a card").iccid, iccid);
    shop.stop().await;
    shop.restart();
    assert_eq!(state(&shop), "installed");
    assert_eq!(count(&shop, NumberState::Distributed), 1);
}

// R: E7 A7
#[tokio::test]
async fn a_call_that_comes_twice_is_done_once_and_another_one_anew() {
    let (mut shop, nord) = open(3).await;
    let mut orderer = nord.orderer(&shop);
    let first = nord.any_of(CLASS);
    let iccid = ordered(&mut orderer, &first).await;
    assert_eq!(ordered(&mut orderer, &first).await, iccid);
    let second = ordered(&mut orderer, &nord.any_of(CLASS)).await;
    assert_ne!(second, iccid, "another call is another sale");
    // However often it comes at once.
    let third = nord.any_of(CLASS);
    let many = (0..8).map(|_| {
        let (mut orderer, third) = (nord.orderer(&shop), third.clone());
        tokio::spawn(async move { ordered(&mut orderer, &third).await })
    });
    let mut got = Vec::new();
    for one in many.collect::<Vec<_>>() {
        got.push(one.await.expect("answers"));
    }
    got.dedup();
    assert_eq!(got.len(), 1);
    assert_eq!(count(&shop, NumberState::Reserved), 3);
    // An operator that gives all its calls one name: another call under it is another one.
    let cancel = nord.cancel(iccid, FinalProfileStatus::Available);
    orderer.call(&cancel).await.expect("not downloaded");
    let mut again = nord.download(iccid, None);
    again.header = first.header.clone();
    assert_ne!(again.encode(), first.encode());
    assert_eq!(ordered(&mut orderer, &again).await, iccid);
    orderer.call(&cancel).await.expect("its answer from before");
    assert_eq!(count(&shop, NumberState::Reserved), 3, "and the order is not cancelled again");
    shop.stop().await;
}

/// Many at once: each profile once, none twice.
// R: E7 A7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_orders_at_once_each_gets_a_profile_of_its_own() {
    const MANY: usize = 60;
    let (mut shop, nord) = open(u32::try_from(MANY).expect("few")).await;
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let mut orderer = nord.orderer(&shop);
        let calls: Vec<_> = (0..MANY / 4).map(|_| nord.any_of(CLASS)).collect();
        tasks.push(tokio::spawn(async move {
            let mut got = Vec::new();
            for call in calls {
                got.push(ordered(&mut orderer, &call).await);
            }
            got
        }));
    }
    let mut got = Vec::new();
    for task in tasks {
        got.extend(task.await.expect("answers"));
    }
    got.sort_unstable_by_key(ToString::to_string);
    got.dedup();
    assert_eq!(got.len(), MANY);
    assert_eq!(count(&shop, NumberState::Reserved), iccids(&shop).len());
    shop.stop().await;
}
