//! When all goes well.

use crate::scene::{CLASS, count, eid, fetch, fetch_as, open, phone, state};
use app::{
    Events,
    card::{Apdu, Card, CardError, Response},
};
use landfall_flows::{Online, Phone, User};
use model::NumberState;
use uicc::Transport;

// R: E7 A6 A7
#[tokio::test]
async fn a_code_from_the_counter_becomes_a_card_in_the_vault() {
    let mut shop = open(3).await;
    let phone = phone(&shop, "phone");
    let code = shop.issue(CLASS);
    assert_eq!(count(&shop, NumberState::Reserved), 1);
    let mut user = User::agreeing();
    let acquired = fetch_as(&phone, &shop, &code, &mut user).await.expect("a card");
    assert!(acquired.reported);
    assert_eq!(user.asked.len(), 1);
    let asked = &user.asked[0];
    assert_eq!((asked.iccid, &*asked.operator, &*asked.name), (acquired.iccid, "Nord", "Visitor"));
    assert!(!asked.needs_code && !asked.code_refused && asked.rules.is_empty());
    assert_eq!(state(&shop, acquired.iccid), NumberState::Distributed);
    assert_eq!(count(&shop, NumberState::Available), 2);
    let cards = phone.landfall().cards().expect("reads");
    assert_eq!((cards.len(), cards[0].iccid, cards[0].waiting_notifications), (1, acquired.iccid, 0));
    shop.stop().await;
}

/// Until its user was told, the code gives that card again; then the order is over. To anybody else it says that it is not theirs.
// R: E7 F1
#[tokio::test]
async fn a_code_gives_one_card_to_one_phone() {
    let mut shop = open(3).await;
    let (phone, other) = (phone(&shop, "phone"), phone(&shop, "other"));
    let code = shop.issue(CLASS);
    let first = fetch(&phone, &shop, &code).await.expect("a card");
    let again = fetch(&phone, &shop, &code).await.expect("the same card");
    assert_eq!(first.iccid, again.iccid);
    assert_eq!(phone.landfall().cards().expect("reads").len(), 1);
    assert_eq!(crate::scene::refused(fetch(&other, &shop, &code).await), "8.1.1/3.8");
    assert!(other.landfall().cards().expect("reads").is_empty());
    phone.landfall().acknowledge(&first.iccid).expect("commits");
    assert_eq!(crate::scene::refused(fetch(&phone, &shop, &code).await), "8.2.6/3.8");
    assert_eq!(phone.landfall().cards().expect("reads").len(), 1);
    assert_eq!(count(&shop, NumberState::Distributed), 1);
    assert_eq!(count(&shop, NumberState::Available), 2);
    shop.stop().await;
}

// R: E7
#[tokio::test]
async fn two_phones_with_one_code_at_once_get_one_card() {
    let mut shop = open(3).await;
    let phones = [phone(&shop, "one"), phone(&shop, "two")];
    let code = shop.issue(CLASS);
    let (one, two) = tokio::join!(fetch(&phones[0], &shop, &code), fetch(&phones[1], &shop, &code));
    assert!(one.is_ok() != two.is_ok(), "{one:?}, {two:?}");
    let cards: usize = phones.iter().map(|phone| phone.landfall().cards().expect("reads").len()).sum();
    assert_eq!((cards, count(&shop, NumberState::Distributed)), (1, 1));
    shop.stop().await;
}

/// The card of another vault stands for any that is not in this one: it answers commands, and keeps its own state.
// R: E7 A6
#[tokio::test]
async fn a_card_outside_the_vault_takes_an_order() {
    let mut shop = open(3).await;
    let (desk, other) = (Phone::new("desk", shop.root()), phone(&shop, "other"));
    let code = shop.issue(CLASS);
    let mut card = other.landfall().chip(&eid(&other), Transport::Block).expect("its own");
    card.reset().expect("it answers");
    let (mut server, mut user, events) = (Online::new(&desk, &shop), User::agreeing(), Events::new());
    let fetched = desk.landfall().fetch_into(&mut card, &code, &mut server, &mut user, &events);
    let acquired = fetched.await.expect("a card");
    assert!(acquired.reported);
    drop(card);
    assert!(desk.landfall().cards().expect("reads").is_empty(), "it is not in this vault");
    assert!(desk.landfall().acquisitions().expect("reads").is_empty(), "and nothing is left to do");
    let cards = other.landfall().cards().expect("reads");
    assert_eq!((cards.len(), cards[0].iccid, cards[0].waiting_notifications), (1, acquired.iccid, 0));
    assert_eq!(state(&shop, acquired.iccid), NumberState::Distributed);
    shop.stop().await;
}

/// A card whose answer to the last command of an installation is lost: as if reader or program died there.
struct Cut<'c> {
    card: &'c mut dyn Apdu,
    cut: bool,
}

impl Apdu for Cut<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        let answer = self.card.transmit(command)?;
        // BF37: ProfileInstallationResult, at once or to be fetched.
        let result = answer.data.starts_with(&[0xBF, 0x37]);
        self.cut |= result;
        if self.cut { Err(CardError::Gone("the reader was pulled out".to_owned())) } else { Ok(answer) }
    }
}

// R: A6 F1
#[tokio::test]
async fn a_card_outside_that_installed_and_was_not_heard_is_asked_what_it_has() {
    let mut shop = open(3).await;
    let (desk, other) = (Phone::new("desk", shop.root()), phone(&shop, "other"));
    let code = shop.issue(CLASS);
    let mut card = other.landfall().chip(&eid(&other), Transport::Block).expect("its own");
    card.reset().expect("it answers");
    let (mut server, mut user, events) = (Online::new(&desk, &shop), User::agreeing(), Events::new());
    let mut cut = Cut { card: &mut card, cut: false };
    let lost = desk.landfall().fetch_into(&mut cut, &code, &mut server, &mut user, &events).await;
    assert!(lost.expect_err("no answer").retrying_helps());
    assert!(cut.cut, "it had installed");
    card.reset().expect("it answers");
    let again = desk.landfall().fetch_into(&mut card, &code, &mut server, &mut user, &events).await;
    let acquired = again.expect("it is there");
    assert!(acquired.reported);
    drop(card);
    assert_eq!(user.asked.len(), 1, "and not downloaded again");
    let cards = other.landfall().cards().expect("reads");
    assert_eq!((cards.len(), cards[0].iccid, cards[0].waiting_notifications), (1, acquired.iccid, 0));
    assert_eq!(state(&shop, acquired.iccid), NumberState::Distributed);
    assert_eq!(count(&shop, NumberState::Available), 2);
    assert!(desk.landfall().acquisitions().expect("reads").is_empty());
    shop.stop().await;
}
