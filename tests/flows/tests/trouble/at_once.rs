//! Several things at once with one eUICC: what one of them does, none of the others undoes.

use app::{
    Event, Events, Landfall, Visit, Wish,
    card::{Apdu, CardError},
    chip,
    sim::{self, PinStatus, Sim},
};
use landfall_flows::{
    Phone, Shop, Stock,
    air::{Air, Through},
    now, wish,
};
use landfall_kiosk::{Notify, authorise, stock};
use model::{Iccid, NumberState, SecretBytes};
use nearfield::sim::Conditions;
use std::{collections::BTreeSet, time::Duration};
use uicc::Transport;

const PIN: &[u8] = b"2580";

/// A shop that gives cards away, sells others where an attendant agrees, and wants to be told all of them.
async fn open() -> Shop {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 3));
    shop.import(&Stock { first: 10, ..Stock::new("guest", "attendant", 2) }).expect("good stock");
    shop.set(|settings| settings.notify = Notify::ALL.to_vec());
    shop.start().await;
    shop
}

/// A phone that has a card of the shop's in use.
async fn with_a_card(shop: &Shop) -> (Phone, Iccid) {
    let phone = Phone::new("phone", shop.root());
    let card = acquire(&phone, shop).await;
    phone.landfall().set_first_pin(&card, &SecretBytes::from(PIN)).expect("the first PIN");
    phone.go(shop).await.expect("the kiosk is there").leave().await;
    assert!(waiting(phone.landfall()).is_empty());
    (phone, card)
}

async fn acquire(phone: &Phone, shop: &Shop) -> Iccid {
    let mut visit = phone.go(shop).await.expect("the kiosk is there");
    let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    assert!(acquired.reported);
    acquired.iccid
}

/// Buys a card that an attendant agrees to once `meanwhile` is over.
async fn buy(visit: &mut Visit, shop: &Shop, meanwhile: impl Future<Output = ()>) -> Iccid {
    let events = Events::new();
    visit.telling(&events);
    let attendant = async {
        while !matches!(events.next().await, Event::WaitingForAuthorisation { .. }) {}
        meanwhile.await;
        let store = shop.kiosk().store();
        let [sale] = &authorise::pending(store).expect("reads")[..] else { panic!("one sale waits") };
        authorise::authorise(store, sale.id, "anna", now()).expect("it waits");
    };
    let guest: Wish = wish("guest");
    let (bought, ()) = tokio::join!(visit.acquire(&guest), attendant);
    bought.expect("a card").iccid
}

/// The numbers of what waits for the shop.
fn waiting(landfall: &Landfall) -> Vec<u64> {
    let eid = landfall.euiccs().expect("reads")[0];
    let mut card = landfall.chip(&eid, Transport::Block).expect("its own");
    chip::notifications(&mut card).expect("answers").iter().map(|one| one.seq_number).collect()
}

/// What cards told the shop of their profiles.
fn told(shop: &Shop, word: &str) -> usize {
    let log = stock::log(shop.kiosk().store(), None, 100).expect("reads");
    log.iter().filter(|line| line.why.contains(&format!("signed that its profile is {word} "))).count()
}

// R: F2 A7
#[tokio::test(start_paused = true)]
async fn what_the_user_does_while_the_attendant_is_asked_stays_and_is_told() {
    let mut shop = open().await;
    let (phone, first) = with_a_card(&shop).await;
    let landfall = phone.landfall();

    // The way is lost as soon as the card is there: what it has to tell waits.
    let air = Air::new(Conditions { bandwidth: 0, ..Conditions::BLE }, 0);
    let once = Through { times: 1, ..Through::weather(air.clone(), shop.door()) };
    let mut visit = phone.visit_by(Box::new(once)).await.expect("the kiosk is there");
    let watch = async {
        while landfall.cards().expect("reads").len() < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        air.cut();
    };
    let meanwhile = async { landfall.disable(&first).expect("nothing forbids it") };
    let (second, ()) = tokio::join!(buy(&mut visit, &shop, meanwhile), watch);

    assert!(!landfall.card(&first).expect("it is there").enabled, "as its user said");
    assert!(!landfall.card(&second).expect("it is there").enabled);
    let both = waiting(landfall);
    assert_eq!(both.iter().collect::<BTreeSet<_>>().len(), 2, "{both:?}");
    assert_eq!((told(&shop, "disabled"), shop.count(NumberState::Distributed)), (0, 1));
    phone.go(&shop).await.expect("the kiosk is there").leave().await;
    assert_eq!((told(&shop, "disabled"), shop.count(NumberState::Distributed)), (1, 2), "both were delivered");
    assert!(waiting(landfall).is_empty());

    // No number is given twice afterwards either.
    landfall.enable(&first).expect("nothing forbids it");
    assert!(waiting(landfall).iter().all(|number| !both.contains(number)));
    drop(visit);
    shop.stop().await;
}

