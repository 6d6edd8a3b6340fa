//! Cards wherever they are: the phone's own eUICC behind a reader, managed by whoever speaks to it; and a SIM that is read into a vault.

use app::{
    SimKey,
    card::{Apdu, Card, CardError, Response, Transport, introduce, whole},
    chip,
    sim::{Authentication, Content, PinStatus, Reading},
};
use landfall_flows::{Phone, Shop, Stock, acquired, here, now, wish};
use model::{Algorithm, Eid, Iccid, SecretBytes, UnixTime, without};
use rsp::{es10::ResetOptions, metadata::ProfileState};
use uicc::aka::Aka;
use vault::{Caller, PinState, Purpose, Purposes, Records};

const PIN: &[u8] = b"2580";
const KI: [u8; 16] = *b"\x9a\x2eL\xe1\xb3\x04\xd8\x92\x6f\xf1\x3b\xc5\x16\xb9\x5c\x73";

/// An eUICC behind a reader of T=0, as a PC/SC program reaches it.
struct Reader(app::EuiccDriver);

impl Apdu for Reader {
    fn transmit(&mut self, command: &[u8]) -> Result<Response, CardError> {
        whole(command, |command| self.0.transmit(command))
    }
}

fn eid(phone: &Phone) -> Eid {
    phone.landfall().euiccs().expect("the owner")[0]
}

fn reader(phone: &Phone) -> Reader {
    let mut reader = Reader(phone.landfall().chip(&eid(phone), Transport::T0).expect("the owner"));
    reader.0.reset().expect("it starts");
    introduce(&mut reader).expect("it answers");
    reader
}

fn enabled(card: &mut dyn Apdu) -> Vec<Iccid> {
    let profiles = chip::list(card).expect("it lists them");
    profiles.iter().filter(|p| p.profile_state == Some(ProfileState::Enabled)).filter_map(|p| p.iccid).collect()
}

/// A phone with two cards, the second of them enabled.
fn two_cards() -> (Phone, Iccid, Iccid) {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 3));
    here(async {
        shop.start().await;
        let phone = Phone::new("phone one", shop.root());
        let mut cards = Vec::new();
        for _ in 0..2 {
            let mut visit = phone.visit(shop.address()).await.expect("the kiosk proves itself");
            let iccid = visit.acquire(&wish("visitor")).await.expect("a card").iccid;
            visit.leave().await;
            phone.landfall().set_first_pin(&iccid, &PIN.into()).expect("the first PIN");
            cards.push(iccid);
        }
        shop.stop().await;
        (phone, cards[0], cards[1])
    })
}

// R: E7 F7
#[test]
fn an_euicc_is_managed_through_a_reader_as_in_its_own_vault() {
    let (phone, first, second) = two_cards();
    let mut reader = reader(&phone);
    let info = chip::info(&mut reader).expect("it answers");
    assert_eq!(info.eid, eid(&phone));
    assert!(info.info1.is_some() && info.info2.is_some() && info.addresses.is_some() && info.free_memory() > Some(0));
    assert_eq!(enabled(&mut reader), [second]);
    chip::enable(&mut reader, &first).expect("it is there");
    chip::enable(&mut reader, &first).expect("enabled already");
    assert_eq!(enabled(&mut reader), [first]);
    chip::set_nickname(&mut reader, &first, "Japan").expect("it fits");
    assert!(chip::set_nickname(&mut reader, &first, &"x".repeat(65)).is_err());
    assert!(chip::delete(&mut reader, &first).expect_err("enabled").to_string().contains("disable it first"));
    chip::disable(&mut reader, &first).expect("enabled");
    assert!(chip::disable(&mut reader, &first).is_err(), "not twice");
    chip::delete(&mut reader, &second).expect("disabled");
    assert!(matches!(chip::enable(&mut reader, &second), Err(app::Error::NoSuchCard(gone)) if gone == second));
    assert!(chip::notifications(&mut reader).is_ok());
    assert!(chip::remove_notification(&mut reader, 9999).expect_err("none").to_string().contains("number"));
    drop(reader);
    let cards = phone.landfall().cards().expect("lists");
    assert_eq!(cards.len(), 1);
    assert_eq!((cards[0].iccid, cards[0].nickname.as_deref(), cards[0].enabled), (first, Some("Japan"), false));
    let mut reader = self::reader(&phone);
    let everything = ResetOptions::DELETE_OPERATIONAL_PROFILES;
    assert!(chip::reset(&mut reader, everything).expect("it does it"));
    assert!(!chip::reset(&mut reader, everything).expect("it answers"), "there is nothing left");
}

