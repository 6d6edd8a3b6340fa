//! Without any code: the SM-DS says what waits for a card, over real TLS, and the card gets it.

use crate::scene::{CLASS, count, eid, fetch, open, phone, state};
use app::{Acquired, Error, Events, ports::Decision};
use landfall_flows::{Network, Phone, SMDS, Shop, User, now};
use landfall_kiosk::{events, issue::IssueError};
use model::{ActivationCode, NumberState};
use rsp::{
    cert::Role,
    es2::Request,
    es12::{DeleteEventRequest, RegisterEventRequest},
    lpa::Failure,
};
use uicc::Transport;

/// Sells to this phone's card, and has the SM-DS tell it.
fn announced(shop: &Shop, phone: &Phone) -> ActivationCode {
    let own = eid(phone);
    shop.issue_with(CLASS, |sale| (sale.eid, sale.announce) = (Some(own), true))
}

async fn waiting(phone: &Phone, shop: &Shop) -> Vec<String> {
    let found = phone.landfall().discover(Some(SMDS), &mut Network::new(phone, shop)).await.expect("an answer");
    found.into_iter().map(|found| found.event.event_id).collect()
}

async fn fetch_as(phone: &Phone, shop: &Shop, user: &mut User) -> Result<Acquired, Error> {
    let mut network = Network::new(phone, shop);
    phone.landfall().fetch_discovered(Some(SMDS), &mut network, user, &Events::new()).await
}

// R: E7
#[tokio::test]
async fn a_phone_without_a_code_finds_its_profile_and_installs_it() {
    let mut shop = open(3).await;
    let (phone, other) = (phone(&shop, "phone"), phone(&shop, "other"));
    assert!(waiting(&phone, &shop).await.is_empty());
    let nothing = fetch_as(&phone, &shop, &mut User::agreeing()).await;
    assert!(matches!(nothing, Err(Error::NothingWaits)), "{nothing:?}");
    let code = announced(&shop, &phone);
    assert_eq!(waiting(&phone, &shop).await, std::slice::from_ref(&code.matching_id));
    assert!(waiting(&other, &shop).await.is_empty(), "it is for one card");
    let mut user = User::agreeing();
    let acquired = fetch_as(&phone, &shop, &mut user).await.expect("a card");
    assert!(acquired.reported);
    assert_eq!(user.asked.len(), 1);
    assert_eq!(state(&shop, acquired.iccid), NumberState::Distributed);
    assert_eq!(phone.landfall().cards().expect("reads")[0].iccid, acquired.iccid);
    assert!(waiting(&phone, &shop).await.is_empty(), "it was told for the last time");
    shop.stop().await;
}

// R: E7
#[tokio::test]
async fn a_card_outside_the_vault_finds_its_profile() {
    let mut shop = open(3).await;
    let (desk, other) = (Phone::new("desk", shop.root()), phone(&shop, "other"));
    let code = announced(&shop, &other);
    let mut card = other.landfall().chip(&eid(&other), Transport::Block).expect("its own");
    let mut network = Network::new(&desk, &shop);
    let found = app::discover(&mut card, Some(SMDS), &mut network).await.expect("an answer");
    assert_eq!((found.len(), &found[0].event.event_id), (1, &code.matching_id));
    assert_eq!(found[0].event.rsp_server_address, shop.kiosk().settings().smdp_address);
    let (mut user, events) = (User::agreeing(), Events::new());
    let fetched = desk.landfall().fetch_discovered_into(&mut card, Some(SMDS), &mut network, &mut user, &events);
    assert!(fetched.await.expect("a card").reported);
    // Without a name it is the root that every card knows, and that is not here.
    network.named.clear();
    let lost = app::discover(&mut card, None, &mut network).await;
    assert!(matches!(lost, Err(Error::Server(_))), "{lost:?}");
    assert_eq!(network.named, ["lpa.ds.gsma.com"]);
    drop(card);
    assert_eq!(count(&shop, NumberState::Distributed), 1);
    shop.stop().await;
}

/// What is over is announced no more: turned down by its user, or fetched by its code.
// R: E7
#[tokio::test]
async fn an_event_goes_with_its_order() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    announced(&shop, &phone);
    let refused = fetch_as(&phone, &shop, &mut User::saying([Decision::Postponed])).await;
    assert!(matches!(refused, Err(Error::Cancelled(_))), "{refused:?}");
    assert_eq!(waiting(&phone, &shop).await.len(), 1, "it was put off");
    let refused = fetch_as(&phone, &shop, &mut User::saying([Decision::Rejected])).await;
    assert!(matches!(refused, Err(Error::Cancelled(_))), "{refused:?}");
    assert!(waiting(&phone, &shop).await.is_empty(), "it was turned down");
    let code = announced(&shop, &phone);
    fetch(&phone, &shop, &code).await.expect("a card");
    assert!(waiting(&phone, &shop).await.is_empty(), "it was fetched by its code");
    shop.stop().await;
}

