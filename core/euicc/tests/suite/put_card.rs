//! A card that no SM-DP+ delivers is put in whole, once, or not at all; no server hears of it.

use crate::{
    harness::{
        Fate, Operator, Phone,
        profiles::{iccid, metadata, milenage, subscriber},
        random,
    },
    notifications::listed,
    session::{delete, disable, enable, list},
};
use landfall_euicc::{card_of, checks};
use model::without;
use rsp::es10::{DeleteResult, DisableResult, EnableResult};

/// The status word with which the card of this number is put in.
fn put(phone: &mut Phone, number: u32) -> String {
    let row = subscriber(number, milenage());
    let package = saip::build(&row).expect("a complete row");
    let card = card_of(&saip::resolve(&package).expect("a profile")).expect("a card");
    let step = phone.euicc.put_card(metadata(number), &card, &mut random);
    hex::encode(phone.drive(step).expect("the power stays on"))
}

// R: A11 B2
#[test]
fn a_card_is_put_in_once_and_lives_like_any_other() {
    let mut phone = Operator::new().phone();
    phone.fate = Fate::CommitsFail;
    assert_eq!(put(&mut phone, 1), "6581");
    assert!(list(&mut phone).is_empty());
    phone.fate = Fate::Works;
    assert_eq!(put(&mut phone, 1), "9000");
    assert_eq!(put(&mut phone, 1), "6985", "it is here");
    assert_eq!(put(&mut phone, 2), "9000");
    assert_eq!(listed(&mut phone, None), [], "no server hears of it");
    phone.restart();
    assert_eq!(list(&mut phone).iter().map(|profile| profile.iccid).collect::<Vec<_>>(), [1, 2].map(iccid).map(Some));
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok);
    assert_eq!(disable(&mut phone, 2), DisableResult::Ok);
    assert_eq!(delete(&mut phone, 2), DeleteResult::Ok);
    assert_eq!(put(&mut phone, 2), "9000", "once more");
    assert_eq!(listed(&mut phone, None), []);
}

// R: A11
#[test]
fn without_its_check_a_card_would_take_anothers_place() {
    let mut phone = Operator::new().phone();
    assert_eq!(put(&mut phone, 1), "9000");
    assert_eq!(put(&mut phone, 1), "6985");
    assert_eq!(without(&[checks::ICCID], || put(&mut phone, 1)), "9000");
}
