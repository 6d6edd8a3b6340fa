//! A server that lies, and eUICCs that are not their owner's: each refused by name, and each shown to succeed without its check.

use super::*;
use crate::harness::Key;
use landfall_euicc::checks;
use model::{Check, without};

/// Refused so; and taken without these checks.
fn attack(checks: &'static [Check], error: HomeError, mut attempt: impl FnMut() -> Reply) {
    assert_eq!(attempt(), Err(error));
    assert!(without(checks, &mut attempt).is_ok(), "without {checks:?} it succeeds");
}

/// Another operator's phone of this number.
fn stranger(at: &str) -> Phone {
    Operator::new().phone_with(&format!("8904903200123451234512345678{at}"))
}

// R: B5
#[test]
fn a_server_names_a_key_of_its_own() {
    let (_, [mut one, two]) = phones();
    drop(two);
    let key = stranger("01").home_key(1).expect("a key");
    attack(&[checks::GENUINE], HomeError::NotGenuine, || one.copy_out(1, &key));
}

// R: B5
#[test]
fn a_server_changes_a_statement() {
    let (_, [mut one, mut two]) = phones();
    let genuine = two.home_key(1).expect("a key");
    let own = stranger("01").home_key(1).expect("a key");
    // Another one-time key in the same statement.
    let [key, mine] = [&genuine, &own].map(|statement| one_time_key(statement));
    let forged = replaced(&genuine, &key, &mine);
    attack(&[checks::HOME_SIGNATURE], HomeError::Signature, || one.copy_out(1, &forged));
}

fn one_time_key(statement: &[u8]) -> Vec<u8> {
    let whole = tlv::parse_one(statement, 0xE6).expect("a statement");
    let payload = whole.children().require(0x30).expect("a payload");
    payload.children().require(0x83).expect("a key").value.to_vec()
}

/// The same bytes with `old` replaced by `new`.
fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let at = bytes.windows(old.len()).position(|window| window == old).expect("it is there");
    [&bytes[..at], new, &bytes[at + old.len()..]].concat()
}

// R: B5
#[test]
fn an_euicc_speaks_for_another() {
    let (operator, [mut one, mut two]) = phones();
    // Its own key, certified, under the EID of the one that the owner means.
    let key = Key::generate();
    let mut identity = operator.identity("890490320012345123451234567805", &key);
    identity.eid = two.eid;
    let mut impostor = Phone::new(identity, key);
    drop(two.home_key(1));
    let statement = impostor.home_key(1).expect("a key");
    attack(&[checks::HOME_EID], HomeError::Signature, || one.copy_out(1, &statement));
}

// R: B5
#[test]
fn a_statement_about_another_card_is_not_for_this_one() {
    let (_, [mut one, mut two]) = phones();
    let key = two.home_key(2).expect("a key");
    attack(&[checks::HOME_ADDRESS], HomeError::Address, || one.copy_out(1, &key));
}

// R: B5
#[test]
fn a_copy_from_a_stranger_is_not_taken() {
    let (_, [_, mut two]) = phones();
    let other = Operator::new();
    let mut stranger = other.phone_with("890490320012345123451234567807");
    give(&other, &mut stranger, portable(1, Assurance::None), 1);
    let key = two.home_key(1).expect("a key");
    let copy = without(&[checks::GENUINE], || stranger.copy_out(1, &key)).expect("he has no scruples");
    attack(&[checks::GENUINE], HomeError::NotGenuine, || two.copy_in(&copy, None));
}

// R: B5
#[test]
fn a_changed_copy_is_not_taken() {
    let (_, [mut one, mut two]) = phones();
    let key = two.home_key(1).expect("a key");
    let copy = one.copy_out(1, &key).expect("a copy");
    let mut changed = copy.clone();
    changed[400] ^= 1;
    assert_eq!(two.copy_in(&changed, None), Err(HomeError::Signature));
    let opened = without(&[checks::HOME_SIGNATURE], || two.copy_in(&changed, None));
    assert_eq!(opened, Err(HomeError::Sealed), "nor does it open");
    // Under its own signature: the header belongs to what is sealed.
    assert_eq!(two.copy_in(&copy, None), Ok(Vec::new()));
}

