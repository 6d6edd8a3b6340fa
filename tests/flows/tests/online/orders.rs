//! What becomes of orders that are not fetched as they were meant to be.

use crate::scene::{CLASS, count, eid, fetch, fetch_as, open, phone, refused, state};
use app::{Cancel, Error, ports::Decision};
use landfall_flows::User;
use model::{ActivationCode, NumberState};
use std::time::Duration;

// R: E7
#[tokio::test]
async fn an_order_for_one_card_is_no_others() {
    let mut shop = open(3).await;
    let (phone, other) = (phone(&shop, "phone"), phone(&shop, "other"));
    let own = eid(&phone);
    let code = shop.issue_with(CLASS, |sale| sale.eid = Some(own));
    assert_eq!(refused(fetch(&other, &shop, &code).await), "8.1.1/3.8");
    assert_eq!(count(&shop, NumberState::Reserved), 1, "it still waits");
    assert!(fetch(&phone, &shop, &code).await.expect("its own").reported);
    // A card that names no order gets the one that waits for it (default SM-DP+ address).
    let second = shop.issue_with(CLASS, |sale| sale.eid = Some(own));
    let unnamed = ActivationCode { matching_id: String::new(), ..second };
    assert_eq!(refused(fetch(&other, &shop, &unnamed).await), "8.1.1/3.8");
    let card = fetch(&phone, &shop, &unnamed).await.expect("the one for it");
    assert_eq!(state(&shop, card.iccid), NumberState::Distributed);
    assert_eq!(phone.landfall().cards().expect("reads").len(), 2);
    shop.stop().await;
}

// R: E7 A7
#[tokio::test]
async fn an_order_that_nobody_fetches_in_time_is_over() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = shop.issue_with(CLASS, |sale| sale.seconds = 1);
    let freed = async {
        while count(&shop, NumberState::Available) < 3 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), freed).await.expect("its lease runs out");
    assert_eq!(refused(fetch(&phone, &shop, &code).await), "8.2.6/3.8");
    assert!(phone.landfall().acquisitions().expect("reads").is_empty(), "nothing is left to try");
    shop.stop().await;
}

// R: E7 F3
#[tokio::test]
async fn codes_that_name_nothing_or_another_server_are_refused() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = shop.issue(CLASS);
    let unknown = ActivationCode { matching_id: "NOBODYS".to_owned(), ..code.clone() };
    assert_eq!(refused(fetch(&phone, &shop, &unknown).await), "8.2.6/3.8");
    let elsewhere = ActivationCode { smdp_address: "other.example".to_owned(), ..code.clone() };
    assert_eq!(refused(fetch(&phone, &shop, &elsewhere).await), "8.8.1/3.8");
    assert_eq!(count(&shop, NumberState::Reserved), 1);
    shop.stop().await;
}

// R: E7 A7
#[tokio::test]
async fn a_user_who_says_no_ends_the_order_and_one_who_says_later_does_not() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = shop.issue(CLASS);
    for later in [Decision::Postponed, Decision::TimedOut] {
        let result = fetch_as(&phone, &shop, &code, &mut User::saying([later.clone()])).await;
        assert!(matches!(result, Err(Error::Cancelled(Cancel::Postponed))), "{later:?}: {result:?}");
        assert_eq!(count(&shop, NumberState::Reserved), 1, "{later:?}");
    }
    let result = fetch_as(&phone, &shop, &code, &mut User::saying([Decision::Rejected])).await;
    assert!(matches!(result, Err(Error::Cancelled(Cancel::Rejected))), "{result:?}");
    assert_eq!(count(&shop, NumberState::Available), 3, "the number is free");
    assert_eq!(refused(fetch(&phone, &shop, &code).await), "8.2.6/3.8");
    assert!(phone.landfall().acquisitions().expect("reads").is_empty());
    assert!(phone.landfall().cards().expect("reads").is_empty());
    shop.stop().await;
}

/// One of them postponed is gone on with to its end.
// R: E7
#[tokio::test]
async fn what_was_put_off_is_fetched_by_the_same_code() {
    let mut shop = open(1).await;
    let phone = phone(&shop, "phone");
    let code = shop.issue(CLASS);
    fetch_as(&phone, &shop, &code, &mut User::saying([Decision::Postponed])).await.expect_err("later");
    assert!(fetch(&phone, &shop, &code).await.expect("a card").reported);
    shop.stop().await;
}
