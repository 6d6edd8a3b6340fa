//! The way of a card from one eUICC to the other and back.

use super::*;
use crate::{
    notifications::{listed, listened},
    session::{delete, list},
};
use landfall_euicc::checks;
use model::without;
use rsp::{
    es10::DeleteResult,
    metadata::{NotificationEvent, ProfileClass, ProfileState},
};

// R: B5 F5
#[test]
fn a_copy_is_dormant_until_the_live_one_hands_over() {
    let (_, [mut one, mut two]) = phones();
    copy(&mut one, &mut two);
    assert_eq!((one.role(1), two.role(1)), (Some(Role::Live), Some(Role::Dormant)));
    assert_eq!(enable(&mut two, 1), EnableResult::DisallowedByPolicy);
    assert_eq!(enable(&mut one, 1), EnableResult::Ok);
    hand_over(&mut one, &mut two);
    for phone in [&mut one, &mut two] {
        phone.restart();
    }
    assert_eq!((one.role(1), two.role(1)), (Some(Role::Dormant), Some(Role::Live)));
    assert!(list(&mut one).iter().all(|card| card.profile_state == Some(ProfileState::Disabled)), "disabled first");
    assert_eq!(enable(&mut one, 1), EnableResult::DisallowedByPolicy);
    in_use(&mut two);
    assert_eq!(answers(&mut two, &Network::new().challenge()), Answer::Res);
    // And back again, and forth.
    for generation in 2..5 {
        let (from, to) = if generation % 2 == 0 { (&mut two, &mut one) } else { (&mut one, &mut two) };
        hand_over(from, to);
        assert_eq!((from.generation(1), to.generation(1)), (generation, generation));
        assert_eq!((from.role(1), to.role(1)), (Some(Role::Dormant), Some(Role::Live)));
    }
}

// R: B5
#[test]
fn a_dormant_card_could_be_used_without_its_check() {
    let (_, [mut one, mut two]) = phones();
    copy(&mut one, &mut two);
    assert_eq!(enable(&mut two, 1), EnableResult::DisallowedByPolicy);
    assert_eq!(without(&[checks::DORMANT], || enable(&mut two, 1)), EnableResult::Ok);
}

// R: B5
#[test]
fn what_an_operator_did_not_mark_is_not_copied() {
    let (operator, [mut one, mut two]) = phones();
    give(&operator, &mut one, metadata(2), 2);
    let key = two.home_key(2).expect("a key");
    assert_eq!(one.copy_out(2, &key), Err(HomeError::NotPortable));
    let copied = without(&[checks::PORTABLE], || one.copy_out(2, &key)).expect("without its check");
    assert_eq!(two.copy_in(&copied, None), Err(HomeError::NotPortable), "nor taken");
    assert_eq!(without(&[checks::PORTABLE], || two.copy_in(&copied, None)), Ok(Vec::new()));

    let test = StoreMetadataRequest { profile_class: Some(ProfileClass::Test), ..portable(3, Assurance::None) };
    let mut row = profiles::subscriber(3, profiles::milenage());
    row.ki = [0; 16].into();
    let mut shop = Shop::new(&operator, test, &profiles::package(&row));
    assert!(matches!(download(&mut one, &mut shop), FinalResult::Success { .. }));
    let key = two.home_key(3).expect("a key");
    assert_eq!(one.copy_out(3, &key), Err(HomeError::Unfit), "a test card");
    let card = landfall_euicc::card_of(
        &saip::resolve(&saip::build(&profiles::subscriber(4, profiles::milenage())).expect("a row"))
            .expect("a profile"),
    );
    let step = one.euicc.put_card(portable(4, Assurance::None), &card.expect("a card"), &mut random);
    assert_eq!(one.drive(step).expect("the power stays on"), [0x90, 0x00]);
    let key = two.home_key(4).expect("a key");
    assert_eq!(one.copy_out(4, &key), Err(HomeError::Unfit), "no operator stands behind its metadata");
}

// R: B5
#[test]
fn who_keeps_keys_less_well_than_the_operator_demands_gets_no_copy() {
    let (operator, [mut one, mut two]) = phones();
    give(&operator, &mut one, portable(2, Assurance::SecureElement), 2);
    let key = two.home_key(2).expect("a key");
    assert_eq!(one.copy_out(2, &key), Err(HomeError::Assurance));
    assert!(without(&[checks::HOME_ASSURANCE], || one.copy_out(2, &key)).is_ok());
}

