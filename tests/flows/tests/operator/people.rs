//! Travellers, and owners of accounts.

use crate::cloud::Cloud;
use account::{scheme::Scheme, sheet::Sheet, wire::Verb};
use app::{Events, Given, Landfall, SignIn, Synced};
use landfall_flows::{Phone, Shop, wish};
use model::{Iccid, SecretBytes};

pub(crate) const PIN: &[u8; 4] = b"2580";

/// Goes to the shop and comes back with a card, told and with a PIN.
pub(crate) async fn buy(phone: &Phone, shop: &Shop) -> Iccid {
    let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
    let acquired = visit.acquire(&wish("visitor")).await.expect("a card");
    visit.leave().await;
    phone.landfall().set_first_pin(&acquired.iccid, &SecretBytes::from(*PIN)).expect("the first PIN");
    acquired.iccid
}

/// An account: a desk at home, and a phone abroad.
pub(crate) struct Owner {
    pub(crate) home: Phone,
    pub(crate) phone: Phone,
    pub(crate) login: String,
    pub(crate) sheet: Sheet,
}

impl Owner {
    /// Who makes an account at the cloud from home.
    pub(crate) async fn new(cloud: &Cloud, shop: &Shop, login: &str) -> Self {
        let [home, phone] = ["home", "phone"].map(|name| Phone::new(name, shop.root()));
        let created = of(&home).create_account(cloud.port(), &sign_in(cloud, login, "home")).await.expect("an account");
        of(&home).sheet_was_shown().expect("it is kept");
        Self { home, phone, login: login.to_owned(), sheet: created.sheet }
    }

    /// The phone becomes a device of the account.
    pub(crate) async fn enrol(&self, cloud: &Cloud) {
        let sign_in = sign_in(cloud, &self.login, "phone");
        of(&self.phone).log_in(cloud.port(), &sign_in, &self.sheet).await.expect("it may");
        self.contact(cloud).await;
    }

    /// The phone asks for orders.
    pub(crate) async fn contact(&self, cloud: &Cloud) {
        of(&self.phone).contact(cloud.port()).await.expect("the server answers");
    }

    /// The phone syncs.
    pub(crate) async fn sync(&self, cloud: &Cloud) -> Synced {
        of(&self.phone).sync(cloud.port(), &Events::new()).await.expect("it syncs")
    }

    /// From home, what the account knows by then.
    pub(crate) async fn order(&self, cloud: &Cloud, given: Given) {
        of(&self.home).sync(cloud.port(), &Events::new()).await.expect("it syncs");
        let giver = of(&self.home).giver(cloud.port()).await.expect("a device of the account");
        giver.give(given).await.expect("it is stored");
    }

    /// From home: the phone is wiped.
    pub(crate) async fn wipe(&self, cloud: &Cloud) {
        self.order(cloud, Given::new(Verb::Wipe, "phone")).await;
    }
}

/// With a key scheme whose passwords are cheap.
pub(crate) fn of(phone: &Phone) -> Landfall {
    phone.landfall().with_scheme(Scheme::CHEAP)
}

fn sign_in(cloud: &Cloud, login: &str, device: &str) -> SignIn {
    let password = SecretBytes::from(b"correct horse battery".as_slice());
    SignIn { server: cloud.url.clone(), login: login.to_owned(), password, device: device.to_owned() }
}
