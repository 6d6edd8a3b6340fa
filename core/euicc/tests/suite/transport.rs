//! T=0: answers are announced by 61xx and fetched by GET RESPONSE (TS 102 221 §7.3.1.1).

use crate::harness::{
    Operator, Shop, download,
    profiles::{self, metadata},
    sim,
};
use crate::session::enable;
use rsp::notification::FinalResult;
use uicc::{Smartcard, Transport};

// R: E7
#[test]
fn a_download_over_t0() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    phone.transport = Transport::T0;
    phone.restart();
    assert!(phone.euicc.atr().starts_with(&[0x3B, 0x9F, 0x96, 0x80]), "T=0 first");
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
    enable(&mut phone, 1);
    // The profile's own answers too.
    let announced = phone.send("00A4 0404 07 A0000000871002");
    assert_eq!(&announced[..2], "61");
    assert!(phone.send(&format!("00C0 0000 {}", &announced[2..])).ends_with("9000"));
    assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "9000");
    assert_eq!(&phone.send("00A4 0004 02 6F07")[..2], "61");
    assert_eq!(phone.send("00B0 0000 00"), "6c09");
    assert_eq!(phone.send("00B0 0000 09"), "0809101000000000109000");
}

#[test]
fn what_waits_is_fetched_once_in_pieces_and_on_its_channel() {
    let mut phone = Operator::new().phone();
    phone.transport = Transport::T0;
    phone.restart();
    assert_eq!(phone.send("0070 0000 01"), "019000", "a length was given");
    assert_eq!(phone.send("0070 0000"), "6101", "none was");
    assert_eq!(phone.send("00C0 0000 01"), "029000");
    assert_eq!(phone.send("01A4 0400 10 A0000005591010FFFFFFFF8900000100"), "6121");
    assert_eq!(phone.send("80C0 0000 22"), "6985", "on another channel");
    assert_eq!(phone.send("81E2 9100 06 BF3E035C015A"), "6115");
    assert_eq!(phone.send("81C0 0000 16"), "6c15");
    assert_eq!(phone.send("81C0 0100 15"), "6a86");
    let first = phone.send("81C0 0000 05");
    assert_eq!(first, "bf3e125a106110");
    assert_eq!(phone.send("81C0 0000 10"), hex::encode(phone.eid.as_bytes()) + "9000");
    assert_eq!(phone.send("81C0 0000 01"), "6985", "nothing waits any more");
    assert_eq!(phone.send("81E2 9100 06 BF3E035C015A"), "6115");
    assert_eq!(phone.send("0070 8002"), "9000");
    assert_eq!(phone.send("81C0 0000 15"), "6985", "another command came");
}
