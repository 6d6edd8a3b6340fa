//! Ki, sought wherever a phone or a kiosk shows anything: disks, logs, answers, errors, `Debug`.

use app::{
    card::Apdu,
    sim::{self, verify_pin},
};
use base64::Engine;
use landfall_flows::{Phone, Shop, Stock, acquired, buyer::Buyer, random};
use model::{HIDDEN, Iccid, SecretBytes, Subscriber, without};
use std::{
    io::Write,
    sync::{Mutex, Once, PoisonError},
};
use vault::Records;

/// The keys that are sought: like no other bytes.
const KI: [u8; 16] = *b"\x8b\x1fK\xe7\xa2\x05\xd9\x93\x6e\xf0\x3a\xc4\x17\xb8\x5d\x72";
const OPC: [u8; 16] = *b"\xe1\x4c\x90\x2b\xd7\x68\xfa\x35\x0e\x83\xc9\x56\xbf\x12\xa4\x7d";
const PIN: &[u8] = b"80264917";

/// All the ways in which a key might be written.
fn spellings(key: &[u8]) -> Vec<Vec<u8>> {
    let hex = hex::encode(key);
    let spaced: Vec<String> = key.iter().map(|b| format!("{b:02x}")).collect();
    let base64 = base64::engine::general_purpose::STANDARD_NO_PAD.encode(key);
    // Half of it is a find, too, and spellings may begin or end with other things.
    let half = |text: &str| text.as_bytes()[..text.len() / 2].to_vec();
    // Nibbles swapped, as files on cards have them.
    let swapped: Vec<u8> = key.iter().map(|b| b.rotate_left(4)).collect();
    vec![
        key[..8].to_vec(),
        key[8..].to_vec(),
        swapped[..8].to_vec(),
        half(&hex),
        half(&hex.to_uppercase()),
        half(&spaced.join(" ")),
        half(&spaced.join(", ")),
        half(&spaced.join(", 0x")),
        half(&format!("{key:?}")[1..]),
        half(&base64),
    ]
}

fn shows(haystack: &[u8], key: &[u8]) -> bool {
    spellings(key).iter().any(|needle| holds(haystack, needle))
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn shows_secret(haystack: &[u8]) -> bool {
    shows(haystack, &KI) || shows(haystack, &OPC)
}

#[track_caller]
fn shows_nothing(what: &str, haystack: &[u8]) {
    assert!(!haystack.is_empty(), "{what}: nothing was looked at");
    assert!(!shows_secret(haystack), "{what} shows a key");
}

fn shop() -> Shop {
    Shop::closed(&Stock { ki: hex::encode(KI), opc: hex::encode(OPC), ..Stock::new("visitor", "free", 3) })
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct ToLog;

impl Write for ToLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes down everything that anybody in this process logs, at every level.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let all = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| ToLog);
        all.with_ansi(false).init();
    });
}

fn heard() -> Vec<u8> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

// R: A6 A9 A11
#[test]
fn no_disk_and_no_log_shows_ki() {
    listen();
    let mut shop = shop();
    shows_nothing("the kiosk's disk, with stock", &shop.disk());
    let (mut phone, iccid) = acquired(&mut shop, "visitor", PIN);
    shows_nothing("the kiosk's disk, after a sale", &shop.disk());
    shows_nothing("the phone's disk", &phone.disk());
    let pin = SecretBytes::from(PIN);
    let mut card = phone.landfall().sim(&iccid).expect("enabled");
    verify_pin(&mut card, &pin).expect("right");
    let _ = sim::authenticate(&mut card, &[7; 16], &[9; 16]);
    drop(card);
    phone.stop();
    shop.restart();
    shows_nothing("the phone's disk, switched off", &phone.disk());
    shows_nothing("the kiosk's disk, after a restart", &shop.disk());
    assert!(!holds(&phone.disk(), PIN) && !holds(&heard(), PIN), "nor the PIN");
    shows_nothing("the log", &heard());
    assert!(String::from_utf8_lossy(&heard()).contains("reserved"), "the whole flow was listened to");
}

