use app::{Cancel, Error, Event, Events};
use landfall_flows::{Phone, Shop, Stock, air::Through, wish};
use model::NumberState;
use std::time::Duration;

/// Acquires, and changes its mind when `at` is told.
async fn changes_its_mind(phone: &Phone, shop: &Shop, why: Cancel, at: impl Fn(&Event) -> bool) -> Error {
    let events = Events::new();
    let through = Box::new(Through::still(shop.door()));
    let mut visit = phone.landfall().visit(through, None, &events).await.expect("the kiosk is there");
    let wanted = wish("visitor");
    let user = async {
        while !at(&events.next().await) {}
        events.cancel(why);
    };
    let (result, ()) = tokio::join!(visit.acquire(&wanted), user);
    visit.leave().await;
    result.expect_err("it was cancelled")
}

// R: A7 F1
#[tokio::test(start_paused = true)]
async fn a_user_who_rejects_the_offer_frees_the_number_at_once() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 2)).await;
    let phone = Phone::new("phone", shop.root());
    let offered = |event: &Event| matches!(event, Event::Offered { operator, .. } if operator == "Nord");
    let error = changes_its_mind(&phone, &shop, Cancel::Rejected, offered).await;
    assert!(matches!(error, Error::Cancelled(Cancel::Rejected)), "{error:?}");
    assert_eq!(shop.count(NumberState::Available), 2, "by the card's signed cancellation, before its lease ends");
    let log = landfall_kiosk::stock::log(shop.kiosk().store(), None, 10).expect("reads");
    assert!(log.iter().any(|line| line.why.contains("the user said no")), "{log:?}");
    assert!(phone.landfall().acquisitions().expect("reads").is_empty());
    shop.stop().await;
}

// R: F1
#[tokio::test(start_paused = true)]
async fn a_user_who_puts_it_off_finds_the_same_number_again() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 2)).await;
    let phone = Phone::new("phone", shop.root());
    let authenticated = |event: &Event| matches!(event, Event::Authenticated { .. });
    let error = changes_its_mind(&phone, &shop, Cancel::Postponed, authenticated).await;
    assert!(matches!(error, Error::Cancelled(Cancel::Postponed)), "{error:?}");
    assert_eq!(shop.count(NumberState::Reserved), 1);
    let mut visit = phone.go(&shop).await.expect("the kiosk is there");
    visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    assert_eq!((shop.count(NumberState::Distributed), shop.count(NumberState::Available)), (1, 1));
    shop.stop().await;
}

// R: F1 A7
#[tokio::test(start_paused = true)]
async fn what_is_given_up_at_the_kiosk_is_free_again_at_once() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 2)).await;
    // The second one received its package and could not install it.
    for phone in [Phone::new("one", shop.root()), Phone::new("two", shop.root()).signing(3)] {
        let authenticated = |event: &Event| matches!(event, Event::Authenticated { .. });
        let mut phone = phone;
        if phone.landfall().acquisitions().expect("reads").is_empty() {
            changes_its_mind(&phone, &shop, Cancel::Postponed, authenticated).await;
        }
        phone.start();
        let begun = phone.landfall().acquisitions().expect("reads");
        assert_eq!((begun.len(), shop.count(NumberState::Reserved)), (1, 1));
        let mut visit = phone.go(&shop).await.expect("the kiosk is there");
        visit.give_up(&begun[0]).await.expect("the kiosk hears of it");
        visit.leave().await;
        assert!(phone.landfall().acquisitions().expect("reads").is_empty());
        assert_eq!(shop.count(NumberState::Available), 2, "before its lease ends");
    }
    shop.stop().await;
}

// R: F1 A14
#[tokio::test(start_paused = true)]
async fn nobody_has_to_wait_for_the_attendant() {
    let mut shop = Shop::open(&Stock::new("visitor", "attendant", 2)).await;
    let phone = Phone::new("phone", shop.root());
    let start = tokio::time::Instant::now();
    let waits = |event: &Event| matches!(event, Event::WaitingForAuthorisation { .. });
    let error = changes_its_mind(&phone, &shop, Cancel::Rejected, waits).await;
    assert!(matches!(error, Error::Cancelled(Cancel::Rejected)), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(1), "it is over at once");
    assert!(phone.landfall().acquisitions().expect("reads").is_empty());
    // The kiosk's own answer to the question is still under way, and holds up nobody.
    let start = tokio::time::Instant::now();
    shop.stop().await;
    assert!(start.elapsed() < Duration::from_secs(1), "a kiosk that is told to stop waits for no attendant");
}