// R: A6 F7
#[test]
fn rights_to_a_card_end_with_it_whoever_deletes_it() {
    let (phone, first, second) = two_cards();
    let landfall = phone.landfall();
    let vault = landfall.vault().expect("the owner");
    let owner = vault.check(&Caller::Owner, Purpose::Manage, None, PinState::NotSet).expect("the owner");
    for card in [&first, &second] {
        vault.set_rights(&owner, "org.example.dialer", card, Purposes::of(&[Purpose::Use])).expect("the owner gives");
    }
    let left = |card: &Iccid| vault.rights(&owner, card).expect("the owner asks").len();
    let mut reader = reader(&phone);
    chip::delete(&mut reader, &first).expect("disabled");
    assert_eq!((left(&first), left(&second)), (0, 1));
    chip::reset(&mut reader, ResetOptions::DELETE_OPERATIONAL_PROFILES).expect("it does it");
    assert_eq!(left(&second), 0);
}

// R: B2 A6
#[test]
fn a_sim_is_read_into_another_vault_and_its_key_is_never_made_up() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 2));
    let (phone, iccid) = acquired(&mut shop, "visitor", PIN);
    let mut plastic = reader(&phone);
    let desk = Phone::new("desk", shop.root());
    let landfall = desk.landfall();

    let mut reading = Reading::open(&mut plastic).expect("a SIM");
    assert_eq!(reading.pin_status().expect("it says"), PinStatus::Required { tries: 3 });
    let closed = reading.read(UnixTime(1)).expect("its number is open");
    assert_eq!((closed.iccid, closed.imsi()), (iccid, None), "no IMSI before the PIN");
    reading.verify_pin(&PIN.into()).expect("the right one");
    let sim = reading.read(UnixTime(2)).expect("it can be read");
    assert!(sim.imsi().is_some() && sim.operator().is_some());
    assert!(sim.files.iter().all(|file| !matches!(file.content, Content::Closed(_))), "its owner may read all of them");
    let session_keys = [0x6F08, 0x6F09, 0x6F20, 0x6F52];
    assert!(sim.files.iter().all(|file| !file.name.path.iter().any(|fid| session_keys.contains(fid))));

    let kept = landfall.keep_sim(&sim, None).expect("it fits");
    assert!(!kept.has_key, "nobody gave it");
    assert_eq!(landfall.kept_sims().expect("lists"), [kept]);
    let wrong =
        SimKey { algorithm: Algorithm::Milenage { opc: [7; 16].as_slice().into() }, ki: [7; 15].as_slice().into() };
    assert!(landfall.keep_sim(&sim, Some(&wrong)).is_err(), "no key of another size");
    assert!(!landfall.kept_sims().expect("lists")[0].has_key);

    let key = SimKey { algorithm: Algorithm::Milenage { opc: KI.as_slice().into() }, ki: SecretBytes::from(&KI[..]) };
    assert!(landfall.keep_sim(&sim, Some(&key)).expect("it fits").has_key);
    assert!(landfall.keep_sim(&sim, None).expect("read again").has_key, "what its operator gave stays");
    assert!(!format!("{key:?}").contains("9a"), "{key:?}");
    let sealed = |vault: &vault::Vault| vault.scan("uicc.sim-key", &[]).is_err();
    let vault = landfall.vault().expect("the owner");
    assert!(sealed(vault), "for cards alone");
    assert!(without(&[vault::checks::PROTECTED], || !sealed(vault)), "it lies there");
    assert!(!desk.disk().windows(KI.len()).any(|window| window == KI), "sealed on the disk");

    landfall.forget_sim(&iccid).expect("it is there");
    assert!(landfall.kept_sims().expect("lists").is_empty());
    assert!(matches!(landfall.forget_sim(&iccid), Err(app::Error::NoSuchCard(_))));
    assert!(without(&[vault::checks::PROTECTED], || { vault.scan("uicc.sim-key", &[]).expect("reads").is_empty() }));
}