// R: A6 A9
#[test]
fn unsealed_disks_would_show_ki() {
    let unsealed = without(&[landfall_kiosk::checks::SEAL], shop);
    assert!(shows(&unsealed.disk(), &KI) && shows(&unsealed.disk(), &OPC), "the attack works");
    let disk = without(&[vault::checks::SEAL], || acquired(&mut shop(), "visitor", PIN).0.disk());
    assert!(shows(&disk, &KI) && holds(&disk, PIN), "the attack works");
}

/// Every command with every sensible set of parameters, every file by its identifier, from where a terminal stands.
fn everything_a_card_says(card: &mut dyn Apdu) -> Vec<u8> {
    let mut said = Vec::new();
    let mut send = |command: &[u8]| {
        if let Ok(response) = card.transmit(command) {
            said.extend(response.to_bytes());
            response.status
        } else {
            0
        }
    };
    let folders: [&[u16]; 8] = [
        &[],
        &[0x7FFF],
        &[0x7FFF, 0x5FC0],
        &[0x7FFF, 0x5F3B],
        &[0x7FFF, 0x5F3A],
        &[0x7F10],
        &[0x7F10, 0x5F3A],
        &[0x7F20],
    ];
    let names = [0x2F00..=0x2FFF, 0x4F00..=0x4FFF, 0x6F00..=0x6FFF];
    for folder in folders {
        for file in names.iter().cloned().flatten() {
            let path: Vec<u8> = folder.iter().chain([&file]).flat_map(|fid: &u16| fid.to_be_bytes()).collect();
            let select = [&[0x00, 0xA4, 0x08, 0x04, path.len() as u8], path.as_slice(), &[0x00]].concat();
            if send(&select) >> 8 != 0x90 {
                continue;
            }
            for offset in 0..4 {
                send(&[0x00, 0xB0, offset, 0x00, 0x00]);
            }
            for record in 1..=12 {
                send(&[0x00, 0xB2, record, 0x04, 0x00]);
            }
        }
    }
    for class in [0x00, 0x80, 0xA0] {
        for instruction in 0..=0xFF {
            // RESET of a channel and changes of codes tell nothing and would lock the door.
            if !matches!(instruction, 0x20..=0x2C | 0x70) {
                for (p1, p2) in [(0, 0), (0, 0x81), (2, 0), (1, 4)] {
                    send(&[class, instruction, p1, p2, 0x00]);
                    send(&[&[class, instruction, p1, p2, 0x10][..], &[7; 16], &[0x00]].concat());
                }
            }
        }
    }
    said
}

/// What an LPA can ask an eUICC.
fn everything_an_euicc_says(phone: &Phone, iccid: &Iccid) -> Vec<u8> {
    let mut card = phone.landfall().sim(iccid).expect("enabled");
    let mut isdr = app::card::Isdr::open(&mut card).expect("an eUICC");
    let mut said = Vec::new();
    for tag in 0x20..=0x7F {
        // Not those that change something: enable, disable, delete, memory reset.
        if !matches!(tag, 0x31..=0x34) {
            said.extend(isdr.call(&[0xBF, tag, 0]).unwrap_or_default());
        }
    }
    said.extend(isdr.call(&[0xBF, 0x2D, 0x04, 0x5C, 0x02, 0x5A, 0x4F]).unwrap_or_default());
    said
}

// R: A6 A11
#[test]
fn no_interface_gives_ki_out() {
    let mut shop = shop();
    let (phone, iccid) = acquired(&mut shop, "visitor", PIN);
    let mut card = phone.landfall().sim(&iccid).expect("enabled");
    verify_pin(&mut card, &SecretBytes::from(PIN)).expect("right");
    let said = everything_a_card_says(&mut card);
    assert!(said.windows(10).any(|w| w == iccid.as_ef()), "files were read");
    shows_nothing("the card", &said);
    drop(card);
    shows_nothing("the eUICC", &everything_an_euicc_says(&phone, &iccid));
    let landfall = phone.landfall();
    let views = format!("{:?} {:?} {:?}", landfall.cards(), landfall.acquisitions(), landfall.roots());
    shows_nothing("the app", views.as_bytes());

    // The vault itself hands no card's records out.
    let all = || {
        let found = landfall.vault().expect("the owner").scan(uicc::profile::TABLE, &[]);
        found.map(|records| records.iter().flat_map(|(_, value)| value.expose().to_vec()).collect::<Vec<u8>>())
    };
    let refused = all().expect_err("protected");
    shows_nothing("the refusal", format!("{refused} {refused:?}").as_bytes());
    assert!(shows_secret(&without(&[vault::checks::PROTECTED], all).expect("the attack works")));
}