// R: B5
#[test]
fn a_copy_has_what_the_card_had() {
    let (_, [mut one, mut two]) = phones();
    in_use(&mut one);
    // A wrong PIN, and a file that its user wrote.
    assert_eq!(sim::verify(&mut one, 0x01, b"0000"), "63c2");
    assert_eq!(sim::verify(&mut one, 0x01, profiles::PIN), "9000");
    assert_eq!(one.send("00A4 000C 02 6F3C"), "9000", "EF.SMS");
    let message = format!("00DC 0104 B0 01{}", "AB".repeat(175));
    assert_eq!(one.send(&message), "9000");
    copy(&mut one, &mut two);
    hand_over(&mut one, &mut two);
    two.restart();
    in_use(&mut two);
    assert_eq!(two.send("00A4 000C 02 6F3C"), "9000");
    assert_eq!(sim::read_record(&mut two, 1, 0xB0).map(|record| record[..3].to_vec()), Ok(vec![1, 0xAB, 0xAB]));
}

// R: B5 F5
#[test]
fn the_new_home_knows_neither_place_nor_keys_of_the_old() {
    // File, and its content as it should be: identity and area none, not updated; no key.
    let files: [(&str, &[u8], &[u8]); 7] = [
        ("00A4 000C 02 6F7E", &[0xFF; 4], &[0, 0, 0xFF, 1]),
        ("00A4 000C 02 6F73", &[0xFF; 7], &[0, 0, 0xFF, 1]),
        ("00A4 000C 02 6FE3", &[0xFF; 12], &[0, 0, 1]),
        ("00A4 000C 02 6F08", &[7, 0xFF], &[0xFF; 31]),
        ("00A4 000C 02 6F09", &[7, 0xFF], &[0xFF; 31]),
        ("00A4 080C 06 7FFF 5FC0 4F01", &[0xFF; 13], &[0, 0, 0, 1]),
        ("00A4 080C 06 7FFF 5F3B 4F20", &[0xFF; 8], &[7]),
    ];
    let (_, [mut one, mut two]) = phones();
    in_use(&mut one);
    for (select, ..) in files {
        assert_eq!(one.send(select), "9000", "{select}");
        assert_eq!(one.send("00D6 0000 09 112233445566778899"), "9000", "{select}");
    }
    copy(&mut one, &mut two);
    hand_over(&mut one, &mut two);
    in_use(&mut two);
    for (select, head, tail) in files {
        assert_eq!(two.send(select), "9000", "{select}");
        let content = two.transmit(&[0x00, 0xB0, 0, 0, 0]);
        let content = &content[..content.len() - 2];
        assert!(content.starts_with(head) && content.ends_with(tail), "{select}: {content:02X?}");
        assert!(!content.contains(&0x22), "{select}");
    }
}

// R: B5
#[test]
fn no_server_hears_that_a_dormant_copy_was_deleted() {
    let operator = Operator::new();
    let mut phones = ["00", "01"].map(|at| operator.phone_with(&format!("8904903200123451234512345678{at}")));
    let [one, two] = &mut phones;
    let told = StoreMetadataRequest {
        service_specific_data: portable(1, Assurance::None).service_specific_data,
        ..listened(1, &["listener.example"])
    };
    give(&operator, one, told, 1);
    copy(one, two);
    let events =
        |phone: &mut Phone| listed(phone, None).iter().map(|one| one.profile_management_operation).collect::<Vec<_>>();
    assert_eq!(events(two), [], "nor that it came");
    assert_eq!(delete(two, 1), DeleteResult::Ok);
    assert_eq!(events(two), []);
    copy(one, two);
    hand_over(one, two);
    assert_eq!(delete(one, 1), DeleteResult::Ok, "the old phone of a move");
    assert!(!events(one).contains(&NotificationEvent::DELETE));
    assert_eq!(delete(two, 1), DeleteResult::Ok);
    assert_eq!(events(two), [NotificationEvent::DELETE], "the last one's end is told");
}

