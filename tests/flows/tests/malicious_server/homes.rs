//! Copies of a card, which the server carries.

use crate::{
    attack::{Attack, Caught, Strike, attack},
    stage::{Stage, sign_in},
};
use account::{
    signed::{Kind, Signed, Signer},
    wire::CardKey,
};
use app::{Error, SignIn, Vouched, checks};
use euicc::HomeError;
use landfall_flows::{Key, Phone, Shop, Stock, here, wish};
use model::{Iccid, SecretBytes};

pub(crate) const ATTACKS: &[Attack] = &[
    attack!("the server's own eUICC gets a copy of a card", stolen, [
        checks::VOUCHED => Caught::App(Error::Unvouched(_)),
    ]),
    attack!("a hand-over is shown again and two copies are live", replayed, [
        euicc::checks::GENERATION => Caught::App(Error::Home(HomeError::Older)),
    ]),
];

/// A phone that went to the kiosk, and its card.
fn bought(shop: &mut Shop, name: &str) -> (Phone, Iccid) {
    here(async {
        shop.start().await;
        let phone = Phone::new(name, shop.root());
        let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
        let card = visit.acquire(&wish("visitor")).await.expect("a card").iccid;
        visit.leave().await;
        shop.stop().await;
        phone.landfall().set_first_pin(&card, &SecretBytes::from(*b"2580")).expect("the first PIN");
        (phone, card)
    })
}

/// A phone with a card from the kiosk, and another one that has been there.
struct Cards {
    one: Phone,
    two: Phone,
    card: Iccid,
    _shop: Shop,
}

impl Cards {
    /// Both are devices of an account at the stage's server.
    fn new(stage: &Stage) -> Self {
        let stock = Stock { terms: "portable = true".to_owned(), ..Stock::new("visitor", "free", 4) };
        let mut shop = Shop::closed(&stock);
        let (one, card) = bought(&mut shop, "phone one");
        let (two, _) = bought(&mut shop, "phone two");
        let port = stage.home.port();
        let login = |device: &str| SignIn { login: "cards".to_owned(), ..sign_in(device) };
        let cheap = |phone: &Phone| phone.landfall().with_scheme(account::scheme::Scheme::CHEAP);
        let made = here(cheap(&one).create_account(port.clone(), &login("one"))).expect("an account");
        here(cheap(&two).log_in(port.clone(), &login("two"), &made.sheet)).expect("a second device");
        here(one.landfall().account_devices(port)).expect("it follows");
        Self { one, two, card, _shop: shop }
    }

    /// What this phone says of its eUICC's key for the card, signed by `sign`.
    fn told(&self, by: &Phone, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> Signed {
        let own = by.landfall().account().expect("signed in");
        let statement = account::wire::Bytes(by.landfall().home_key(&self.card, None).expect("a key"));
        let (account, device, epoch) = (own.account().bytes(), own.device.id.clone(), own.device.epoch);
        let said = CardKey { account, device: device.clone(), epoch, card: self.card.to_string(), statement };
        let sign = |message: &[u8]| Ok::<_, ()>(sign(message));
        Signed::make(Kind::CardKey, &said, Signer::Device(device), sign).expect("signs")
    }

    fn vouched(&self, at: &Phone, signed: &Signed) -> Result<Vouched, Error> {
        let manifest = at.landfall().account().expect("signed in").manifest().expect("a list");
        Vouched::by(&manifest, signed)
    }

    fn genuine(&self, by: &Phone) -> Signed {
        let own = by.landfall().account().expect("signed in");
        let keystore = by.landfall().vault().expect("the owner's").keystore().clone();
        let key = own.device.key();
        self.told(by, |message| keystore.sign(&key, message).expect("signs").to_vec())
    }

    fn is_live(&self, on: &Phone) -> bool {
        on.landfall().card(&self.card).is_ok_and(|card| !card.dormant)
    }
}

fn stolen(stage: &mut Stage) -> Strike {
    let cards = Cards::new(stage);
    // Genuine like any; whose it is only a device of the account could say.
    let key = Key::generate();
    let forged = cards.told(&cards.two, |message| key.sign(message).to_vec());
    Box::new(move |_| {
        let vouched = cards.vouched(&cards.one, &forged)?;
        let copy = cards.one.landfall().copy_out(&vouched)?;
        assert_eq!(cards.two.landfall().copy_in(&copy, None)?, cards.card, "the card is out");
        Ok(())
    })
}

fn replayed(stage: &mut Stage) -> Strike {
    let cards = Cards::new(stage);
    let (one, two, card) = (&cards.one, &cards.two, &cards.card);
    let to_two = cards.vouched(one, &cards.genuine(two)).expect("its device says so");
    let copy = one.landfall().copy_out(&to_two).expect("a copy");
    two.landfall().copy_in(&copy, None).expect("it comes in");
    let first = one.landfall().make_dormant(card, to_two.eid()).expect("it hands over");
    two.landfall().make_live(card, &first).expect("it takes the role");
    let eid = one.landfall().card(card).expect("it is there").eid;
    let second = two.landfall().make_dormant(card, &eid).expect("it hands back");
    one.landfall().make_live(card, &second).expect("it takes it back");
    Box::new(move |_| {
        cards.two.landfall().make_live(&cards.card, &first)?;
        assert!(cards.is_live(&cards.one) && cards.is_live(&cards.two), "two live copies");
        Ok(())
    })
}
