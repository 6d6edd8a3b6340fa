//! What becomes of numbers that are ordered.

use crate::nord::{CLASS, activation, confirmed, count, iccids, open, ordered, refused, state};
use app::{Events, ports::Decision};
use landfall_flows::{Network, Online, Phone, SMDS, Shop, User, now};
use landfall_kiosk::stock::release;
use model::NumberState;
use rsp::es2::{ConfirmOrderRequest, FinalProfileStatus};

// R: E7 A7
#[tokio::test]
async fn what_is_cancelled_is_in_stock_again_or_out_of_use() {
    let (mut shop, nord) = open(2).await;
    let mut orderer = nord.orderer(&shop);
    let iccid = ordered(&mut orderer, &nord.any_of(CLASS)).await;
    let named = ConfirmOrderRequest { matching_id: Some("SUMMER-1".to_owned()), ..nord.confirm(iccid) };
    confirmed(&mut orderer, &named).await;
    assert_eq!((count(&shop, NumberState::Reserved), state(&shop).as_str()), (1, "released"));
    orderer.call(&nord.cancel(iccid, FinalProfileStatus::Available)).await.expect("not downloaded");
    assert_eq!(count(&shop, NumberState::Reserved), 0);
    // The same profile and the same name serve another order; the code of the first one is that order's then.
    assert_eq!(ordered(&mut orderer, &nord.download(iccid, None)).await, iccid);
    let again = ConfirmOrderRequest { matching_id: Some("SUMMER-1".to_owned()), ..nord.confirm(iccid) };
    assert_eq!(confirmed(&mut orderer, &again).await.matching_id.as_deref(), Some("SUMMER-1"));
    orderer.call(&nord.cancel(iccid, FinalProfileStatus::Unavailable)).await.expect("not downloaded");
    assert_eq!(count(&shop, NumberState::Retired), 1);
    assert_eq!(refused(&mut orderer, &nord.download(iccid, None)).await, "8.2.1/3.3");
    // One is left, and then none.
    ordered(&mut orderer, &nord.any_of(CLASS)).await;
    assert_eq!(refused(&mut orderer, &nord.any_of(CLASS)).await, "8.2.5/3.7");
    shop.stop().await;
}

/// The eUICC alone names the order (SGP.22 §3.1.3, default SM-DP+ address).
// R: E7
#[tokio::test]
async fn an_order_without_a_name_is_its_cards_alone() {
    let (mut shop, nord) = open(3).await;
    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    let other = Phone::new("other", shop.root()).certified(&shop, now());
    let eid = phone.landfall().euiccs().expect("reads")[0];
    let mut orderer = nord.orderer(&shop);
    let iccid = iccids(&shop)[1];
    ordered(&mut orderer, &nord.download(iccid, Some(eid))).await;
    assert_eq!(state(&shop), "linked to a card");
    let unnamed = ConfirmOrderRequest { matching_id: Some(String::new()), ..nord.confirm(iccid) };
    let answer = confirmed(&mut orderer, &unnamed).await;
    assert_eq!(answer.matching_id.as_deref(), Some(""));
    let code = activation(&answer, false);
    let mut online = Online::new(&other, &shop);
    let refused = other.landfall().fetch(&code, &mut online, &mut User::agreeing(), &Events::new()).await;
    assert!(refused.is_err(), "another card has no order");
    let mut online = Online::new(&phone, &shop);
    let card = phone.landfall().fetch(&code, &mut online, &mut User::agreeing(), &Events::new()).await;
    assert_eq!(card.expect("its own").iccid, iccid);
    assert_eq!(state(&shop), "installed");
    shop.stop().await;
}

/// An order has no lease, and what phones reserve meanwhile is another number.
// R: E7 A7
#[tokio::test]
async fn what_is_ordered_is_kept_and_sold_to_nobody_else() {
    let (mut shop, nord) = open(2).await;
    let mut orderer = nord.orderer(&shop);
    let iccid = ordered(&mut orderer, &nord.any_of(CLASS)).await;
    landfall_kiosk::sweep::sweep(shop.kiosk().store(), now().plus(1_000 * 86_400)).expect("sweeps");
    assert_eq!(state(&shop), "allocated");
    let sold = shop.issue(CLASS);
    assert_eq!(count(&shop, NumberState::Reserved), 2);
    assert_eq!(
        landfall_kiosk::authorise::pending(shop.kiosk().store()).expect("reads"),
        [],
        "nobody waits for the attendant"
    );
    // What the counter sold is no operator's to move.
    let others = iccids(&shop).into_iter().find(|other| *other != iccid).expect("two");
    assert_eq!(refused(&mut orderer, &nord.download(others, None)).await, "8.2.1/3.3");
    assert_eq!(refused(&mut orderer, &nord.confirm(others)).await, "8.2.1/3.5");
    assert_eq!(refused(&mut orderer, &nord.release(others)).await, "8.2.1/3.5");
    let cancel = nord.cancel(others, FinalProfileStatus::Unavailable);
    assert_eq!(refused(&mut orderer, &cancel).await, "8.2.1/3.3");
    assert!(!sold.matching_id.is_empty() && count(&shop, NumberState::Reserved) == 2);
    shop.stop().await;
}

