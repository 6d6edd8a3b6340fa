//! The phone's cards against their records.

use super::{cards::Here, cards::recorded, nicknames};
use crate::CardView;
use account::{
    keys::{AccountKeys, LockSeed, SigningKey},
    log::{Namer, Replica},
    manifest::{Founding, first},
    record::{Activity, Card, CardState, Kind, Nickname},
    scheme::Scheme,
    wire::{Bytes, Device, Manifest},
};
use model::{Batch, Eid, Iccid};

struct Phone {
    replica: Replica,
    device: Bytes,
    manifest: Manifest,
    known: Vec<(Iccid, String)>,
}

fn iccid(number: u8) -> Iccid {
    Iccid::with_check_digit(&format!("8999900000000000{number:02}")).expect("18 digits")
}

fn card(number: u8, nickname: &str) -> CardView {
    CardView {
        iccid: iccid(number),
        eid: Eid::with_check_digits("890490321234512345123456789012").expect("30 digits"),
        operator: "Test".to_owned(),
        name: "Tourist".to_owned(),
        nickname: (!nickname.is_empty()).then(|| nickname.to_owned()),
        enabled: number == 1,
        fresh: false,
        waiting_notifications: 0,
        result_waits: false,
        dormant: false,
    }
}

impl Phone {
    fn new() -> Self {
        let mut random = crate::OsRandom::new();
        let keys = AccountKeys::make(&mut random);
        let lock = SigningKey::lock(&keys.account, &LockSeed::make(&mut random));
        let row = |id: u8| Device {
            id: Bytes::from([id; 16]),
            name: "phone".to_owned(),
            key: Bytes::from([id; 65]),
            epoch: 1,
            revoked: false,
            agreement: None,
        };
        let founding = Founding { keys: &keys, lock: &lock, device: row(1), scheme: Scheme::V1 };
        let (_, pinned) = first(founding).expect("the first");
        let mut manifest = pinned.manifest().expect("there is one");
        manifest.enrol(row(2));
        let (namer, device) = (Namer::of(&keys), Bytes::from([2; 16]));
        let replica = Replica::new(keys.account, device.clone(), namer);
        Self { replica, device, manifest, known: Vec::new() }
    }

    fn compare(&mut self, cards: &[CardView]) {
        let here = Here { cards, device: &self.device, manifest: &self.manifest, now: 7 };
        here.compare(&mut self.replica);
        let mut with = Batch::new();
        nicknames::compare(&mut self.replica, cards, &nicknames::Known::of(&self.known), &mut with);
        self.known = cards.iter().map(|card| (card.iccid, card.nickname.clone().unwrap_or_default())).collect();
    }

    fn shown(&self) -> Vec<String> {
        let cards = recorded(&self.replica).into_iter();
        let mut shown: Vec<String> = cards.map(|(_, card)| format!("{} {}", card.iccid, card.state.as_str())).collect();
        shown.sort();
        shown
    }

    fn names(&self) -> Vec<String> {
        let names = self.replica.views().filter_map(|view| {
            let name: Nickname = view.content.read().filter(|_| view.kind == Nickname::KIND)?;
            Some(format!("{}{}", name.nickname, if view.content.conflict_of.is_some() { "?" } else { "" }))
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn happened(&self) -> usize {
        self.replica.views().filter(|view| view.kind == Activity::KIND).count()
    }
}

// R: B4
#[test]
fn whatever_happened_to_the_cards_shows_in_their_records() {
    let mut phone = Phone::new();
    phone.compare(&[card(1, "Holiday"), card(2, "")]);
    assert_eq!(phone.shown(), [format!("{} enabled", iccid(1)), format!("{} disabled", iccid(2))]);
    assert_eq!((phone.names(), phone.happened()), (vec!["Holiday".to_owned()], 2));
    let waiting = phone.replica.waiting();
    phone.compare(&[card(1, "Holiday"), card(2, "")]);
    assert_eq!(phone.replica.waiting(), waiting, "the same again is no edit");
    phone.compare(&[card(1, "Work")]);
    assert_eq!((phone.shown().len(), phone.names(), phone.happened()), (1, vec!["Work".to_owned()], 3));
    phone.compare(&[card(1, ""), card(2, "")]);
    assert_eq!((phone.shown().len(), phone.names()), (2, vec![String::new()]), "it came back, and a name went");
    phone.compare(&[card(2, "")]);
    assert_eq!((phone.shown().len(), phone.names().len()), (1, 0), "with the card its name goes");
}

// R: B4
#[test]
fn a_card_that_comes_with_another_name_keeps_both() {
    let mut phone = Phone::new();
    let there =
        Nickname { iccid: iccid(1).to_string(), nickname: "Elsewhere".to_owned(), other: serde_json::Map::new() };
    let id = phone.replica.record_about(Nickname::KIND, &[&there.iccid]);
    phone.replica.put(id, Nickname::KIND, there.content()).expect("it takes it");
    phone.compare(&[card(1, "Here")]);
    assert_eq!(phone.names(), ["Elsewhere", "Here?"]);
    phone.compare(&[card(1, "Here")]);
    assert_eq!(phone.names(), ["Elsewhere", "Here?"], "the card is renamed by what follows");
}

// R: B4 F4
#[test]
fn a_phone_that_was_enrolled_anew_takes_its_cards_records_over() {
    let mut phone = Phone::new();
    let old = Bytes::from([1; 16]);
    for (number, device) in [(1, &old), (2, &old)] {
        let record = Card {
            iccid: iccid(number).to_string(),
            eid: String::new(),
            operator: String::new(),
            name: String::new(),
            state: CardState::Other("asleep".to_owned()),
            device: device.clone(),
            other: serde_json::Map::new(),
        };
        let id = phone.replica.record_about(Card::KIND, &[&record.iccid, &device.text()]);
        phone.replica.put(id, Card::KIND, record.content()).expect("it takes it");
    }
    phone.compare(&[card(1, "")]);
    assert_eq!(phone.shown().len(), 3, "another device may hold the same card");
    phone.manifest.revoke(&old);
    phone.compare(&[card(1, "")]);
    let shown = phone.shown();
    assert_eq!(
        shown,
        [format!("{} enabled", iccid(1)), format!("{} asleep", iccid(2))],
        "a lost phone's other cards stay"
    );
}

// R: B4
#[test]
fn of_what_happened_the_newest_hundred_are_kept() {
    let mut phone = Phone::new();
    for number in 0..99 {
        phone.compare(&[card(number, "")]);
    }
    assert_eq!(phone.happened(), 100);
}
