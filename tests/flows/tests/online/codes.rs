//! Confirmation codes.

use crate::scene::{CLASS, count, fetch_as, open, phone, refused};
use app::{Cancel, Error};
use landfall_flows::{Shop, User};
use model::{ActivationCode, NumberState};
use smdp::order::ConfirmationCode;

const RIGHT: &str = "4711";

fn issue(shop: &Shop) -> ActivationCode {
    shop.issue_with(CLASS, |sale| sale.code = Some(ConfirmationCode::of(RIGHT.as_bytes()).hash().clone()))
}

// R: E7 F3
#[tokio::test]
async fn a_wrong_code_is_asked_for_again_in_the_same_session() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = issue(&shop);
    assert!(code.confirmation_code, "the code says so");
    let mut user = User::typing(["0000", RIGHT]);
    let acquired = fetch_as(&phone, &shop, &code, &mut user).await.expect("a card");
    assert!(acquired.reported);
    let asked: Vec<(bool, bool)> = user.asked.iter().map(|p| (p.needs_code, p.code_refused)).collect();
    assert_eq!(asked, [(true, false), (true, true)]);
    assert_eq!(count(&shop, NumberState::Distributed), 1);
    shop.stop().await;
}

// R: E7 A7
#[tokio::test]
async fn wrong_too_often_ends_the_order_and_its_number_is_free() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = issue(&shop);
    let mut user = User::typing(["0000", "1111", "2222", RIGHT]);
    assert_eq!(refused(fetch_as(&phone, &shop, &code, &mut user).await), "8.2.7/6.4");
    assert_eq!(user.asked.len(), 3, "and not asked for a fourth one");
    assert_eq!(count(&shop, NumberState::Available), 3);
    assert!(phone.landfall().acquisitions().expect("reads").is_empty());
    assert_eq!(refused(fetch_as(&phone, &shop, &code, &mut User::typing([RIGHT])).await), "8.2.6/3.8", "it is over");
    shop.stop().await;
}

/// Nobody gets more tries by pulling the plug.
// R: E7 F8
#[tokio::test]
async fn wrong_codes_are_counted_across_sessions_and_restarts() {
    let mut shop = open(3).await;
    let (phone, other) = (phone(&shop, "phone"), phone(&shop, "other"));
    let code = issue(&shop);
    for wrong in ["0000", "1111"] {
        let put_off = fetch_as(&phone, &shop, &code, &mut User::typing([wrong])).await;
        assert!(matches!(put_off, Err(Error::Cancelled(Cancel::Postponed))), "{put_off:?}");
        shop.stop().await;
        shop.start().await;
        assert_eq!(count(&shop, NumberState::Reserved), 1, "the order stays");
    }
    // The third one, whoever types it.
    assert_eq!(refused(fetch_as(&other, &shop, &code, &mut User::typing(["2222"])).await), "8.2.7/6.4");
    assert_eq!(count(&shop, NumberState::Available), 3);
    shop.stop().await;
}

// R: E7
#[tokio::test]
async fn a_right_code_after_a_restart_is_right() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = issue(&shop);
    let put_off = fetch_as(&phone, &shop, &code, &mut User::typing(["0000", "1111"])).await;
    assert!(matches!(put_off, Err(Error::Cancelled(Cancel::Postponed))), "{put_off:?}");
    shop.stop().await;
    shop.start().await;
    assert!(fetch_as(&phone, &shop, &code, &mut User::typing([RIGHT])).await.expect("a card").reported);
    shop.stop().await;
}
