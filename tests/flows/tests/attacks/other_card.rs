//! A package that is another card's.

use landfall_flows::{Shop, Stock, buyer::Buyer};
use model::without;

/// A second phone learned the first one's matching id, and asks for its package after the first did.
fn second_card() -> Result<Vec<u8>, String> {
    let shop = Shop::closed(&Stock::new("visitor", "free", 5));
    let first = Buyer::new(&shop, "visitor", "first");
    let offer = first.offered(&shop).expect("its own");
    first.package(&shop, &offer).expect("its own");
    let second = Buyer { matching_id: first.matching_id.clone(), ..Buyer::new(&shop, "visitor", "second") };
    let offer = second.offered(&shop)?;
    let package = second.package(&shop, &offer)?;
    Ok(second.open(&offer, &package).expect("bound to it"))
}

// R: A7
#[test]
fn an_order_serves_its_own_card_only() {
    assert_eq!(second_card(), Err("8.1.1/3.8".to_owned()));
    assert!(without(&[smdp::checks::OWN_CARD], second_card).is_err(), "the kiosk's own books say it too");
    let both = &[landfall_kiosk::checks::SAME_CARD, smdp::checks::OWN_CARD];
    assert!(without(both, second_card).expect("the attack works").len() > 1_000);
}

// R: A4 A7
#[test]
fn a_package_opens_for_the_card_that_it_was_made_for_only() {
    let shop = Shop::closed(&Stock::new("visitor", "free", 5));
    let first = Buyer::new(&shop, "visitor", "first");
    let offer = first.offered(&shop).expect("its own");
    let package = first.package(&shop, &offer).expect("its own");
    let profile = first.open(&offer, &package).expect("its own");
    let second = Buyer::new(&shop, "visitor", "second");
    let try_all = || {
        let other_key = Buyer { one_time: second.one_time.clone(), ..first.clone() };
        let other_eid = Buyer { eid: second.eid, ..first.clone() };
        [&second, &other_key, &other_eid].map(|buyer| buyer.open(&offer, &package).is_some())
    };
    assert_eq!(try_all(), [false; 3]);
    // No check holds it back: without the card's keys there is nothing to open it with.
    assert_eq!(without(&[rsp::checks::SIGNATURE], try_all), [false; 3]);
    assert!(profile.len() > 1_000);
}
