use app::{Acquisition, Events, flows::acquire::Stage};
use landfall_flows::{
    Phone, Shop, Stock,
    air::{Air, Through},
    wish,
};
use model::NumberState;
use nearfield::sim::Conditions;
use std::{collections::BTreeSet, time::Duration};
use tokio::time::sleep;

fn still() -> Air {
    Air::new(Conditions { bandwidth: 0, ..Conditions::BLE }, 0)
}

fn stage(acquisitions: &[Acquisition], cards: usize) -> &'static str {
    match (acquisitions, cards) {
        ([], 0) => "nothing",
        ([one], 0) if one.stage == Stage::Reserving => "reserving",
        ([_], 0) => "kept",
        ([one], 1) if one.installed_card().is_some() => "installed",
        other => panic!("{other:?}"),
    }
}

/// The one phone has the one card that was sold, and both sides know it.
fn all_is_well(shop: &Shop, phone: &Phone, what: &str) {
    assert_eq!(phone.landfall().cards().expect("reads").len(), 1, "{what}");
    let open = phone.landfall().acquisitions().expect("reads");
    assert!(open.iter().all(|acquisition| acquisition.installed_card().is_some()), "{what}");
    assert_eq!(phone.landfall().cards().expect("reads")[0].waiting_notifications, 0, "{what}");
    assert_eq!(shop.count(NumberState::Distributed), 1, "{what}");
    assert_eq!(shop.count(NumberState::Reserved), 0, "{what}: one number for one phone");
}

/// After whatever happened: the phone is started, mended, goes to the shop, and asks again for what it wanted.
async fn comes_back(shop: &Shop, phone: &mut Phone) {
    phone.start();
    phone.landfall().mend(&Events::new()).expect("mends");
    let mut visit = phone.go(shop).await.expect("the kiosk is there");
    let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    assert!(phone.landfall().card(&acquired.iccid).expect("it is here").fresh);
    phone.landfall().acknowledge(&acquired.iccid).expect("commits");
    assert!(phone.landfall().acquisitions().expect("reads").is_empty());
}

// R: A7 F1 F2
#[tokio::test(start_paused = true)]
async fn a_phone_that_went_away_at_any_point_comes_back_to_its_own_number() {
    let mut seen = BTreeSet::new();
    // One round trip takes 30 ms; before its end, and before its answer.
    for millis in (200..480).step_by(15) {
        let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
        let mut phone = Phone::new("phone", shop.root());
        let air = still();
        let cut = air.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(millis + 7)).await;
            cut.cut();
        });
        let once = Through { times: 1, ..Through::weather(air, shop.door()) };
        if let Ok(mut visit) = phone.visit_by(Box::new(once)).await {
            let _ = visit.acquire(&wish("visitor")).await;
        }
        let (begun, cards) =
            (phone.landfall().acquisitions().expect("reads"), phone.landfall().cards().expect("reads"));
        let waits = cards.iter().any(|card| card.waiting_notifications > 0);
        seen.insert((stage(&begun, cards.len()), waits));
        comes_back(&shop, &mut phone).await;
        all_is_well(&shop, &phone, &format!("cut after {millis} ms"));
        shop.stop().await;
    }
    let all = [("installed", false), ("installed", true), ("nothing", false), ("reserving", false)];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), all, "every stage was there");
}

// R: F1
#[tokio::test(start_paused = true)]
async fn who_was_not_told_of_a_card_gets_that_one_and_who_was_gets_another() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 4));
    shop.set(|settings| settings.quotas.phone_per_day = 10);
    shop.start().await;
    let mut phone = Phone::new("phone", shop.root());
    let mut cards = Vec::new();
    let pin = model::SecretBytes::from(*b"2580");
    for ended_by in ["nothing", "a word", "a PIN", "deletion", "nothing"] {
        let mut visit = phone.go(&shop).await.expect("the kiosk is there");
        let iccid = visit.acquire(&wish("visitor")).await.expect("a card").iccid;
        visit.leave().await;
        let landfall = phone.landfall();
        match ended_by {
            "a word" => landfall.acknowledge(&iccid).expect("commits"),
            "a PIN" => landfall.set_first_pin(&iccid, &pin).expect("the first PIN"),
            "deletion" => landfall.delete(&iccid).expect("it is disabled"),
            _ => phone.start(),
        }
        cards.push(iccid);
    }
    assert_eq!(cards[0], cards[1], "the same, since nobody was told");
    let different: BTreeSet<_> = cards.iter().collect();
    assert_eq!(different.len(), 4);
    assert_eq!(shop.count(NumberState::Distributed), 4);
    shop.stop().await;
}

