//! Lost messages, restarts, phones that die in the middle.

use crate::scene::{CLASS, count, fetch, fetch_as, fetch_by, open, phone, state};
use app::{Events, flows::acquire::Stage};
use landfall_flows::{Lost, Online, Phone, Shop, User};
use model::{ActivationCode, NumberState};
use rsp::es9::Function;

/// The one phone has the one card of the order, and both sides know it.
async fn ends_well(phone: &Phone, shop: &Shop, code: &ActivationCode, what: &str) {
    let acquired = fetch(phone, shop, code).await.unwrap_or_else(|error| panic!("{what}: {error}"));
    let mut server = Online::new(phone, shop);
    phone.landfall().deliver_to(&code.smdp_address, &mut server).await.unwrap_or_else(|e| panic!("{what}: {e}"));
    let cards = phone.landfall().cards().expect("reads");
    assert_eq!((cards.len(), cards[0].iccid), (1, acquired.iccid), "{what}");
    assert_eq!(cards[0].waiting_notifications, 0, "{what}");
    assert_eq!(state(shop, acquired.iccid), NumberState::Distributed, "{what}");
    assert_eq!(count(shop, NumberState::Reserved), 0, "{what}");
    assert_eq!(count(shop, NumberState::Available), 2, "{what}");
}

// R: E7 F1
#[tokio::test]
async fn whatever_is_lost_the_same_code_gives_the_same_card() {
    for function in Function::ALL {
        for lost in [Lost::Request, Lost::Answer] {
            let mut shop = open(3).await;
            let phone = phone(&shop, "phone");
            let code = shop.issue(CLASS);
            let mut server = Online::new(&phone, &shop).losing(move |asked| (asked == function).then_some(lost));
            let first = fetch_by(&phone, &mut server, &code, &mut User::agreeing()).await;
            let what = format!("{function}, {lost:?}");
            match function {
                // Nothing is cancelled here; a result that is lost waits.
                Function::CancelSession => assert!(first.expect("a card").reported, "{what}"),
                Function::HandleNotification => assert!(!first.expect("a card").reported, "{what}"),
                _ => assert!(first.expect_err("lost").retrying_helps(), "{what}"),
            }
            ends_well(&phone, &shop, &code, &what).await;
            shop.stop().await;
        }
    }
}

/// After each function, the server is started again: its sessions are gone, its orders are not.
// R: E7 F1 F8
#[tokio::test]
async fn a_server_that_restarts_in_the_middle_gives_the_same_card() {
    for function in [Function::InitiateAuthentication, Function::AuthenticateClient, Function::GetBoundProfilePackage] {
        let mut shop = open(3).await;
        let phone = phone(&shop, "phone");
        let code = shop.issue(CLASS);
        let mut over = false;
        // From that function on nothing comes through.
        let mut server = Online::new(&phone, &shop).losing(move |asked| {
            let lost = over.then_some(Lost::Request);
            over |= asked == function;
            lost
        });
        let first = fetch_by(&phone, &mut server, &code, &mut User::agreeing()).await;
        assert_eq!(first.is_ok(), function == Function::GetBoundProfilePackage, "{function}: {first:?}");
        shop.stop().await;
        shop.start().await;
        ends_well(&phone, &shop, &code, &format!("restarted after {function}")).await;
        shop.stop().await;
    }
}

/// The eUICC signs its two answers, and not that it has installed: as if the phone died there.
// R: A6 F1
#[tokio::test]
async fn a_package_that_was_kept_is_installed_without_the_server() {
    for mended in [false, true] {
        let mut shop = open(3).await;
        let mut phone = phone(&shop, "phone").signing(2);
        let code = shop.issue(CLASS);
        fetch(&phone, &shop, &code).await.expect_err("the result is not signed");
        let begun = phone.landfall().acquisitions().expect("reads");
        assert!(matches!(&begun[..], [one] if matches!(one.stage, Stage::Kept { .. })), "{begun:?}");
        assert_eq!(count(&shop, NumberState::Reserved), 1, "it waits for this card");
        phone.start();
        if mended {
            assert_eq!(phone.landfall().mend(&Events::new()).expect("mends").cards.len(), 1);
        } else {
            // Nothing comes through.
            let mut server = Online::new(&phone, &shop).losing(|_| Some(Lost::Request));
            let installed = fetch_by(&phone, &mut server, &code, &mut User::agreeing()).await;
            assert!(!installed.expect("the package is here").reported);
        }
        ends_well(&phone, &shop, &code, "kept").await;
        shop.stop().await;
    }
}

// R: E7 F2
#[tokio::test]
async fn a_result_is_delivered_when_its_server_is_there_again() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = shop.issue(CLASS);
    let mut server =
        Online::new(&phone, &shop).losing(|asked| (asked == Function::HandleNotification).then_some(Lost::Request));
    let acquired = fetch_by(&phone, &mut server, &code, &mut User::agreeing()).await.expect("a card");
    assert!(!acquired.reported);
    assert_eq!(state(&shop, acquired.iccid), NumberState::Reserved);
    assert_eq!(phone.landfall().waiting_servers().expect("reads"), std::slice::from_ref(&code.smdp_address));
    let mut server = Online::new(&phone, &shop);
    // Another server gets nothing of it.
    assert_eq!(phone.landfall().deliver_to("other.example", &mut server).await.expect("nothing"), 0);
    shop.stop().await;
    phone.landfall().deliver_to(&code.smdp_address, &mut server).await.expect_err("it is away");
    shop.start().await;
    let mut server = Online::new(&phone, &shop);
    assert_eq!(phone.landfall().deliver_to(&code.smdp_address, &mut server).await.expect("it is there"), 1);
    assert_eq!(phone.landfall().deliver_to(&code.smdp_address, &mut server).await.expect("nothing waits"), 0);
    assert_eq!(state(&shop, acquired.iccid), NumberState::Distributed);
    assert!(phone.landfall().waiting_servers().expect("reads").is_empty());
    shop.stop().await;
}

/// What is deleted is told to the server, which takes it.
// R: E7 F2
#[tokio::test]
async fn a_deletion_is_told_too() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = shop.issue(CLASS);
    let acquired = fetch_as(&phone, &shop, &code, &mut User::agreeing()).await.expect("a card");
    phone.landfall().acknowledge(&acquired.iccid).expect("commits");
    phone.landfall().delete(&acquired.iccid).expect("it is disabled");
    let waiting = phone.landfall().waiting_servers().expect("reads").len();
    let mut server = Online::new(&phone, &shop);
    let told = phone.landfall().deliver_to(&code.smdp_address, &mut server).await.expect("it is there");
    assert_eq!(told, waiting);
    assert_eq!(state(&shop, acquired.iccid), NumberState::Distributed, "it stays given out");
    shop.stop().await;
}