fn header() -> serde_json::Value {
    serde_json::json!({"functionRequesterIdentifier": "2.999.66", "functionCallIdentifier": "1"})
}

/// Another SM-DP+, or an SM-DS, registers an event by ES12.
fn register(shop: &Shop, phone: &Phone, event_id: &str, server: &str) {
    let body = serde_json::json!({
        "header": header(), "eid": eid(phone).to_string(), "rspServerAddress": server, "eventId": event_id,
        "forwardingIndicator": "false",
    });
    let request = RegisterEventRequest::decode(body.to_string().as_bytes()).expect("reads");
    events::register(shop.kiosk().store(), request, "2.999.66", now()).expect("new");
}

/// An event may lead to another SM-DS, which has one of the same name; here to this one itself, which leads both to the order and round.
// R: E7
#[tokio::test]
async fn events_are_followed_from_one_discovery_server_to_the_next() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = announced(&shop, &phone);
    // Told first, and of nothing that can be had: the next one is taken.
    register(&shop, &phone, "A-STALE-ONE", &shop.kiosk().settings().smdp_address.clone());
    register(&shop, &phone, &code.matching_id, SMDS);
    assert_eq!(waiting(&phone, &shop).await.len(), 3);
    let mut network = Network::new(&phone, &shop);
    let (mut user, told) = (User::agreeing(), Events::new());
    let fetched = phone.landfall().fetch_discovered(Some(SMDS), &mut network, &mut user, &told).await;
    assert!(fetched.expect("a card").reported);
    assert!(network.named.len() < 20, "it comes to an end: {:?}", network.named);
    // What others registered is theirs to delete.
    let body = serde_json::json!({
        "header": header(), "eid": eid(&phone).to_string(), "eventId": code.matching_id.clone(),
    });
    let request = DeleteEventRequest::decode(body.to_string().as_bytes()).expect("reads");
    let store = shop.kiosk().store();
    assert!(events::delete(store, request.clone(), "").is_err(), "that of the kiosk itself is gone");
    events::delete(store, request, "2.999.66").expect("its own");
    assert_eq!(waiting(&phone, &shop).await, ["A-STALE-ONE"]);
    shop.stop().await;
}

/// By its certificate for TLS already; and where that is overlooked, by the one that it shows the card.
// R: E7
#[tokio::test]
async fn a_server_is_what_it_was_asked_as() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = announced(&shop, &phone);
    let smdp = shop.kiosk().settings().smdp_address.clone();
    let refused = phone.landfall().discover(Some(&smdp), &mut Network::new(&phone, &shop)).await;
    match refused {
        Err(Error::Server(error)) => assert!(error.what.contains("SM-DS TLS"), "{error:?}"),
        other => panic!("{other:?}"),
    }
    let refused = phone.landfall().discover(Some(&smdp), &mut Network::new(&phone, &shop).credulous()).await;
    let is_dp = Failure::ServerRole { wanted: "an SM-DS", found: Role::DpAuth };
    assert!(matches!(refused, Err(Error::Download(failure)) if failure == is_dp));
    // And the other way.
    let elsewhere = ActivationCode { smdp_address: SMDS.to_owned(), ..code };
    let (mut user, events) = (User::agreeing(), Events::new());
    let mut network = Network::new(&phone, &shop).credulous();
    let mut smds = app::ports::Servers::smds(&mut network, SMDS).expect("a name");
    let refused = phone.landfall().fetch(&elsewhere, &mut *smds, &mut user, &events).await;
    let is_ds = Failure::ServerRole { wanted: "an SM-DP+", found: Role::DsAuth };
    assert!(matches!(refused, Err(Error::Download(failure)) if failure == is_ds));
    assert_eq!(count(&shop, NumberState::Reserved), 1, "the order stays");
    shop.stop().await;
}

// R: E7 F3
#[tokio::test]
async fn a_sale_is_announced_to_a_card_that_is_named() {
    let shop = open(1).await;
    let settings = shop.kiosk().settings().clone();
    let sale = |announce| landfall_kiosk::issue::Issue {
        class_id: CLASS.to_owned(),
        by: "the test".to_owned(),
        seconds: 60,
        eid: None,
        announce,
        code: None,
    };
    let nobody = landfall_kiosk::issue::issue(shop.kiosk().store(), &settings, sale(true), now());
    assert!(matches!(nobody, Err(IssueError::NotAnnounced(_))), "{nobody:?}");
}
