//! An owner with a desk and two phones, each with a card of its own from a kiosk; the first one's is to be copied.

use crate::{
    server::{Home, Port, Server},
    world::{Handset, sign_in},
};
use account::{order::home::Aim, sheet::Sheet};
use app::{
    Error, Events, Giver, Moved, Moving, Role, Wish,
    ports::Cloud,
    sim::{self, Authentication},
};
use euicc::HomeError;
use landfall_flows::{Shop, Stock, To, now};
use model::{Iccid, SecretBytes};
use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
};
use uicc::aka::{Aka, Vector};

const PIN: &[u8; 4] = b"2580";
/// The phones, as their owner calls them.
pub(crate) const OLD: &str = "old";
pub(crate) const NEW: &str = "new";

pub(crate) struct Pair {
    pub(crate) server: Arc<Server>,
    pub(crate) home: Handset,
    pub(crate) old: Handset,
    pub(crate) new: Handset,
    pub(crate) card: Iccid,
    pub(crate) other: Iccid,
    /// Whether the first phone is somewhere where there is a network.
    pub(crate) old_is_found: bool,
    pub(crate) sheet: Option<Sheet>,
}

/// A phone whose clock is right.
pub(crate) fn handset(at: &Path) -> Handset {
    let mut handset = Handset::at(at);
    handset.clocks.wall.store(now().0, Ordering::SeqCst);
    handset.start().expect("opens");
    handset
}

impl Pair {
    /// At `folder`, where nothing is: with cards of these terms.
    pub(crate) async fn new(folder: &Path, terms: &str) -> Self {
        Self::with(folder, terms, &[]).await
    }

    /// The same, and others bought a card each at the same kiosk.
    pub(crate) async fn with(folder: &Path, terms: &str, others: &[&Handset]) -> Self {
        let stock = Stock { terms: terms.to_owned(), ..Stock::new("visitor", "free", 4) };
        let shop = Shop::open(&stock).await;
        let server = Server::open(&folder.join("server"), now().0).await;
        let [home, old, new] = ["home", OLD, NEW].map(|name| handset(&folder.join(name)));
        let mut cards = Vec::new();
        for (number, phone) in [&old, &new].iter().chain(others).enumerate() {
            let user_id = format!("traveller {number}");
            let wish = Wish { class_id: "visitor".to_owned(), user_id, voucher: None };
            // It may have been made before the shop, whose certificates begin with it.
            phone.clocks.wall.fetch_max(now().0, Ordering::SeqCst);
            phone.landfall().add_root(shop.root()).expect("a root certificate");
            let dial = Box::new(To(shop.address()));
            let mut visit = phone.landfall().visit(dial, None, &Events::new()).await.expect("the kiosk proves itself");
            let card = visit.acquire(&wish).await.expect("a card").iccid;
            visit.leave().await;
            phone.landfall().set_first_pin(&card, &SecretBytes::from(*PIN)).expect("the first PIN");
            cards.push(card);
        }
        let port: Arc<dyn Cloud> = Arc::new(Port(server.clone()));
        let created = home.landfall().create_account(port.clone(), &sign_in("home")).await.expect("an account");
        for (phone, name) in [(&old, OLD), (&new, NEW)] {
            phone.landfall().log_in(port.clone(), &sign_in(name), &created.sheet).await.expect("another device");
        }
        let (card, other) = (cards[0], cards[1]);
        let pair = Self { server, home, old, new, card, other, old_is_found: true, sheet: Some(created.sheet) };
        pair.contacts().await;
        pair.syncs().await;
        pair
    }

    /// As it lies at `folder`.
    pub(crate) async fn at(folder: &Path, card: Iccid, other: Iccid) -> Self {
        let server = Server::open(&folder.join("server"), now().0).await;
        let [home, old, new] = ["home", OLD, NEW].map(|name| handset(&folder.join(name)));
        Self { server, home, old, new, card, other, old_is_found: true, sheet: None }
    }

