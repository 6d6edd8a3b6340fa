//! Foreign roots, certificates out of their time, EIDs that an EUM may not give.

use landfall_flows::{
    Key, Phone, Shop, Stock,
    buyer::{self, Buyer},
    here, now, random,
};
use landfall_kiosk::command::{Command, run_serving};
use model::{Eid, UnixTime, without};
use rsp::{
    cert::{
        Assurance, Certificate,
        issue::{self, Validity},
    },
    checks,
};
use vault::{KeyId, Keystore, SoftwareKeystore, keystore::software::Unlock};

const DAY: u64 = 86_400;

fn shop() -> Shop {
    Shop::closed(&Stock::new("visitor", "free", 5))
}

/// A buyer whose card is of another operator's EUM, and says that it is of ours.
fn foreign_card() -> Result<(), String> {
    let shop = shop();
    let mut buyer = Buyer::new(&shop, "visitor", "phone");
    let (root_key, eum_key) = (Key::generate(), Key::generate());
    let valid = Validity::days(UnixTime(now().0 - DAY), 10);
    let root = root_key.finish(issue::ci("Nord", "Nord root", &root_key.public(), valid, &mut random).expect("fits"));
    let eum = issue::eum(&root, "Nord", "gate-7 EUM", &eum_key.public(), &["89999"], valid, &mut random);
    let eum = root_key.finish(eum.expect("fits"));
    let card = issue::euicc_with_key(&eum, &buyer.key.public(), &buyer.eid, Assurance::Tee, valid, &mut random);
    buyer.certificate = eum_key.finish(card.expect("fits")).as_der().to_vec();
    buyer.eum = eum.as_der().to_vec();
    buyer.offered(&shop).map(drop)
}

// R: E7 E8
#[test]
fn a_card_of_a_foreign_root_is_offered_nothing() {
    assert_eq!(foreign_card(), Err("8.11.1/3.9".to_owned()));
    assert_eq!(without(&[checks::ROOT], foreign_card), Ok(()), "the attack works");
}

/// A card whose EUM's fourteen days are over; the kiosk's own certificates live on.
fn old_card() -> Result<(), String> {
    let shop = shop();
    let mut buyer = Buyer::new(&shop, "visitor", "phone");
    let late = now().plus(16 * DAY);
    buyer.matching_id =
        buyer::reserve_at(&shop, buyer::request("visitor", "phone", None), late).expect("a sale").matching_id;
    let ok = match buyer::answer(shop.es9_at(&buyer.initiate(), late))? {
        rsp::es9::Response::InitiateAuthentication(rsp::es9::InitiateAuthenticationResponse::Ok(ok)) => ok,
        other => panic!("another answer: {other:?}"),
    };
    buyer::offer(shop.es9_at(&buyer.authenticate(&ok), late)).map(drop)
}

// R: E8
#[test]
fn a_card_of_an_eum_whose_time_is_over_is_offered_nothing() {
    assert_eq!(old_card(), Err("8.1.2/6.3".to_owned()));
    assert_eq!(without(&[checks::VALIDITY], old_card), Ok(()), "the attack works");
}

// R: E7 E8
#[test]
fn a_card_of_an_eum_that_was_taken_back_is_offered_nothing() {
    let mut shop = shop();
    let buyer = Buyer::new(&shop, "visitor", "phone");
    assert_eq!(buyer.offered(&shop).map(drop), Ok(()), "the attack works as long as no list is there");
    let list =
        shop.operator_mut().revoke(Some(landfall_kiosk::operator::Whose::Kiosk("Gate 7")), 30, now()).expect("signs");
    let file = shop.place().join("operator.crl");
    std::fs::write(&file, list.der).expect("writes");
    run_serving(shop.kiosk(), Command::TrustAddCrl { file }, now()).expect("a list");
    assert_eq!(buyer.offered(&shop).map(drop), Err("8.1.2/6.1".to_owned()));
}

/// A thief with the kiosk's EUM key certifies an EID that is not the kiosk's to give.
fn stolen_eum() -> Result<(), String> {
    let mut shop = shop();
    let mut buyer = Buyer::new(&shop, "visitor", "phone");
    let eum = Certificate::parse(&buyer.eum).expect("the kiosk's own");
    shop.shut();
    let folder = store::Folder::claim(shop.data()).expect("stolen");
    let keystore = SoftwareKeystore::open(&folder, &Unlock::KeyFile).expect("a key file");
    // A certificate like the kiosk's own, but for a range that the thief would like to have: only to fill in the form.
    let (own, key) = (Key::generate(), *eum.public_key().expect("P-256"));
    let valid = Validity::days(UnixTime(now().0 - DAY), 10);
    let wish = issue::ci("Nord", "Nord root", &own.public(), valid, &mut random).expect("fits");
    let name = eum.common_name().expect("it has one");
    let wish = issue::eum(&own.finish(wish), "Nord", name, &key, &["8904"], valid, &mut random).expect("fits");
    let wish = own.finish(wish);
    buyer.eid = Eid::with_check_digits("890490321234512345123451234567").expect("30 digits");
    let card = issue::euicc_with_key(&wish, &buyer.key.public(), &buyer.eid, Assurance::Tee, valid, &mut random);
    let card = card.expect("fits");
    let signature = keystore.sign(&KeyId::from("kiosk.eum"), &card.message).expect("it is there");
    buyer.certificate = card.signed(signature).as_der().to_vec();
    drop((folder, keystore));
    shop.restart();
    buyer.offered(&shop).map(drop)
}

// R: E8
#[test]
fn a_stolen_eum_key_certifies_no_card_outside_its_range() {
    assert_eq!(stolen_eum(), Err("8.1.3/6.1".to_owned()));
    assert_eq!(without(&[checks::EID_RANGE], stolen_eum), Ok(()), "the attack works");
}

fn visit(trusts: Option<&[u8]>, seconds: i64) -> Result<(), String> {
    here(async {
        let mut shop = Shop::open(&Stock::new("visitor", "free", 1)).await;
        let phone = Phone::new("phone", trusts.unwrap_or(shop.root())).ahead(seconds);
        let visited = phone.visit(shop.address()).await.map(drop).map_err(|error| error.to_string());
        shop.stop().await;
        visited
    })
}

// R: A2 E7
#[test]
fn a_phone_trusts_no_kiosk_of_another_operator() {
    let other = shop();
    let refused = visit(Some(other.root()), 0).expect_err("another root");
    assert!(refused.contains("no installed root"), "{refused}");
    assert_eq!(without(&[checks::ROOT], || visit(Some(other.root()), 0)), Ok(()), "the attack works");
}

// R: A2 F8
#[test]
fn a_phone_trusts_no_kiosk_whose_time_is_over() {
    let (late, early) = (120 * DAY as i64, -3 * DAY as i64);
    for seconds in [late, early] {
        let refused = visit(None, seconds).expect_err("out of its time");
        assert!(refused.contains("clock"), "a wrong clock is named: {refused}");
    }
    assert_eq!(without(&[checks::VALIDITY], || visit(None, late)), Ok(()), "the attack works");
}
