//! Who agrees to a sale, and what a kiosk refuses.

use app::{Error, Event, Events, Visit, session::SessionError};
use landfall_flows::{Phone, Shop, Stock, air::Through, now, wish};
use landfall_kiosk::{
    authorise::{self, voucher::Terms},
    backup::{backup, restore},
    reconcile::{Reconciliation, Since, Sold, reconcile},
};
use model::{NumberState, SecretBytes, ServiceSelection};
use nearfield::message::Refusal;
use std::time::Duration;

async fn watched(phone: &Phone, shop: &Shop, events: &Events) -> Visit {
    let through = Box::new(Through::still(shop.door()));
    phone.landfall().visit(through, None, events).await.expect("the kiosk is there")
}

/// Why a kiosk refused.
fn refusal(error: Error) -> Refusal {
    match error {
        Error::Session(SessionError::Refused(refusal)) => refusal,
        other => panic!("not a refusal: {other:?}"),
    }
}

async fn refused(phone: &Phone, shop: &Shop, wish: &app::Wish) -> Refusal {
    let mut visit = phone.go(shop).await.expect("the kiosk is there");
    let refused = refusal(visit.acquire(wish).await.expect_err("refused"));
    visit.leave().await;
    refused
}

// R: A14
#[tokio::test(start_paused = true)]
async fn an_attendant_agrees_or_does_not() {
    let mut shop = Shop::open(&Stock::new("visitor", "attendant", 3)).await;
    for agrees in [true, false] {
        let phone = Phone::new("phone", shop.root());
        let events = Events::new();
        let mut visit = watched(&phone, &shop, &events).await;
        let wanted = wish("visitor");
        let mut shown = String::new();
        let decide = async {
            // Longer than a phone waits for one answer.
            tokio::time::sleep(Duration::from_secs(40)).await;
            let store = shop.kiosk().store();
            let [sale] = &authorise::pending(store).expect("reads")[..] else { panic!("one sale waits") };
            shown = sale.code.clone();
            if agrees {
                let id = authorise::find(store, &sale.code).expect("the code that the phone shows");
                authorise::authorise(store, id, "anna", now()).expect("it waits");
            } else {
                authorise::deny(store, sale.id, "no passport", now()).expect("it waits");
            }
        };
        let (result, ()) = tokio::join!(visit.acquire(&wanted), decide);
        visit.leave().await;
        let told: Vec<Event> = std::iter::from_fn(|| events.try_next()).collect();
        assert!(told.contains(&Event::WaitingForAuthorisation { who: "attendant", code: shown }), "both show it");
        assert_eq!(told.contains(&Event::Authorised), agrees);
        match result {
            Ok(acquired) => {
                assert!(agrees && acquired.reported);
                phone.landfall().acknowledge(&acquired.iccid).expect("commits");
            }
            Err(Error::NotAuthorised { why }) => assert!(!agrees && why == "no passport"),
            Err(other) => panic!("{other}"),
        }
        assert!(phone.landfall().acquisitions().expect("reads").is_empty(), "either way it is over");
    }
    assert_eq!((shop.count(NumberState::Distributed), shop.count(NumberState::Available)), (1, 2));
    shop.stop().await;
}

// R: A14 D2
#[tokio::test(start_paused = true)]
async fn a_voucher_buys_one_card() {
    let mut shop = Shop::open(&Stock::new("visitor", "voucher", 3)).await;
    let code = shop
        .operator()
        .voucher(&Terms { issued: now(), expires: now().plus(86_400), class_id: None })
        .expect("a voucher");
    let with = |code: &str| app::Wish { voucher: Some(SecretBytes::from(code.as_bytes())), ..wish("visitor") };
    let (one, two) = (Phone::new("one", shop.root()), Phone::new("two", shop.root()));
    assert_eq!(refused(&one, &shop, &wish("visitor")).await, Refusal::VoucherNeeded);
    assert_eq!(refused(&one, &shop, &with("12345-67890")).await, Refusal::VoucherInvalid);
    let mut visit = one.go(&shop).await.expect("the kiosk is there");
    assert!(visit.acquire(&with(&code)).await.expect("a card").reported);
    visit.leave().await;
    assert_eq!(refused(&two, &shop, &with(&code)).await, Refusal::VoucherUsed);
    assert_eq!(shop.count(NumberState::Distributed), 1);
    shop.stop().await;
}

// R: A14
#[tokio::test(start_paused = true)]
async fn quotas_and_an_empty_stock_are_told() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 2));
    shop.set(|settings| settings.quotas.phone_per_day = 1);
    shop.start().await;
    let (one, two, three) =
        (Phone::new("one", shop.root()), Phone::new("two", shop.root()), Phone::new("three", shop.root()));
    for phone in [&one, &two] {
        let mut visit = phone.go(&shop).await.expect("the kiosk is there");
        let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
        visit.leave().await;
        phone.landfall().acknowledge(&acquired.iccid).expect("commits");
    }
    assert!(matches!(refused(&one, &shop, &wish("visitor")).await, Refusal::Quota { retry_after: 1.. }));
    assert_eq!(refused(&three, &shop, &wish("visitor")).await, Refusal::SoldOut);
    shop.stop().await;
}