// R: B5
#[test]
fn each_step_repeated_says_the_same() {
    let (_, [mut one, mut two]) = phones();
    let key = two.home_key(1).expect("a key");
    let again = two.home_key(1).expect("a key");
    let (first, second) = (one.copy_out(1, &key).expect("a copy"), one.copy_out(1, &again).expect("a copy"));
    assert_eq!(two.copy_in(&second, None), Ok(Vec::new()), "sealed to the same key");
    assert_eq!(two.copy_in(&second, None), Ok(Vec::new()), "it is in");
    assert_eq!(two.copy_in(&first, None), Err(HomeError::NoKey), "one copy a key");
    let statement = one.make_dormant(1, &two.eid).expect("a statement");
    one.restart();
    assert_eq!(one.make_dormant(1, &two.eid), Ok(statement.clone()));
    assert_eq!(two.make_live(1, &statement), Ok(Vec::new()));
    assert_eq!(two.make_live(1, &statement), Ok(Vec::new()));
    assert_eq!(two.generation(1), 1);
    assert_eq!(two.force_live(1), Ok(Vec::new()), "it is");
    assert_eq!(two.generation(1), 1);
}

// R: B5
#[test]
fn what_can_not_be_asked_of_a_card_is_refused_by_name() {
    let (operator, [mut one, mut two]) = phones();
    let other = operator.phone_with("890490320012345123451234567899").eid;
    assert_eq!(one.home_key(1), Err(HomeError::Here), "it is live here");
    assert_eq!(one.make_dormant(9, &other), Err(HomeError::NoSuchCard));
    assert_eq!(one.force_live(9), Err(HomeError::NoSuchCard));
    assert_eq!(one.make_dormant(1, &other), Err(HomeError::NotCopied));
    let own = one.eid;
    assert_eq!(one.make_dormant(1, &own), Err(HomeError::Address));
    copy(&mut one, &mut two);
    assert_eq!(two.make_dormant(1, &other), Err(HomeError::Dormant));
    let key = operator.phone_with("890490320012345123451234567899").home_key(1).expect("a key");
    assert_eq!(two.copy_out(1, &key), Err(HomeError::Dormant));
    let key = two.home_key(1).expect("a key");
    let copy = one.copy_out(1, &key).expect("a copy");
    assert_eq!(two.copy_in(&copy, None), Err(HomeError::Here));
    assert_eq!(two.copy_in(&copy, Some(1)), Ok(Vec::new()), "unless it is asked to take its place");
}

// R: B5
#[test]
fn what_is_forgotten_is_as_at_first_in_every_file() {
    let card = |algorithm| {
        let package = saip::build(&profiles::subscriber(1, algorithm)).expect("a complete row");
        landfall_euicc::card_of(&saip::resolve(&package).expect("a profile")).expect("a card")
    };
    for algorithm in [profiles::milenage(), profiles::tuak(), model::Algorithm::Comp128 { version: 1 }] {
        let fresh = card(algorithm.clone());
        let mut forgetful = card(algorithm);
        forgetful.forget_network();
        assert_eq!(forgetful.records(), fresh.records());
    }
}

// R: B5
#[test]
fn a_limit_of_authentications_goes_with_the_card() {
    let row = profiles::subscriber(1, model::Algorithm::Comp128 { version: 1 });
    let package = saip::build(&row).expect("a complete row");
    let card = || landfall_euicc::card_of(&saip::resolve(&package).expect("a profile")).expect("a card");
    let marks = |card: &uicc::Profile| card.marks().to_bytes();
    let (fresh, mut other) = (card(), card());
    // 20,000 less one, as the card writes it.
    let used = hex::encode(marks(&fresh).expose()).replace("81024e20", "81024e1f");
    assert_ne!(used, hex::encode(marks(&fresh).expose()));
    let used = uicc::profile::Marks::from_bytes(&hex::decode(used).expect("digits")).expect("marks");
    assert_eq!(other.go_on_from(&used), Ok(()));
    assert_eq!(other.marks(), used);
    assert_eq!(other.go_on_from(&fresh.marks()), Ok(()));
    assert_eq!(other.marks(), used, "what is used up stays so");
    let foreign = landfall_euicc::card_of(
        &saip::resolve(&saip::build(&profiles::subscriber(1, profiles::milenage())).expect("a row"))
            .expect("a profile"),
    );
    assert!(other.go_on_from(&foreign.expect("a card").marks()).is_err(), "one without a limit");
}