    pub(crate) fn port(&self) -> Arc<dyn Cloud> {
        Arc::new(Port(self.server.clone()))
    }

    /// Every phone hears of its orders.
    pub(crate) async fn contacts(&self) {
        for phone in [&self.home, &self.old, &self.new] {
            phone.landfall().contact(self.port()).await.expect("the server answers");
        }
    }

    pub(crate) async fn syncs(&self) {
        for phone in [&self.old, &self.new, &self.home] {
            phone.landfall().sync(self.port(), &Events::new()).await.expect("the server answers");
        }
    }

    pub(crate) async fn giver(&self) -> Giver {
        self.home.landfall().giver(Arc::new(Home(self.server.clone()))).await.expect("a device of the account")
    }

    pub(crate) fn moving(&self, aim: Aim) -> Moving {
        Moving::new(aim, self.card, NEW)
    }

    /// Ordered at home, as far as it goes.
    pub(crate) async fn order(&self, moving: &Moving) -> Result<Moved, Error> {
        self.order_by(&self.giver().await, moving).await
    }

    pub(crate) async fn order_by(&self, giver: &Giver, moving: &Moving) -> Result<Moved, Error> {
        let plan = giver.plan(moving).await?;
        for _ in 0..40 {
            match giver.go_on(moving, &plan).await? {
                Moved::Ordered(..) => {}
                Moved::Waits(_, device) if device.name == NEW => self.hears(&self.new).await,
                Moved::Waits(_, device) if device.name == OLD && self.old_is_found => self.hears(&self.old).await,
                other => return Ok(other),
            }
        }
        panic!("it comes to no end");
    }

    pub(crate) async fn hears(&self, phone: &Handset) {
        phone.landfall().contact(self.port()).await.expect("the server answers");
    }

    /// Where the owner sees the card.
    pub(crate) async fn seen(&self) -> Vec<(String, Role)> {
        let giver = self.giver().await;
        let name = |id| giver.devices().iter().find(|device| device.id == id).expect("a device").name.clone();
        let own = giver.homes().await.expect("lists").into_iter().filter(|home| home.card == self.card.to_string());
        let mut seen: Vec<_> = own.map(|home| (name(home.device), home.role)).collect();
        seen.sort();
        seen
    }

    /// Whether the card is live on this phone, dormant, or not there; by the phone itself.
    pub(crate) fn stands(&self, phone: &Handset) -> Option<Role> {
        let card = phone.landfall().card(&self.card).ok()?;
        Some(if card.dormant { Role::Dormant } else { Role::Live })
    }

    /// Both phones' cards are challenged by the network; who answers.
    pub(crate) fn answer(&self, seq: u64) -> [bool; 2] {
        [&self.old, &self.new].map(|phone| {
            let landfall = phone.landfall();
            match landfall.enable(&self.card) {
                Ok(()) => {}
                Err(Error::Home(HomeError::Dormant) | Error::NoSuchCard(_)) => return false,
                Err(error) => panic!("{error}"),
            }
            let vector = vector(seq);
            let mut card = landfall.sim(&self.card).expect("enabled");
            sim::select_usim(&mut card).expect("a USIM");
            sim::verify_pin(&mut card, &SecretBytes::from(*PIN)).expect("the right PIN");
            match sim::authenticate(&mut card, &vector.rand, &vector.autn).expect("answers") {
                Authentication::Success { res } => res.expose() == &vector.xres[..],
                _ => false,
            }
        })
    }
}

/// A challenge of the network that the stock's cards are of.
fn vector(seq: u64) -> Vector {
    let algorithm = model::Algorithm::Milenage { opc: [0xC3; 16].into() };
    let centre = Aka::new(&algorithm, &[0x5A; 16].into()).expect("keys");
    centre.vector(&[seq as u8; 16], seq << 5, &[0x80, 0]).expect("MILENAGE")
}
