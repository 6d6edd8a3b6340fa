//! VERIFY, CHANGE, DISABLE, ENABLE, UNBLOCK; the first PIN.

use super::{
    desk::{Desk, Fate},
    sample::{PIN1, PUK1, builder},
};
use model::SecretBytes;
use uicc::{CodeSpec, FilePath};

const WRONG: &str = "39393939ffffffff";

fn first_pin(desk: &mut Desk, pin: &[u8]) -> String {
    let step = desk.card.set_first_pin(&SecretBytes::from(pin));
    hex::encode(desk.drive(step))
}

// R: A10
#[test]
fn three_wrong_ones_block_and_the_puk_unblocks() {
    let mut desk = Desk::sample();
    assert_eq!(desk.send("0020000100"), "63c3");
    assert_eq!(desk.send("00200001"), "63c3");
    assert_eq!(desk.send(&format!("0020000108{WRONG}")), "63c2");
    assert_eq!(desk.send(&format!("0020000108{WRONG}")), "63c1");
    assert_eq!(desk.send(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(desk.send("00200001"), "63c3");
    for left in ["63c2", "63c1", "63c0"] {
        assert_eq!(desk.send(&format!("0020000108{WRONG}")), left);
    }
    // Blocked: even the right one is refused, and what was open is closed.
    assert_eq!(desk.send(&format!("0020000108{PIN1}")), "6983");
    assert_eq!(desk.send("00200001"), "6983");
    assert_eq!(desk.send("00A4080C047F106F3A"), "9000");
    assert_eq!(desk.send("00B201041C"), "6982");
    assert_eq!(desk.send(&format!("0024000110{PIN1}{PIN1}")), "6983");
    assert_eq!(desk.send(&format!("0026000108{PIN1}")), "6983");
    // UNBLOCK: asks, fails, refuses what is no PIN, succeeds and opens.
    assert_eq!(desk.send("002C0001"), "63ca");
    assert_eq!(desk.send(&format!("002C000110{WRONG}{WRONG}")), "63c9");
    assert_eq!(desk.send(&format!("002C000110{PUK1}31ff32ffffffffff")), "6a80");
    assert_eq!(desk.send("002C0001"), "63c9");
    assert_eq!(desk.send(&format!("002C000110{PUK1}{WRONG}")), "9000");
    assert_eq!(desk.send("002C0001"), "63ca");
    assert_eq!(desk.send("00200001"), "63c3");
    assert!(desk.send("00B201041C").ends_with("9000"));
    let mut desk = desk.restarted();
    assert_eq!(desk.send(&format!("0020000108{PIN1}")), "63c2");
    assert_eq!(desk.send(&format!("0020000108{WRONG}")), "9000");
}

// R: A10
#[test]
fn ten_wrong_puks_are_the_end() {
    let mut desk = Desk::sample();
    for left in (0..10).rev() {
        assert_eq!(desk.send(&format!("002C000110{WRONG}{WRONG}")), format!("63c{left:x}"));
    }
    assert_eq!(desk.send(&format!("002C000110{PUK1}{WRONG}")), "6983");
    assert_eq!(desk.restarted().send(&format!("002C000110{PUK1}{WRONG}")), "6983");
    // The PIN itself was not tried.
    assert_eq!(desk.send("00200001"), "63c3");
}

// R: A10
#[test]
fn a_pin_is_changed() {
    let mut desk = Desk::sample();
    assert_eq!(desk.send(&format!("0024000110{WRONG}{WRONG}")), "63c2");
    assert_eq!(desk.send(&format!("0024000110{PIN1}31323aFFFFFFFFFF")), "6a80");
    assert_eq!(desk.send("00200001"), "63c2");
    assert_eq!(desk.send(&format!("0024000110{PIN1}{WRONG}")), "9000");
    assert_eq!(desk.send(&format!("0020000108{PIN1}")), "63c2");
    let mut desk = desk.restarted();
    assert_eq!(desk.send("00200001"), "63c2");
    assert_eq!(desk.send(&format!("0020000108{WRONG}")), "9000");
}

// R: A10
#[test]
fn a_disabled_pin_is_not_asked_for() {
    let mut desk = Desk::sample();
    assert_eq!(desk.send(&format!("0028000108{PIN1}")), "6985");
    assert_eq!(desk.send(&format!("0026000108{WRONG}")), "63c2");
    assert_eq!(desk.send(&format!("0026000108{PIN1}")), "9000");
    let mut desk = desk.restarted();
    assert_eq!(desk.send("00A4080C047F106F3A"), "9000");
    assert!(desk.send("00B201041C").ends_with("9000"));
    for command in ["0020000108", "0026000108"] {
        assert_eq!(desk.send(&format!("{command}{PIN1}")), "6984");
    }
    assert_eq!(desk.send(&format!("0024000110{PIN1}{PIN1}")), "6984");
    assert_eq!(desk.send(&format!("0028000108{WRONG}")), "63c2");
    assert_eq!(desk.send(&format!("0028000108{PIN1}")), "9000");
    let mut desk = desk.restarted();
    assert_eq!(desk.send("00A4080C047F106F3A"), "9000");
    assert_eq!(desk.send("00B201041C"), "6982");
}

// R: A10
#[test]
fn codes_that_are_not_there_or_malformed() {
    let mut desk = Desk::sample();
    for (command, status) in [
        ("0020000208".to_owned() + PIN1, "6a88"),
        ("0020000008".to_owned() + PIN1, "6a86"),
        ("0020010108".to_owned() + PIN1, "6a86"),
        ("0020004108".to_owned() + PIN1, "6a86"),
        ("00200001".to_owned() + "0431323334", "6700"),
        ("0024000108".to_owned() + PIN1, "6700"),
        ("002C000108".to_owned() + PUK1, "6700"),
        ("0026000104".to_owned() + "31323334", "6700"),
        ("0026910108".to_owned() + PIN1, "6a86"),
        ("002C000A".to_owned(), "6a88"),
    ] {
        assert_eq!(desk.send(&command), status, "{command}");
    }
    assert_eq!(desk.send("00200001"), "63c3");
    assert!(desk.commits.is_empty(), "none of these cost a try");
}

// R: A10
#[test]
fn the_universal_pin_stands_in_for_a_disabled_one() {
    let mut builder = builder();
    builder.set_pin(FilePath::mf(), CodeSpec { unblocked_by: None, ..CodeSpec::pin(0x11, *b"2468") }).expect("a PIN");
    let mut desk = Desk::new(builder.finish().expect("a profile"));
    assert_eq!(desk.send(&format!("0026910108{PIN1}")), "9000");
    assert_eq!(desk.send("00A4080C047F106F3A"), "9000");
    assert_eq!(desk.send("00B201041C"), "6982");
    assert_eq!(desk.send("002000110832343638FFFFFFFF"), "9000");
    assert!(desk.send("00B201041C").ends_with("9000"));
}

// R: A10
#[test]
fn the_user_sets_the_first_pin_once() {
    let mut desk = Desk::sample();
    assert!(desk.card.is_fresh());
    for bad in [&b"123"[..], b"123456789", b"12a4", b""] {
        assert_eq!(first_pin(&mut desk, bad), "6a80");
    }
    desk.fate = Fate::Fails;
    assert_eq!(first_pin(&mut desk, b"987654"), "6581");
    desk.fate = Fate::Works;
    assert_eq!(first_pin(&mut desk, b"987654"), "9000");
    assert_eq!(first_pin(&mut desk, b"1111"), "6985");
    let mut desk = desk.restarted();
    assert!(!desk.card.is_fresh());
    assert_eq!(first_pin(&mut desk, b"1111"), "6985");
    assert_eq!(desk.send(&format!("0020000108{PIN1}")), "63c2");
    assert_eq!(desk.send("0020000108393837363534ffff"), "9000");
}

// R: A10
#[test]
fn a_used_profile_takes_no_first_pin() {
    let mut desk = Desk::sample();
    desk.give(0x01);
    assert_eq!(first_pin(&mut desk, b"1111"), "6985");
    assert_eq!(first_pin(&mut desk.restarted(), b"1111"), "6985");
}

// R: A10
#[test]
fn a_first_pin_enables_one_that_the_package_had_disabled() {
    let mut builder = builder();
    builder
        .set_pin(FilePath::mf(), CodeSpec { unblocked_by: None, ..CodeSpec::pin(0x02, *b"0000") }.disabled())
        .expect("a PIN");
    let mut desk = Desk::new(builder.finish().expect("a profile"));
    assert_eq!(first_pin(&mut desk, b"2222"), "9000");
    assert!(!desk.card.is_pin_open());
    assert_eq!(desk.send("002000010832323232ffffffff"), "9000");
    assert!(desk.card.is_pin_open());
    uicc::Smartcard::reset(&mut desk.card);
    assert!(!desk.card.is_pin_open());
}
