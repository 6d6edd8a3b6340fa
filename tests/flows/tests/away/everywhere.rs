//! The same journey on phones with a physical SIM beside the virtual ones, on phones without, and on what is no phone: a card is acquired near by, used,
//! synced to the account, deleted from afar; in the end everything is wiped. Of the physical SIM nothing is lost but what was read of it.

use crate::{
    server::{Port, Server},
    world::{Handset, NOW, enrolled_by},
};
use account::{
    record::{Card, CardState},
    scheme::Scheme,
    wire::{OrderState, Outcome, Verb},
};
use app::{
    Given, Landfall, Proof,
    card::{Apdu, Card as _, CardError, Response, Transport, introduce, whole},
    ports::{BuiltIn, Cloud},
    sim::{Authentication, Reading},
};
use landfall_flows::{Phone, Shop, Stock, here, wish};
use model::{Algorithm, DeviceFeatures, Iccid, Platform, SecretBytes, UnixTime};
use std::sync::Arc;
use uicc::aka::{Aka, Vector};

const PIN: &[u8; 4] = b"2580";

/// A SIM in the slot of a phone, or in a reader of a PC: a card behind APDUs, of whoever made it.
struct Plastic(app::EuiccDriver);

impl Apdu for Plastic {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        whole(command, |command| self.0.transmit(command))
    }
}

impl Plastic {
    /// The card of another phone, taken out.
    fn of(phone: &Phone) -> Self {
        let eid = phone.landfall().euiccs().expect("the owner")[0];
        let mut plastic = Self(phone.landfall().chip(&eid, Transport::T0).expect("the owner"));
        plastic.0.reset().expect("it starts");
        introduce(&mut plastic).expect("it answers");
        plastic
    }

    fn read(&mut self) -> app::sim::ReadSim {
        let mut reading = Reading::open(self).expect("a SIM");
        reading.verify_pin(&SecretBytes::from(*PIN)).expect("the right one");
        reading.read(UnixTime(1)).expect("it can be read")
    }
}

async fn bought(shop: &Shop, phone: &Phone) -> Iccid {
    let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
    let iccid = visit.acquire(&wish("visitor")).await.expect("a card").iccid;
    visit.leave().await;
    phone.landfall().set_first_pin(&iccid, &SecretBytes::from(*PIN)).expect("the first PIN");
    iccid
}

fn vector(sqn: u64) -> Vector {
    let opc = SecretBytes::from([0xC3; 16]);
    let centre = Aka::new(&Algorithm::Milenage { opc }, &SecretBytes::from([0x5A; 16])).expect("keys");
    centre.vector(&[7; 16], sqn, &[0x80, 0]).expect("MILENAGE")
}

fn answers(landfall: &Landfall, iccid: &Iccid) -> bool {
    let mut card = landfall.sim(iccid).expect("enabled");
    app::sim::select_usim(&mut card).expect("a USIM");
    app::sim::verify_pin(&mut card, &SecretBytes::from(*PIN)).expect("the right PIN");
    let vector = vector(32);
    let answer = app::sim::authenticate(&mut card, &[7; 16], &vector.autn).expect("answers");
    matches!(answer, Authentication::Success { res } if res.expose() == &vector.xres[..])
}

/// What the owner is shown in the end.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    synced: Vec<(String, CardState)>,
    deleted: (OrderState, Option<Outcome>),
    wiped: (OrderState, Option<Outcome>),
}

async fn journey(os: &str, cpu: &str, with_sim: bool) -> Shown {
    let shop = Shop::open(&Stock::new("visitor", "free", 4)).await;
    let features = DeviceFeatures {
        platform: Platform { os: os.to_owned(), cpu: cpu.to_owned() },
        secure_storage: true,
        hardware_id: format!("{os} {cpu}"),
        program_installed: true,
        driver_installed: true,
    };
    let phone = Phone::new("phone", shop.root()).device(features, Arc::new(BuiltIn));
    let other = Phone::new("other", shop.root());
    let mut plastic = match with_sim {
        true => {
            bought(&shop, &other).await;
            Some(Plastic::of(&other))
        }
        false => None,
    };
    let landfall = phone.landfall().with_scheme(Scheme::CHEAP);
    if let Some(plastic) = &mut plastic {
        let kept = landfall.keep_sim(&plastic.read(), None).expect("it fits");
        assert!(!kept.has_key, "no card gives its key away");
    }
    // Acquire, use.
    let card = bought(&shop, &phone).await;
    assert!(answers(&landfall, &card));
    let second = bought(&shop, &phone).await;
    assert_eq!(landfall.cards().expect("lists").len(), 2, "the physical SIM is none of the virtual ones");
    // Sync.
    let folder = tempfile::tempdir().expect("a folder");
    let home = Handset::new();
    let port: Arc<dyn Cloud> = Arc::new(Port(Server::open(folder.path(), NOW).await));
    enrolled_by(&port, home.landfall(), &landfall).await;
    for of in [&landfall, home.landfall()] {
        of.sync(port.clone(), &app::Events::new()).await.expect("the server answers");
    }
    let records = home.landfall().account_records::<Card>().expect("reads");
    let mut synced: Vec<_> = records
        .into_iter()
        .map(|kept| {
            let which = if kept.what.iccid == card.to_string() { "first" } else { "second" };
            (which.to_owned(), kept.what.state)
        })
        .collect();
    synced.sort_by(|a, b| a.0.cmp(&b.0));
    // An order to delete one card.
    let give = async |given: Given| {
        let giver = home.landfall().giver(port.clone()).await.expect("a device of the account");
        giver.give(given).await.expect("it is stored");
        landfall.contact(port.clone()).await.expect("the server answers");
        let giver = home.landfall().giver(port.clone()).await.expect("a device of the account");
        let last = giver.orders().await.expect("lists").swap_remove(0);
        match last.proof.clone() {
            Proof::Receipt(receipt) => (last.state(), Some(receipt.outcome)),
            other => panic!("no receipt: {other:?}"),
        }
    };
    let deleted = give(Given { cards: vec![second], ..Given::new(Verb::Delete, "phone") }).await;
    assert_eq!(landfall.cards().expect("lists").len(), 1);
    let kept = landfall.kept_sims().expect("lists").len();
    assert_eq!(kept, usize::from(with_sim), "what was read of the physical SIM stays");
    // And to wipe the whole.
    let wiped = give(Given::new(Verb::Wipe, "phone")).await;
    assert!(landfall.cards().is_err() && landfall.kept_sims().is_err());
    if let Some(plastic) = &mut plastic {
        plastic.0.reset().expect("it starts");
        introduce(plastic).expect("it answers");
        assert!(plastic.read().imsi().is_some(), "the physical SIM itself is its owner's to take out");
    }
    Shown { synced, deleted, wiped }
}

// R: B8
#[test]
fn the_journey_is_the_same_with_a_physical_sim_and_without_on_phones_and_on_what_is_none() {
    let erased = || (OrderState::Erased, Some(Outcome::Erased));
    let first = ("first".to_owned(), CardState::Disabled);
    let expected =
        Shown { synced: vec![first, ("second".to_owned(), CardState::Enabled)], deleted: erased(), wiped: erased() };
    for (os, cpu, with_sim) in [
        ("android", "aarch64", true),
        ("android", "aarch64", false),
        ("ios", "aarch64", false),
        ("windows", "x86_64", true),
        ("linux", "armv7", false),
    ] {
        assert_eq!(here(journey(os, cpu, with_sim)), expected, "{os} {cpu}, physical SIM: {with_sim}");
    }
}
