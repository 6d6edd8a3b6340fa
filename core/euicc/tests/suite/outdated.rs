//! Another driver of the same eUICC changed what is durable: it is read before the next command, and the terminal goes on where it was.

use crate::harness::{
    Phone, Shop,
    profiles::{self, iccid},
    sim,
};
use crate::session::{delete, disable, enable, list, with_profiles};
use rsp::{
    es10::{DeleteResult, DisableResult, EnableResult, SetNicknameRequest, SetNicknameResponse},
    metadata::ProfileState,
};
use uicc::Smartcard;

const FETCH: &str = "8012 0000 0B";
const REFRESH: &str = "d009810301010482028182";
const DONE: &str = "8014 0000 0C 810301010482028281030100";
const READ: &str = "00B0 0000 09";

/// Something is done by another driver.
fn elsewhere(phone: &mut Phone, does: impl FnOnce(&mut Phone)) {
    let identity = phone.euicc.state().identity.clone();
    let mut other = Phone::new(identity, phone.key.clone());
    other.disk = phone.disk.clone();
    other.restart();
    does(&mut other);
    other.flush();
    phone.disk = other.disk;
    phone.euicc.outdated();
}

/// Profile 1 is in use, its PIN was given, and EF.IMSI is selected.
fn in_use() -> (Phone, Shop, String) {
    let (mut phone, shop) = with_profiles(2);
    enable(&mut phone, 1);
    sim::select_usim(&mut phone);
    assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "9000");
    assert_eq!(phone.send("00A4 000C 02 6F07"), "9000");
    let number = phone.send(READ);
    assert!(number.ends_with("9000"));
    (phone, shop, number)
}

fn enabled(phone: &mut Phone) -> Vec<bool> {
    list(phone).iter().map(|one| one.profile_state == Some(ProfileState::Enabled)).collect()
}

fn waiting(phone: &Phone) -> Vec<u64> {
    phone.euicc.state().notifications.iter().map(|one| one.metadata.seq_number).collect()
}

// R: F2
#[test]
fn what_others_have_changed_is_built_upon() {
    let (mut phone, _) = with_profiles(3);
    elsewhere(&mut phone, |other| assert_eq!(enable(other, 1), EnableResult::Ok));
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok);
    assert_eq!(enabled(&mut phone), [false, true, false]);
    let before = waiting(&phone);
    elsewhere(&mut phone, |other| assert_eq!(delete(other, 3), DeleteResult::Ok));
    assert_eq!(delete(&mut phone, 1), DeleteResult::Ok);
    assert_eq!(enabled(&mut phone), [true]);
    let after = waiting(&phone);
    assert!(after.starts_with(&before) && after.windows(2).all(|pair| pair[0] < pair[1]), "{before:?} {after:?}");
    phone.restart();
    assert_eq!((enabled(&mut phone), waiting(&phone)), (vec![true], after));
}

// R: A10
#[test]
fn the_profile_in_use_goes_on_where_it_was() {
    let (mut phone, _, number) = in_use();
    elsewhere(&mut phone, |other| {
        let request = SetNicknameRequest { iccid: iccid(1), profile_nickname: "mine".to_owned() };
        other.ask::<SetNicknameResponse>(&request);
    });
    assert_eq!(phone.send(READ), number, "channel, file and PIN");
    // A code that was changed or blocked behind its back is to be given again.
    elsewhere(&mut phone, |other| {
        sim::select_usim(other);
        for left in (0..3).rev() {
            assert_eq!(sim::verify(other, 0x01, b"0000"), format!("63c{left}"));
        }
    });
    assert_eq!(phone.send(READ), "6982");
    assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "6983", "nobody gets more tries by a second driver");
}

// R: A11
#[test]
fn a_terminal_is_told_that_another_profile_was_enabled_elsewhere() {
    let (mut phone, _, number) = in_use();
    assert!(phone.send("8010 0000 03 010080").starts_with('9'));
    elsewhere(&mut phone, |other| assert_eq!(enable(other, 2), EnableResult::Ok));
    assert_eq!(phone.send(READ), number.replace("9000", "910b"), "the old one serves until then");
    assert_eq!(phone.send(FETCH), REFRESH.to_owned() + "9000");
    elsewhere(&mut phone, |_| {});
    assert_eq!(phone.send(DONE), "9000", "it goes on with that too");
    assert_eq!(phone.send(READ), "6986", "another file system");
    // And once more, which is taken back before it was told.
    sim::select_usim(&mut phone);
    elsewhere(&mut phone, |other| assert_eq!(enable(other, 1), EnableResult::Ok));
    assert!(phone.send("80F2 0000 00").ends_with("910b"));
    elsewhere(&mut phone, |other| assert_eq!(enable(other, 2), EnableResult::Ok));
    assert!(phone.send("80F2 0000 00").ends_with("9000"));
}

// R: A11
#[test]
fn one_that_takes_no_refresh_finds_the_other_profile() {
    let (mut phone, _, number) = in_use();
    elsewhere(&mut phone, |other| assert_eq!(enable(other, 2), EnableResult::Ok));
    let read = hex::decode(READ.replace(' ', "")).expect("digits");
    let step = phone.euicc.transmit_to(&iccid(1), &read, &mut crate::harness::random);
    assert_eq!(phone.drive(step), Ok(vec![0x6A, 0x82]), "what is meant for the one reaches no other");
    assert_eq!(phone.send(READ), "6986");
    sim::select_usim(&mut phone);
    sim::verify(&mut phone, 0x01, profiles::PIN);
    phone.send("00A4 000C 02 6F07");
    assert_ne!(phone.send(READ), number);
}

// R: F3
#[test]
fn a_profile_that_was_deleted_elsewhere_is_written_no_more() {
    let (mut phone, _, _) = in_use();
    elsewhere(&mut phone, |other| {
        assert_eq!(disable(other, 1), DisableResult::Ok);
        assert_eq!(delete(other, 1), DeleteResult::Ok);
    });
    assert_eq!(phone.send(READ), "6d00", "no profile is in use");
    let left = phone.disk.scan(uicc::profile::TABLE, iccid(1).as_ef());
    assert_eq!(left, []);
}

// R: F1
#[test]
fn a_package_is_loaded_without_interruption_or_from_its_beginning() {
    let (mut phone, mut shop) = with_profiles(0);
    let package = crate::harness::fetch(&mut phone, &mut shop).bound_profile_package;
    let pieces = crate::harness::lpa::pieces(&package);
    assert!(!phone.euicc.is_midway());
    phone.es10(&pieces[0]).expect("taken");
    assert!(phone.euicc.is_midway(), "others keep out");
    // One that lost its turn all the same.
    elsewhere(&mut phone, |_| {});
    assert_eq!(phone.es10(&pieces[1]), Err(0x6985));
    assert!(!phone.euicc.is_midway());
    crate::harness::loaded(&mut phone, &pieces).expect("from its beginning");
    assert!(!phone.euicc.is_midway());
    assert_eq!(list(&mut phone).len(), 1);
    // One whose pieces make no sense ends, too.
    phone.es10(&pieces[0]).expect_err("it was loaded");
    assert!(!phone.euicc.is_midway());
}
