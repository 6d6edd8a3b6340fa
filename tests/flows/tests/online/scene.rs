//! A shop with a counter, and phones that have an eUICC already.

use app::{Acquired, Error, Events, ports::Es9};
use landfall_flows::{Online, Phone, Shop, Stock, User, now};
use model::{ActivationCode, Eid, Iccid, NumberState};
use rsp::lpa::Failure;

/// What the counter sells.
pub(crate) const CLASS: &str = "counter";

/// `count` numbers to be sold over the counter, and some by which phones get their eUICC.
pub(crate) fn closed(count: u32) -> Shop {
    let shop = Shop::closed(&Stock { first: 500, ..Stock::new("visitor", "free", 20) });
    shop.import(&Stock::new(CLASS, "attendant", count)).expect("good stock");
    shop
}

pub(crate) async fn open(count: u32) -> Shop {
    let mut shop = closed(count);
    shop.start().await;
    shop
}

/// A phone that was here before: it trusts the operator, and has an eUICC.
pub(crate) fn phone(shop: &Shop, name: &str) -> Phone {
    Phone::new(name, shop.root()).certified(shop, now())
}

pub(crate) fn eid(phone: &Phone) -> Eid {
    phone.landfall().euiccs().expect("reads")[0]
}

/// Fetches; the user agrees.
pub(crate) async fn fetch(phone: &Phone, shop: &Shop, code: &ActivationCode) -> Result<Acquired, Error> {
    fetch_as(phone, shop, code, &mut User::agreeing()).await
}

pub(crate) async fn fetch_as(
    phone: &Phone,
    shop: &Shop,
    code: &ActivationCode,
    user: &mut User,
) -> Result<Acquired, Error> {
    fetch_by(phone, &mut Online::new(phone, shop), code, user).await
}

pub(crate) async fn fetch_by(
    phone: &Phone,
    server: &mut dyn Es9,
    code: &ActivationCode,
    user: &mut User,
) -> Result<Acquired, Error> {
    phone.landfall().fetch(code, server, user, &Events::new()).await
}

/// Subject and reason of a refusal.
pub(crate) fn refused(result: Result<Acquired, Error>) -> String {
    match result {
        Err(Error::Download(Failure::Refused { status, .. })) => status.to_string(),
        other => panic!("no refusal: {other:?}"),
    }
}

/// How many numbers of the counter's are in this state.
pub(crate) fn count(shop: &Shop, state: NumberState) -> usize {
    numbers(shop).into_iter().filter(|(_, found)| *found == state).count()
}

/// Where the number of this card stands.
pub(crate) fn state(shop: &Shop, card: Iccid) -> NumberState {
    numbers(shop).into_iter().find(|(iccid, _)| *iccid == card).expect("one of the counter's").1
}

fn numbers(shop: &Shop) -> Vec<(Iccid, NumberState)> {
    let all = landfall_kiosk::stock::list::numbers(shop.kiosk().store(), Some(CLASS), None, None, 100_000);
    all.expect("reads").into_iter().map(|n| (n.iccid.parse().expect("a card's"), n.state)).collect()
}
