//! A copy takes the place of another card, in one step.

use super::*;
use crate::{harness::Fate, session::list};
use rsp::{
    es10::DeleteResult,
    metadata::{OperatorId, PprIds},
};
use uicc::profile::TABLE;

/// The second has card 2, and a copy of card 1 that waits.
fn waiting() -> (Phone, Phone, Vec<u8>) {
    let (operator, [mut one, mut two]) = phones();
    give(&operator, &mut two, metadata(2), 2);
    let key = two.home_key(1).expect("a key");
    let copy = one.copy_out(1, &key).expect("a copy");
    (one, two, copy)
}

// R: B5
#[test]
fn the_old_card_goes_with_all_its_records_as_the_new_one_comes() {
    let (_, mut two, copy) = waiting();
    assert_eq!(enable(&mut two, 2), EnableResult::Ok);
    assert!(!two.disk.scan(TABLE, iccid(2).as_ef()).is_empty());
    two.fate = Fate::CommitsFail;
    assert_eq!(two.copy_in(&copy, Some(2)), Err(HomeError::Unkept));
    two.fate = Fate::Works;
    assert_eq!((two.role(1), two.role(2)), (None, Some(Role::Live)));
    assert_eq!(two.copy_in(&copy, Some(3)), Err(HomeError::NoSuchCard));
    assert_eq!(two.copy_in(&copy, Some(2)), Ok(Vec::new()));
    assert_eq!((two.role(1), two.role(2)), (Some(Role::Dormant), None));
    assert!(two.disk.scan(TABLE, iccid(2).as_ef()).is_empty());
    two.restart();
    assert_eq!(list(&mut two).iter().map(|card| card.iccid).collect::<Vec<_>>(), [Some(iccid(1))]);
    assert_eq!(two.copy_in(&copy, Some(2)), Ok(Vec::new()), "the answer may be lost");
}

// R: B5
#[test]
fn either_card_is_there_whenever_the_power_is_cut() {
    let (mut before, mut after) = (0, 0);
    for cut in 0.. {
        let (_, mut two, copy) = waiting();
        (two.steps, two.power) = (0, Some(cut));
        let done = two.try_copy_in(&copy, Some(2)).is_ok();
        two.restart();
        match (two.role(1), two.role(2)) {
            (None, Some(Role::Live)) => before += 1,
            (Some(Role::Dormant), None) => after += 1,
            other => panic!("{other:?} at {cut}"),
        }
        assert_eq!(two.copy_in(&copy, Some(2)), Ok(Vec::new()), "and it goes on");
        if done {
            break;
        }
    }
    assert!(before >= 2 && after >= 2, "{before} {after}");
}

// R: B5
#[test]
fn a_newer_copy_takes_a_dormant_ones_place_and_an_older_one_does_not() {
    let (_, [mut one, mut two]) = phones();
    copy(&mut one, &mut two);
    let key = two.home_key(1).expect("a key");
    let old = one.copy_out(1, &key).expect("a copy");
    // The role goes to the second and back: the copy is of before.
    hand_over(&mut one, &mut two);
    hand_over(&mut two, &mut one);
    assert_eq!(two.copy_in(&old, Some(1)), Err(HomeError::Older));
    let taken = model::without(&[landfall_euicc::checks::GENERATION], || two.copy_in(&old, Some(1)));
    assert_eq!((taken, two.generation(1)), (Ok(Vec::new()), 0), "without its check it forgets what it saw");
}

// R: B5
#[test]
fn deleting_a_card_ends_the_key_of_its_copies() {
    let (_, [mut one, mut two]) = phones();
    copy(&mut one, &mut two);
    let key = two.home_key(1).expect("a key");
    let waiting = one.copy_out(1, &key).expect("a copy");
    assert_eq!(crate::session::delete(&mut two, 1), rsp::es10::DeleteResult::Ok);
    assert_eq!(two.copy_in(&waiting, None), Err(HomeError::NoKey));
}

// R: B5
#[test]
fn an_operators_rules_stand_in_the_way_of_what_it_forbids_alone() {
    let owner = || OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: None, gid2: None };
    let locked = |number, rules| StoreMetadataRequest {
        profile_owner: Some(owner()),
        profile_policy_rules: Some(rules),
        ..portable(number, Assurance::None)
    };
    let (operator, [mut one, mut two]) = phones();
    give(&operator, &mut two, locked(2, PprIds::PPR2), 2);
    let key = two.home_key(1).expect("a key");
    let copy = one.copy_out(1, &key).expect("a copy");
    assert_eq!(two.copy_in(&copy, Some(2)), Err(HomeError::Policy), "it may not be deleted");
    assert_eq!(two.copy_in(&copy, None), Ok(Vec::new()));
    // One that may not be deleted may be moved: what is left behind is no card any more.
    let key = one.home_key(2).expect("a key");
    let copy = two.copy_out(2, &key).expect("a copy");
    one.copy_in(&copy, None).expect("it comes in");
    let statement = two.make_dormant(2, &one.eid).expect("a statement");
    assert_eq!(one.make_live(2, &statement), Ok(Vec::new()));
    assert_eq!(crate::session::delete(&mut two, 2), DeleteResult::Ok);
    assert_eq!(crate::session::delete(&mut one, 2), DeleteResult::DisallowedByPolicy);

    // One that may not be disabled goes where it locks out nobody.
    let mut three = operator.phone_with("890490320012345123451234567803");
    give(&operator, &mut three, locked(3, PprIds::PPR1), 3);
    let key = one.home_key(3).expect("a key");
    let copy = three.copy_out(3, &key).expect("a copy");
    assert_eq!(one.copy_in(&copy, None), Err(HomeError::Policy));
    assert_eq!(enable(&mut three, 3), EnableResult::Ok);
    assert_eq!(three.make_dormant(3, &one.eid), Err(HomeError::Policy), "nor is it disabled by a hand-over");
}