// R: E7 A7
#[tokio::test]
async fn what_ended_without_an_installation_waits_for_a_decision() {
    let (mut shop, nord) = open(1).await;
    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    let mut orderer = nord.orderer(&shop);
    let iccid = ordered(&mut orderer, &nord.any_of(CLASS)).await;
    let code = activation(&confirmed(&mut orderer, &nord.confirm(iccid)).await, false);
    let mut user = User::saying([Decision::Rejected]);
    let mut online = Online::new(&phone, &shop);
    phone.landfall().fetch(&code, &mut online, &mut user, &Events::new()).await.expect_err("rejected");
    assert_eq!(state(&shop), "ended without an installation");
    assert_eq!(refused(&mut orderer, &nord.any_of(CLASS)).await, "8.2.5/3.7");
    assert_eq!(refused(&mut orderer, &nord.download(iccid, None)).await, "8.2.1/3.3");
    // The kiosk's owner gives it back.
    let number = crate::nord::orders(&shop).remove(0).number;
    release::release(shop.kiosk().store(), &number, "the customer said no", now()).expect("held");
    assert_eq!(ordered(&mut orderer, &nord.any_of(CLASS)).await, iccid);
    shop.stop().await;
}

/// What the kiosk's own SM-DS says that waits for this card.
async fn waiting(phone: &Phone, shop: &Shop) -> Vec<String> {
    let found = phone.landfall().discover(Some(SMDS), &mut Network::new(phone, shop)).await.expect("an answer");
    found.into_iter().map(|found| found.event.event_id).collect()
}

/// The order is announced once it is released, and as long as it waits.
// R: E7
#[tokio::test]
async fn an_order_is_announced_to_its_card() {
    let (mut shop, nord) = open(3).await;
    let phone = Phone::new("phone", shop.root()).certified(&shop, now());
    let eid = phone.landfall().euiccs().expect("reads")[0];
    let mut orderer = nord.orderer(&shop);
    let (first, second) = (iccids(&shop)[0], iccids(&shop)[1]);
    let confirm = |iccid, name: &str| ConfirmOrderRequest {
        matching_id: Some(name.to_owned()),
        smds_address: Some(SMDS.to_owned()),
        ..nord.confirm(iccid)
    };
    for iccid in [first, second] {
        ordered(&mut orderer, &nord.download(iccid, Some(eid))).await;
    }
    confirmed(&mut orderer, &ConfirmOrderRequest { release_flag: false, ..confirm(first, "FIRST-1") }).await;
    assert!(waiting(&phone, &shop).await.is_empty(), "it may not be downloaded yet");
    shop.stop().await;
    shop.start().await;
    orderer = nord.orderer(&shop);
    orderer.call(&nord.release(first)).await.expect("confirmed");
    assert_eq!(waiting(&phone, &shop).await, ["FIRST-1"]);
    confirmed(&mut orderer, &confirm(second, "SECOND-1")).await;
    assert_eq!(waiting(&phone, &shop).await.len(), 2);
    let cancel =
        rsp::es2::CancelOrderRequest { eid: Some(eid.into()), ..nord.cancel(second, FinalProfileStatus::Available) };
    orderer.call(&cancel).await.expect("not downloaded");
    assert_eq!(waiting(&phone, &shop).await, ["FIRST-1"], "what is cancelled is announced no more");
    let (mut network, mut user) = (Network::new(&phone, &shop), User::agreeing());
    let card = phone.landfall().fetch_discovered(Some(SMDS), &mut network, &mut user, &Events::new()).await;
    assert_eq!(card.expect("a card").iccid, first);
    assert!(waiting(&phone, &shop).await.is_empty(), "nor what is installed");
    shop.stop().await;
}