// R: F2 A7 B8
#[tokio::test(start_paused = true)]
async fn a_card_that_comes_while_the_attendant_is_asked_is_there_beside_the_other() {
    let mut shop = open().await;
    let (phone, first) = with_a_card(&shop).await;
    let mut visit = phone.go(&shop).await.expect("the kiosk is there");
    let meanwhile = async {
        let second = acquire(&phone, &shop).await;
        phone.landfall().enable(&second).expect("nothing forbids it");
    };
    let third = buy(&mut visit, &shop, meanwhile).await;
    visit.leave().await;

    let cards = phone.landfall().cards().expect("reads");
    let enabled: Vec<Iccid> = cards.iter().filter(|card| card.enabled).map(|card| card.iccid).collect();
    assert!(cards.len() == 3 && enabled.len() == 1 && !enabled.contains(&first) && !enabled.contains(&third));
    let mut card = phone.landfall().chip(&cards[0].eid, Transport::Block).expect("its own");
    let aids: BTreeSet<_> = chip::list(&mut card).expect("answers").into_iter().map(|one| one.isdp_aid).collect();
    assert_eq!(aids.len(), 3, "each has a number of its own in the eUICC");
    phone.go(&shop).await.expect("the kiosk is there").leave().await;
    assert_eq!((told(&shop, "disabled"), told(&shop, "enabled")), (1, 2), "the kiosk heard of all of it");
    assert_eq!((waiting(phone.landfall()), shop.count(NumberState::Distributed)), (Vec::new(), 3));
    shop.stop().await;
}

// R: A10 F2
#[tokio::test(start_paused = true)]
async fn a_card_in_use_stays_open_whatever_else_is_done_until_another_one_takes_its_place() {
    let mut shop = open().await;
    let (phone, first) = with_a_card(&shop).await;
    let landfall = phone.landfall();
    let mut card = landfall.sim(&first).expect("in use");
    sim::verify_pin(&mut card, &SecretBytes::from(PIN)).expect("the right PIN");
    card.transmit(&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x6F, 0x07]).expect("answers").ok("EF.IMSI").expect("it is there");
    let read = |card: &mut Sim| card.transmit(&[0x00, 0xB0, 0x00, 0x00, 0x09]).expect("answers").to_bytes();
    let number = read(&mut card);
    assert!(number.ends_with(&[0x90, 0x00]));

    landfall.set_nickname(&first, "Travels").expect("short enough");
    let second = acquire(&phone, &shop).await;
    assert_eq!(read(&mut card), number, "its PIN need not be given again, nor the file selected");

    let changed = SecretBytes::from(*b"1470");
    sim::change_pin(&mut landfall.sim(&first).expect("in use"), &SecretBytes::from(PIN), &changed).expect("changes");
    assert_eq!(read(&mut card), [0x69, 0x82], "it was given the old one");
    assert!(sim::verify_pin(&mut card, &SecretBytes::from(PIN)).is_err(), "it is the new one that counts");
    sim::verify_pin(&mut card, &changed).expect("the right PIN");
    assert_eq!(read(&mut card), number);

    // What was meant for one card does not reach another: it would cost that one's tries.
    landfall.set_first_pin(&second, &SecretBytes::from(*b"9630")).expect("the first PIN, which enables it");
    let tried = card.transmit(&[0x00, 0x20, 0x00, 0x01, 0x08, b'1', b'4', b'7', b'0', 0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(matches!(tried, Err(CardError::Gone(_))), "{tried:?}");
    let status = sim::pin_status(&mut landfall.sim(&second).expect("in use")).expect("answers");
    assert!(matches!(status, PinStatus::Required { tries: 3 }), "{status:?}");
    shop.stop().await;
}
