//! What a card tells of its profile once it has it, and what the kiosk writes down.

use crate::scene::{CLASS, eid, fetch, open, phone, state};
use app::chip;
use landfall_flows::{Online, Phone, Shop};
use landfall_kiosk::{Notify, stock};
use model::{Iccid, NumberState};
use uicc::Transport;

fn logged(shop: &Shop) -> Vec<String> {
    let log = stock::log(shop.kiosk().store(), None, 100).expect("reads");
    log.into_iter().filter(|line| line.why.contains("signed that its profile is")).map(|line| line.why).collect()
}

/// A shop that wants to be told of this.
async fn asking_for(notify: &[Notify]) -> Shop {
    let mut shop = open(3).await;
    shop.stop().await;
    shop.shut();
    shop.set(|settings| {
        assert_eq!(settings.notify, [Notify::Install], "the default of one without a name in the network");
        settings.notify = notify.to_vec();
    });
    shop.start().await;
    shop
}

async fn deliver(phone: &Phone, shop: &Shop) -> usize {
    let address = shop.kiosk().settings().smdp_address.clone();
    phone.landfall().deliver_to(&address, &mut Online::new(phone, shop)).await.expect("taken")
}

fn manage(phone: &Phone, iccid: &Iccid, what: fn(&mut dyn app::card::Apdu, &Iccid) -> Result<(), app::Error>) {
    let mut card = phone.landfall().chip(&eid(phone), Transport::Block).expect("its own");
    what(&mut card, iccid).expect("it does");
}

// R: F2 A12
#[tokio::test]
async fn the_kiosk_hears_of_enabling_disabling_and_deleting() {
    let mut shop = asking_for(&Notify::ALL).await;
    let phone = phone(&shop, "phone");
    let iccid = fetch(&phone, &shop, &shop.issue(CLASS)).await.expect("a card").iccid;
    manage(&phone, &iccid, chip::enable);
    manage(&phone, &iccid, chip::disable);
    assert_eq!(deliver(&phone, &shop).await, 2);
    manage(&phone, &iccid, chip::delete);
    assert_eq!(deliver(&phone, &shop).await, 1);
    assert_eq!(deliver(&phone, &shop).await, 0);
    let told = logged(&shop);
    let words = ["deleted", "disabled", "enabled"];
    assert_eq!(told.len(), 3, "{told:?}");
    for word in words {
        assert_eq!(told.iter().filter(|line| line.contains(&format!(" is {word} "))).count(), 1, "{told:?}");
    }
    assert_eq!(state(&shop, iccid), NumberState::Distributed, "whom it was given to stays known");
    shop.stop().await;
}

// R: F2
#[tokio::test]
async fn its_owner_may_ask_for_less() {
    let mut shop = asking_for(&[]).await;
    let phone = phone(&shop, "phone");
    let fetched = fetch(&phone, &shop, &shop.issue(CLASS)).await.expect("a card");
    assert!(fetched.reported, "that it is installed comes in any case");
    manage(&phone, &fetched.iccid, chip::enable);
    assert_eq!(deliver(&phone, &shop).await, 0);
    assert!(logged(&shop).is_empty());
    shop.stop().await;
}