// R: A9
#[test]
fn no_answer_of_the_kiosk_gives_ki_out() {
    let mut shop = shop();
    let buyer = Buyer::new(&shop, "visitor", "phone");
    let offer = buyer.offered(&shop).expect("its own");
    let package = buyer.package(&shop, &offer).expect("its own");
    shows_nothing("the offer", format!("{offer:?}").as_bytes());
    shows_nothing("the package on its way", &package.bound_profile_package);
    assert!(shows_secret(&buyer.open(&offer, &package).expect("its own")), "for its card it is in there");
    let store = shop.kiosk().store();
    let lists = (
        landfall_kiosk::stock::list::products(store),
        landfall_kiosk::stock::list::numbers(store, None, None, None, 100),
        landfall_kiosk::stock::log(store, None, 100),
        landfall_kiosk::authorise::pending(store),
        shop.kiosk().may_sell(landfall_flows::now()),
    );
    shows_nothing("the lists", format!("{lists:?}").as_bytes());
    let backup = shop.place().join("backup");
    landfall_kiosk::backup::backup(store, &backup).expect("writes");
    shows_nothing("a backup", &std::fs::read(&backup).expect("reads"));
    // A row that was damaged on the disk: the errors tell nothing of it.
    let damage = |tx: &store::Transaction<'_>| {
        tx.execute("UPDATE subscription SET sealed = substr(sealed, 2)", [])?;
        Ok::<_, store::Error>(())
    };
    store.write(damage).wait().expect("writes");
    shop.restart();
    let refused = buyer.offered(&shop).map(|offer| buyer.package(&shop, &offer));
    assert!(matches!(refused, Ok(Err(_))), "{refused:?}");
    shows_nothing("the error", format!("{refused:?}").as_bytes());
}

/// `Debug` of every public type that can hold a key.
fn everything_debug_shows() -> String {
    let subscriber = Subscriber {
        iccid: "8999901000000000004".parse().expect("an ICCID"),
        imsi: "999010000000001".parse().expect("an IMSI"),
        msisdn: None,
        ki: KI.into(),
        algorithm: model::Algorithm::Milenage { opc: OPC.into() },
        pin: b"0000".as_slice().into(),
        puk: b"12345678".as_slice().into(),
        adm: b"12345678".as_slice().into(),
        mnc_digits: 2,
        operator: "Nord".to_owned(),
    };
    let package = saip::build(&subscriber).expect("a package");
    let resolved = saip::resolve(&package).expect("resolves");
    let elements: Vec<String> = package.elements().map(|element| format!("{element:?}")).collect();
    let keys = uicc::AkaKeys {
        algorithm: uicc::AkaAlgorithm::Milenage {
            opc: OPC.into(),
            res_size: 8,
            parameters: uicc::aka::milenage::Parameters::default(),
        },
        ki: KI.into(),
        uses: None,
    };
    let mut batch = model::Batch::new();
    batch.put("uicc.card", *b"id", KI);
    let payload = rsp::bpp::Payload::Unprotected(&KI);
    let part = rsp::bpp::Part::Profile(zeroize::Zeroizing::new(KI.to_vec()));
    let stock = landfall_kiosk::stock::Subscription::Subscriber(Box::new(subscriber.clone()));
    let packed = landfall_kiosk::stock::Subscription::Package(package.encode());
    let response = app::card::Response { data: KI.to_vec(), status: 0x9000 };
    let one_time = rsp::crypto::OneTimeKey::generate(&mut random);
    format!(
        "{subscriber:?} {subscriber:#?} {package:?} {elements:?} {resolved:?} {resolved:#?} {keys:?} {batch:?} {payload:?} \
         {part:?} {stock:?} {packed:?} {response:?} {one_time:?} {:?}",
        SecretBytes::from(KI)
    )
}

// R: A9 A11
#[test]
fn debug_shows_no_key() {
    shows_nothing("Debug", everything_debug_shows().as_bytes());
    let shown = without(&[HIDDEN], everything_debug_shows);
    assert!(shows(shown.as_bytes(), &KI) && shows(shown.as_bytes(), &OPC), "the attack works");
}