// R: F8
#[tokio::test(start_paused = true)]
async fn a_restored_kiosk_sells_nothing_until_it_is_reconciled() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
    let copy = shop.place().join("backup");
    backup(shop.kiosk().store(), &copy).expect("writes");
    let (one, two) = (Phone::new("one", shop.root()), Phone::new("two", shop.root()));
    let mut visit = one.go(&shop).await.expect("the kiosk is there");
    let first = visit.acquire(&wish("visitor")).await.expect("a card").iccid;
    visit.leave().await;
    shop.stop().await;
    restore(&store::Folder::claim(shop.data()).expect("nobody serves"), &copy, now()).expect("restores");
    shop.start().await;
    assert_eq!(refused(&two, &shop, &wish("visitor")).await, Refusal::OutOfService);

    let number = Stock::new("visitor", "free", 3).number(0);
    let sold = Sold { numbers: vec![number], ..Sold::default() };
    let told = Reconciliation { since: Some(Since::Sold(sold)), believe_clock: false };
    assert_eq!(reconcile(shop.kiosk().store(), told, now()).expect("reconciles").sold, 1);
    shop.kiosk().reassess().expect("reads");
    let mut visit = two.go(&shop).await.expect("the kiosk is there");
    let second = visit.acquire(&wish("visitor")).await.expect("a card").iccid;
    visit.leave().await;
    assert_ne!(first, second, "what was sold before is not sold again");
    shop.stop().await;
}

// R: F8
#[tokio::test(start_paused = true)]
async fn a_clock_that_is_wrong_is_named() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
    for days in [-3, 400] {
        let phone = Phone::new("phone", shop.root()).ahead(days * 86_400);
        let why = phone.go(&shop).await.map(drop).expect_err("its clock is wrong").to_string();
        assert!(why.contains("clock"), "{why}");
    }
    // The kiosk's own: it was later once.
    shop.stop().await;
    shop.restart();
    let beat = |tx: &store::Transaction<'_>| {
        let later = now().plus(86_400).0 as i64;
        tx.execute("UPDATE setting SET value = ?1 WHERE name = 'clock'", [later])?;
        Ok::<_, store::Error>(())
    };
    shop.kiosk().store().write(beat).wait().expect("writes");
    shop.restart();
    shop.start().await;
    let phone = Phone::new("phone", shop.root());
    let mut visit = phone.go(&shop).await.expect("the kiosk proves itself");
    let refused = refusal(visit.offers(&ServiceSelection::default()).await.expect_err("it sells nothing"));
    assert!(matches!(refused, Refusal::ClockWrong { .. }), "{refused:?}");
    visit.leave().await;
    shop.stop().await;
}

/// Sets the latest time that the kiosk has seen.
fn seen(shop: &mut Shop, then: u64) {
    let beat = move |tx: &store::Transaction<'_>| {
        tx.execute("UPDATE setting SET value = ?1 WHERE name = 'clock'", [then as i64])?;
        Ok::<_, store::Error>(())
    };
    shop.restart();
    shop.kiosk().store().write(beat).wait().expect("writes");
    shop.restart();
}

// R: F1 F8
#[tokio::test(start_paused = true)]
async fn a_kiosk_that_can_not_sell_for_a_while_keeps_the_order_and_so_does_the_phone() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
    let phone = Phone::new("phone", shop.root());
    let events = Events::new();
    let mut visit = watched(&phone, &shop, &events).await;
    let wanted = wish("visitor");
    let put_off = async {
        while !matches!(events.next().await, Event::Authenticated { .. }) {}
        events.cancel(app::Cancel::Postponed);
    };
    let (result, ()) = tokio::join!(visit.acquire(&wanted), put_off);
    result.expect_err("it was put off");
    visit.leave().await;
    shop.stop().await;
    seen(&mut shop, now().plus(86_400).0);
    shop.start().await;
    assert!(matches!(refused(&phone, &shop, &wish("visitor")).await, Refusal::ClockWrong { .. }));
    assert_eq!(phone.landfall().acquisitions().expect("reads").len(), 1, "the order is not lost");
    shop.stop().await;
    seen(&mut shop, now().0);
    shop.start().await;
    let mut visit = phone.go(&shop).await.expect("the kiosk is there");
    visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    assert_eq!((shop.count(NumberState::Distributed), shop.count(NumberState::Reserved)), (1, 0), "the same number");
    shop.stop().await;
}
