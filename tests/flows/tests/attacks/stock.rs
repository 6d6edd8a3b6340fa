//! The stock drained by phones that nobody knows. Quotas, waiting sales and vouchers: `kiosk/tests/attacks.rs`.

use landfall_flows::{
    Shop, Stock,
    buyer::{self, Buyer},
};
use model::without;

// R: A14
#[test]
fn what_nobody_authorised_is_not_bound() {
    let shop = Shop::closed(&Stock::new("visitor", "attendant", 5));
    let buyer = Buyer::new(&shop, "visitor", "phone");
    assert_eq!(buyer.offered(&shop).err(), Some("8.2/1.2".to_owned()));
    let sale = landfall_kiosk::authorise::pending(shop.kiosk().store()).expect("reads")[0].id;
    landfall_kiosk::authorise::authorise(shop.kiosk().store(), sale, "test", landfall_flows::now()).expect("waits");
    assert!(buyer.offered(&shop).is_ok(), "it is the authorisation that was missing");
}

/// Begins sessions that nobody goes on with, while an honest card is half way; whether that card still gets its package, and how many
/// strangers got a session.
fn flood(strangers: usize) -> (bool, usize) {
    let shop = Shop::closed(&Stock::new("visitor", "free", 2));
    let buyer = Buyer::new(&shop, "visitor", "phone");
    let offer = buyer.offered(&shop).expect("its own");
    let hello = buyer.initiate();
    let first = shop.es9(&hello).expect("a session");
    let later = landfall_flows::now().plus(1);
    let answered = (0..strangers).filter(|_| buyer::answer(shop.es9_at(&hello, later)).is_ok()).count();
    // The stranger who came first was pushed out by later ones; with the bound gone it is still there, as all of them are.
    let kept = match rsp::es9::Response::decode(&first).expect("the kiosk's own") {
        rsp::es9::Response::InitiateAuthentication(rsp::es9::InitiateAuthenticationResponse::Ok(ok)) => {
            buyer::offer(shop.es9(&buyer.authenticate(&ok))).is_ok()
        }
        other => panic!("another answer: {other:?}"),
    };
    assert!(buyer.package(&shop, &offer).is_ok(), "strangers push out strangers only");
    (kept, answered)
}

// R: A14
#[test]
fn a_flood_of_sessions_takes_no_more_than_its_place() {
    assert_eq!(flood(1_100), (false, 1_100), "the first of them was forgotten");
    assert_eq!(
        without(&[smdp::checks::MOST_SESSIONS], || flood(1_100)),
        (true, 1_100),
        "the attack works: all are kept"
    );
}
