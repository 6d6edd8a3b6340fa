//! A shop that manages the cards it gives out, and a phone that has some of them.

use app::{
    CarriedOut, Error, Events, Inquiry,
    ports::{Commands, Es9},
};
use landfall_flows::{Online, Phone, Shop, Stock, User, now};
use landfall_kiosk::remote::{self, OrderView, Ordered, RemoteError, Wanted};
use model::{Eid, Iccid};
use uicc::Transport;

pub(crate) const CLASS: &str = "managed";

/// Everything that a kiosk may do.
pub(crate) const ALL: &str = "[product.remote]\ncommands = [\"enable\", \"disable\", \"delete\", \"list\", \"contact-pcmp\"]\n\
    metadata = [\"name\", \"operator\", \"rules\"]\npcmp = \"pcmp.example\"";

/// With so many numbers, whose cards may be managed so.
pub(crate) async fn open(terms: &str, count: u32) -> Shop {
    let mut shop = Shop::closed(&Stock { first: 500, ..Stock::new("visitor", "free", 20) });
    shop.import(&Stock { terms: terms.to_owned(), ..Stock::new(CLASS, "attendant", count) }).expect("good stock");
    shop.start().await;
    shop
}

/// A phone with so many cards of this shop; its eUICC's number, and theirs.
pub(crate) async fn with_cards(shop: &Shop, name: &str, count: usize) -> (Phone, Eid, Vec<Iccid>) {
    let phone = Phone::new(name, shop.root()).certified(shop, now());
    let mut cards = Vec::new();
    for _ in 0..count {
        let code = shop.issue(CLASS);
        let (mut server, mut user, events) = (Online::new(&phone, shop), User::agreeing(), Events::new());
        let acquired = phone.landfall().fetch(&code, &mut server, &mut user, &events).await.expect("a card");
        assert!(acquired.reported);
        phone.landfall().acknowledge(&acquired.iccid).expect("commits");
        cards.push(acquired.iccid);
    }
    let eid = phone.landfall().euiccs().expect("reads")[0];
    (phone, eid, cards)
}

/// Orders at the counter, as `landfall-kiosk rpm create` does.
pub(crate) fn order(shop: &Shop, eid: Eid, commands: &[String]) -> Result<Ordered, RemoteError> {
    let read = |text: &String| text.parse::<Wanted>().expect("a command");
    remote::order(shop.kiosk().store(), eid, commands.iter().map(read).collect(), "anna", now())
}

pub(crate) fn listed(shop: &Shop) -> Vec<OrderView> {
    let mut all = remote::list(shop.kiosk().store(), None, 1_000).expect("reads");
    all.reverse();
    all
}

/// What the kiosk knows of each command of a package.
pub(crate) fn outcomes(order: &OrderView) -> Vec<(Option<bool>, &str)> {
    order.commands.iter().map(|command| (command.done, command.outcome.as_deref().unwrap_or("-"))).collect()
}

/// Asks where the card's profiles say.
pub(crate) async fn ask_by(
    phone: &Phone,
    shop: &Shop,
    server: &mut dyn Es9,
    user: &mut dyn Commands,
) -> Result<Vec<CarriedOut>, Error> {
    let landfall = phone.landfall();
    let mut card = landfall.chip(&landfall.euiccs().expect("reads")[0], Transport::Block).expect("its own");
    let address = &shop.kiosk().settings().smdp_address;
    let inquiry = Inquiry { server: address, matching_id: None, iccid: None };
    let mut done = Vec::new();
    landfall.remote(&mut card, inquiry, server, user, &Events::new(), &mut done).await?;
    Ok(done)
}

pub(crate) async fn ask(phone: &Phone, shop: &Shop, user: &mut User) -> Result<Vec<CarriedOut>, Error> {
    ask_by(phone, shop, &mut Online::new(phone, shop), user).await
}

/// Number, whether it is in use, its operator's name for it.
pub(crate) fn cards(phone: &Phone) -> Vec<(Iccid, bool, String)> {
    let cards = phone.landfall().cards().expect("reads");
    cards.into_iter().map(|card| (card.iccid, card.enabled, card.name)).collect()
}

/// How many notifications wait in the phone.
pub(crate) fn waiting(phone: &Phone) -> usize {
    let landfall = phone.landfall();
    let mut card = landfall.chip(&landfall.euiccs().expect("reads")[0], Transport::Block).expect("its own");
    app::chip::notifications(&mut card).expect("lists").len()
}