// R: A6 F1
#[tokio::test(start_paused = true)]
async fn a_package_that_was_kept_is_loaded_without_the_kiosk() {
    for goes_on_at_the_kiosk in [false, true] {
        let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
        // It signs the certificate request and its two answers; then its user puts it away.
        let mut phone = Phone::new("phone", shop.root()).signing(3);
        let mut visit = phone.go(&shop).await.expect("the kiosk is there");
        visit.acquire(&wish("visitor")).await.expect_err("the result is not signed");
        visit.leave().await;
        let begun = phone.landfall().acquisitions().expect("reads");
        assert_eq!(stage(&begun, phone.landfall().cards().expect("reads").len()), "kept");
        phone.start();
        if goes_on_at_the_kiosk {
            let mut visit = phone.go(&shop).await.expect("the kiosk is there");
            assert!(visit.acquire(&wish("visitor")).await.expect("the package is here").reported);
            visit.leave().await;
        } else {
            shop.stop().await;
            assert_eq!(phone.landfall().mend(&Events::new()).expect("mends").cards.len(), 1);
            shop.start().await;
            comes_back(&shop, &mut phone).await;
        }
        all_is_well(&shop, &phone, "kept");
        shop.stop().await;
    }
}

// R: A2 F1 F8
#[tokio::test(start_paused = true)]
async fn a_kiosk_that_restarts_in_the_middle_is_gone_on_with_by_the_same_call() {
    for millis in (215..480).step_by(30) {
        let mut shop = Shop::open(&Stock::new("visitor", "free", 3)).await;
        let phone = Phone::new("phone", shop.root());
        let air = still();
        let through = Through::weather(air.clone(), shop.door());
        let flow = async {
            let mut visit = phone.visit_by(Box::new(through)).await.expect("the kiosk is there, or soon will be");
            let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
            visit.leave().await;
            acquired
        };
        let restart = async {
            sleep(Duration::from_millis(millis + 7)).await;
            air.cut();
            shop.stop().await;
            shop.start().await;
        };
        let (acquired, ()) = tokio::join!(flow, restart);
        if !acquired.reported {
            phone.go(&shop).await.expect("the kiosk is there").leave().await;
        }
        all_is_well(&shop, &phone, &format!("restarted after {millis} ms"));
        shop.stop().await;
    }
}

// R: A7
#[tokio::test(start_paused = true)]
async fn two_phones_at_once_get_a_number_each() {
    let mut shop = Shop::open(&Stock::new("visitor", "free", 2)).await;
    let phones = [Phone::new("one", shop.root()), Phone::new("two", shop.root()), Phone::new("three", shop.root())];
    let buy = async |phone: &Phone| {
        let mut visit = phone.go(&shop).await.expect("the kiosk is there");
        let result = visit.acquire(&wish("visitor")).await;
        visit.leave().await;
        result
    };
    let (one, two, three) = tokio::join!(buy(&phones[0]), buy(&phones[1]), buy(&phones[2]));
    let all = [one, two, three];
    let got: BTreeSet<_> = all.iter().flatten().map(|acquired| acquired.iccid).collect();
    assert_eq!(got.len(), 2, "{all:?}");
    let refused = all.iter().find_map(|result| result.as_ref().err()).expect("the third one").to_string();
    assert!(refused.contains("sold out"), "{refused}");
    assert_eq!(shop.count(NumberState::Distributed), 2);
    shop.stop().await;
}