// R: B5
#[test]
fn a_copy_for_another_euicc_does_not_open() {
    let (_, [mut one, mut two, mut three]) = phones();
    let key = two.home_key(1).expect("a key");
    let copy = one.copy_out(1, &key).expect("a copy");
    three.home_key(1).expect("a key");
    assert_eq!(three.copy_in(&copy, None), Err(HomeError::Address));
    assert_eq!(without(&[checks::HOME_ADDRESS], || three.copy_in(&copy, None)), Err(HomeError::NoKey));
}

/// The live role is on its way to the second; the third has a copy too.
fn on_its_way() -> ([Phone; 3], Vec<u8>) {
    let (_, [mut one, mut two, mut three]) = phones();
    copy(&mut one, &mut two);
    copy(&mut one, &mut three);
    let statement = one.make_dormant(1, &two.eid).expect("a statement");
    ([one, two, three], statement)
}

// R: B5
#[test]
fn a_hand_over_makes_nobody_else_live() {
    let ([_, mut two, mut three], statement) = on_its_way();
    assert_eq!(two.make_live(1, &statement), Ok(Vec::new()));
    attack(&[checks::HOME_ADDRESS], HomeError::Address, || three.make_live(1, &statement));
}

// R: B5
#[test]
fn the_role_is_handed_over_once() {
    let ([mut one, mut two, mut three], statement) = on_its_way();
    let to = three.eid;
    assert_eq!(two.make_live(1, &statement), Ok(Vec::new()));
    attack(&[checks::HANDED_OVER], HomeError::HandedOver, || {
        let other = one.make_dormant(1, &to)?;
        three.make_live(1, &other)
    });
    assert_eq!((two.role(1), three.role(1)), (Some(Role::Live), Some(Role::Live)), "two, without its check");
}

// R: B5
#[test]
fn an_old_hand_over_is_stale() {
    let ([mut one, mut two, _], statement) = on_its_way();
    assert_eq!(two.make_live(1, &statement), Ok(Vec::new()));
    hand_over(&mut two, &mut one);
    attack(&[checks::GENERATION], HomeError::Older, || two.make_live(1, &statement));
    assert_eq!(one.role(1), Some(Role::Live), "two, without its check");
}

// R: B5
#[test]
fn who_does_not_have_the_card_hands_nothing_over() {
    let (operator, [mut one, mut two]) = phones();
    copy(&mut one, &mut two);
    // Genuine, with a card of the same number and keys, and copies of its own.
    let mut other = operator.phone_with("890490320012345123451234567808");
    give(&operator, &mut other, portable(1, Assurance::None), 1);
    let mut helper = operator.phone_with("890490320012345123451234567809");
    copy(&mut other, &mut helper);
    let statement = other.make_dormant(1, &two.eid).expect("a statement");
    assert_eq!(two.make_live(1, &statement), Err(HomeError::Sealed));
}

// R: B5
#[test]
fn a_hand_over_that_was_changed_is_not_taken() {
    let ([_, mut two, mut three], statement) = on_its_way();
    let to_three = replaced(&statement, two.eid.as_bytes(), three.eid.as_bytes());
    assert_eq!(three.make_live(1, &to_three), Err(HomeError::Signature));
    let unsigned = without(&[checks::HOME_SIGNATURE], || three.make_live(1, &to_three));
    assert_eq!(unsigned, Err(HomeError::Sealed), "the header belongs to what is sealed");
    assert_eq!(two.make_live(1, &statement), Ok(Vec::new()));
}

// R: B5
#[test]
fn nothing_secret_leaves_unsealed() {
    let (_, [mut one, mut two]) = phones();
    let key = two.home_key(1).expect("a key");
    let copy = one.copy_out(1, &key).expect("a copy");
    two.copy_in(&copy, None).expect("it comes in");
    let statement = one.make_dormant(1, &two.eid).expect("a statement");
    let secrets = [&profiles::KI[..], &profiles::OPC, profiles::PIN, profiles::PUK, profiles::ADM];
    for bytes in [&key, &copy, &statement] {
        for secret in secrets {
            let long = [secret, &[0xFF; 4]].concat();
            let secret = if secret.len() < 8 { &long } else { secret };
            assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{secret:02X?}");
        }
    }
}
