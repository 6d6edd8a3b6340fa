//! T=0.

use super::{desk::Desk, sample::PIN1};
use uicc::Transport;

// R: A10
#[test]
fn t0_as_a_reader_drives_it() {
    let mut desk = Desk::sample().with_transport(Transport::T0);
    let answer = desk.send("00A40004022FE2");
    assert!(answer.starts_with("61") && answer.len() == 4, "{answer}");
    let length = &answer[2..];
    assert_eq!(desk.send("00C0000000"), format!("6c{length}"));
    assert!(desk.send(&format!("00C00000{length}")).ends_with("9000"));
    assert_eq!(desk.send("00C0000001"), "6985");
    assert_eq!(desk.send("00B0000000"), "6c0a");
    assert_eq!(desk.send("00B000000A").len(), 24);
    assert_eq!(desk.send("0070000000"), "6c01");
    assert_eq!(desk.send("0070000001"), "019000");
    // Another command in between: what waited is gone.
    assert!(desk.send("00A40004022FE2").starts_with("61"));
    assert_eq!(desk.send("00A4000C022FE2"), "9000");
    assert_eq!(desk.send("00C0000001"), "6985");
    // AUTHENTICATE's answer is announced too.
    assert!(desk.send("00A4040407A0000000871002").starts_with("61"));
    assert_eq!(desk.send(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(desk.send(&format!("008800801110{}", "55".repeat(16))), "610e");
    assert_eq!(desk.send("00C000000E").len(), 32);
}

// R: A10
#[test]
fn the_atr_offers_t0() {
    use uicc::Smartcard;
    let mut desk = Desk::sample();
    let atr = desk.card.atr();
    assert_eq!(atr.first(), Some(&0x3B));
    assert_eq!(desk.card.reset(), atr);
    assert_eq!(desk.send("0084000010"), format!("{}9000", "a7".repeat(16)));
    assert_eq!(desk.send("0084000110"), "6a86");
}