// R: B1 B2 A10 A11
#[test]
fn a_read_sim_becomes_a_card_that_works_where_its_operator_gave_the_key() {
    let mut shop = Shop::closed(&Stock::new("visitor", "free", 3));
    let (phone, iccid) = acquired(&mut shop, "visitor", PIN);
    let mut plastic = reader(&phone);
    shop.restart();
    // The desk has an eUICC of its own.
    let desk = Phone::new("desk", shop.root()).certified(&shop, now());
    let landfall = desk.landfall();

    let mut reading = Reading::open(&mut plastic).expect("a SIM");
    let closed = reading.read(UnixTime(1)).expect("its number is open");
    reading.verify_pin(&PIN.into()).expect("the right one");
    let sim = reading.read(UnixTime(2)).expect("it can be read");
    assert_eq!(sim.numbers(), ["+99901000000"]);

    let (ki, opc) = (SecretBytes::from([0x5A; 16]), SecretBytes::from([0xC3; 16]));
    let key = SimKey { algorithm: Algorithm::Milenage { opc }, ki };
    let refused = |why: &str| {
        let error = landfall.revive_sim(&iccid, None).expect_err("refused").to_string();
        assert!(error.contains(why), "{error}");
    };
    assert!(matches!(landfall.revive_sim(&iccid, None), Err(app::Error::NoSuchCard(_))), "not read yet");
    landfall.keep_sim(&sim, None).expect("it fits");
    refused("Ki is missing");
    landfall.keep_sim(&closed, Some(&key)).expect("it fits");
    refused("IMSI is missing");
    landfall.keep_sim(&sim, None).expect("it fits");
    assert!(matches!(landfall.revive_sim(&iccid, Some(&other_eid())), Err(app::Error::NoEuicc)));

    let eid = landfall.revive_sim(&iccid, None).expect("all is there");
    refused("here already");
    let card = landfall.card(&iccid).expect("it is here");
    assert_eq!((card.eid, card.enabled, card.waiting_notifications), (eid, false, 0), "no server hears of it");
    assert_eq!(card.operator, sim.operator().expect("it has a name"));

    let pin = SecretBytes::from(b"1357".as_slice());
    landfall.set_first_pin(&iccid, &pin).expect("the first PIN");
    let mut copy = Reader(landfall.chip(&eid, Transport::T0).expect("the owner"));
    copy.0.reset().expect("it starts");
    introduce(&mut copy).expect("it answers");
    let mut reading = Reading::open(&mut copy).expect("a SIM");
    reading.verify_pin(&pin).expect("its own");
    let read = reading.read(UnixTime(3)).expect("it can be read");
    assert_eq!((read.iccid, read.imsi(), read.numbers()), (iccid, sim.imsi(), sim.numbers()));
    drop(copy);

    let centre = Aka::new(&key.algorithm, &key.ki).expect("keys");
    let vector = centre.vector(&[7; 16], 32, &[0x80, 0]).expect("MILENAGE");
    let mut card = landfall.sim(&iccid).expect("enabled");
    app::sim::select_usim(&mut card).expect("a USIM");
    app::sim::verify_pin(&mut card, &pin).expect("the right PIN");
    match app::sim::authenticate(&mut card, &[7; 16], &vector.autn).expect("answers") {
        Authentication::Success { res } => assert_eq!(res.expose(), &vector.xres[..]),
        other => panic!("{other:?}"),
    }
    drop(card);

    landfall.disable(&iccid).expect("enabled");
    landfall.delete(&iccid).expect("disabled");
    assert!(matches!(landfall.card(&iccid), Err(app::Error::NoSuchCard(_))));
    landfall.revive_sim(&iccid, Some(&eid)).expect("once more");
}

fn other_eid() -> Eid {
    Eid::with_check_digits(&"8".repeat(30)).expect("30 digits")
}
