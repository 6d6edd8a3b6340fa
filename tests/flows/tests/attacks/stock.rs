//! The stock drained by phones that nobody knows.

use landfall_flows::{
    Shop, Stock,
    buyer::{self, Buyer, request, reserve},
};
use landfall_kiosk::checks;
use model::{NumberState, without};
use nearfield::message::Refusal;

/// How many of `phones` get a number, each with a name of its own.
fn crowd(shop: &Shop, phones: usize) -> usize {
    (0..phones).filter(|i| reserve(shop, request("visitor", &format!("liar {i}"), None)).is_ok()).count()
}

fn free() -> Shop {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 40));
    shop.set(|settings| {
        settings.quotas.phone_per_day = 2;
        settings.quotas.per_hour = 10;
        settings.quotas.per_day = 10;
    });
    shop
}

// R: A14
#[test]
fn free_cards_have_quotas_that_no_lie_gets_around() {
    let shop = free();
    let one = |shop: &Shop| (0..8).filter(|_| reserve(shop, request("visitor", "greedy", None)).is_ok()).count();
    assert_eq!(one(&shop), 2, "one phone, with a new nonce each time");
    assert_eq!(crowd(&shop, 40), 8, "phones that lie about who they are");
    assert!(matches!(reserve(&shop, request("visitor", "liar", None)), Err(Refusal::Quota { retry_after: 1.. })));
    assert_eq!(shop.count(NumberState::Available), 30);
    let shop = free();
    let drained = without(&[checks::QUOTAS], || crowd(&shop, 40));
    assert_eq!((drained, shop.count(NumberState::Available)), (40, 0), "the attack works");
}

// R: A14
#[test]
fn only_so_many_sales_wait_for_the_attendant() {
    let waiting = || {
        let mut shop = Shop::closed(&Stock::new("visitor", "attendant", 40));
        shop.set(|settings| settings.most_waiting = 5);
        (crowd(&shop, 40), shop.count(NumberState::Available))
    };
    assert_eq!(waiting(), (5, 35));
    assert_eq!(without(&[checks::WAITING], waiting), (40, 0), "the attack works");
}

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

/// Tries made-up vouchers, from phones with made-up names, until one is taken or `most` were tried; which answers there were.
fn guess(shop: &Shop, most: usize) -> (usize, usize) {
    let good = shop.operator().voucher(&landfall_kiosk::authorise::voucher::Terms {
        expires: landfall_flows::now().plus(86_400),
        class_id: None,
    });
    let good = good.expect("a voucher");
    let (mut taken, mut tried) = (0, 0);
    for i in 0..most {
        // The guess is a good voucher with some symbols changed: as near as guesses get.
        let mut guess: Vec<char> = good.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        guess[40 + i % 60] = if guess[40 + i % 60] == 'A' { 'B' } else { 'A' };
        let guess: String = guess.into_iter().collect();
        match reserve(shop, request("visitor", &format!("guesser {i}"), Some(&guess))) {
            Ok(_) => taken += 1,
            Err(Refusal::Quota { .. }) => {}
            Err(_) => tried += 1,
        }
    }
    (taken, tried)
}

// R: A14 D2
#[test]
fn vouchers_are_not_guessed() {
    let shop = Shop::closed(&Stock::new("visitor", "voucher", 20));
    assert_eq!(guess(&shop, 250), (0, 200), "two hundred wrong ones in an hour, by whomever");
    let shop = Shop::closed(&Stock::new("visitor", "voucher", 20));
    assert_eq!(without(&[checks::GUESSES], || guess(&shop, 250)), (0, 250), "the attack works: it may go on for ever");
}

// R: D2
#[test]
fn a_voucher_is_signed_by_its_issuer() {
    use landfall_kiosk::authorise::voucher::{Terms, text, to_sign};
    let forged = || {
        let shop = Shop::closed(&Stock::new("visitor", "voucher", 2));
        let terms = Terms { expires: landfall_flows::now().plus(86_400), class_id: None };
        let issuer = shop.operator().voucher_key().expect("init made it");
        let forged = text(&to_sign(&issuer, &terms, &mut landfall_flows::random), &[0x11; 64]);
        reserve(&shop, request("visitor", "forger", Some(&forged))).map(drop)
    };
    assert_eq!(forged(), Err(Refusal::VoucherInvalid));
    assert_eq!(without(&[checks::VOUCHER], forged), Ok(()), "the attack works");
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
