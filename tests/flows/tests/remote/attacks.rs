//! A server has the powers that a profile's operator gave it, and no others.

use crate::scene::{ALL, cards, listed, order, outcomes, with_cards};
use landfall_flows::{Shop, Stock, User, here};
use landfall_kiosk::checks::OWN_CARDS;
use model::{Check, without};

/// Another kiosk of the same operator, which the card believes to be a server, orders that a card of the first be put to use and deleted.
/// Whether it was put to use, and whether it is still there.
fn attack(own_cards: bool) -> (bool, bool) {
    here(async {
        let mut shop = crate::scene::open(ALL, 2).await;
        let mut other: Shop = shop.beside("Gate 8", &Stock { first: 900, ..Stock::new("visitor", "free", 5) });
        other.start().await;
        let (phone, eid, own) = with_cards(&shop, "phone", 1).await;
        let (enable, delete) = (format!("try:enable:{}", own[0]), format!("delete:{}", own[0]));
        if own_cards {
            assert!(order(&other, eid, std::slice::from_ref(&enable)).is_err(), "it knows no such card");
        }
        let first = [enable.clone()];
        let ordered = without(&[OWN_CARDS], || order(&other, eid, &first));
        ordered.expect("written down");
        let done = crate::scene::ask(&phone, &other, &mut User::agreeing()).await.expect("looked at");
        let told = listed(&other);
        assert_eq!(outcomes(&told[0])[0].0, Some(done[0].outcomes[0].done), "it hears the truth");
        let used = cards(&phone)[0].1;
        let disable = format!("try:disable:{}", own[0]);
        without(&[OWN_CARDS], || order(&other, eid, &[disable, delete])).expect("written down");
        crate::scene::ask(&phone, &other, &mut User::agreeing()).await.expect("looked at");
        let there = !cards(&phone).is_empty();
        other.stop().await;
        shop.stop().await;
        (used, there)
    })
}

// R: E6
#[test]
fn a_foreign_server_has_no_power_over_a_card() {
    assert_eq!(attack(true), (false, true));
    const MANAGING: &[Check] = &[euicc::checks::MANAGING];
    assert_eq!(without(MANAGING, || attack(false)), (true, false), "it is the check");
}
