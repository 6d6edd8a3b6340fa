//! Logical channels (TS 102 221 §11.1.17): one table for the eUICC and the profile's card.

use crate::harness::{profiles, sim};
use crate::session::{enable, with_profiles};

const SELECT_ISDR: &str = "A4 0400 10 A0000005591010FFFFFFFF8900000100";
const USIM: &str = "A4 0404 07 A0000000871002";
/// GetEID.
const EID: &str = "E2 9100 06 BF3E035C015A";

// R: A10
#[test]
fn they_open_and_close_without_a_profile() {
    let (mut phone, _) = with_profiles(0);
    for channel in ["01", "02", "03"] {
        assert_eq!(phone.send("0070 0000 01"), format!("{channel}9000"));
    }
    assert_eq!(phone.send("0070 0000 01"), "6a81", "a terminal that knows no more gets no more");
    assert_eq!(phone.send("80AA 0000 04 A9028100"), "9000");
    assert_eq!(phone.send("0070 0000 01"), "049000");
    assert_eq!(phone.send("0070 0000 01"), "059000");
    assert_eq!(phone.send("0070 0006"), "6a86", "the card chooses");
    assert_eq!(phone.send("0070 8003"), "9000");
    assert_eq!(phone.send("0070 8003"), "6881");
    assert_eq!(phone.send("0370 8003"), "6881", "on a channel that is not open");
    assert_eq!(phone.send("0070 0000 02"), "6c01", "nothing is opened by a wrong length");
    assert_eq!(phone.send("0270 8002"), "9000", "itself");
    assert_eq!(phone.send("0170 8000"), "6a86", "by its number only");
    assert_eq!(phone.send("02A4 0004 02 3F00"), "6881");
    assert_eq!(phone.send(&format!("41{SELECT_ISDR}")).get(..2), Some("6f"), "channel 5 is 41");
    assert!(phone.send(&format!("C1{EID}")).ends_with("9000"));
    assert_eq!(phone.send(&format!("81{EID}")).len(), 4, "not on channel 1");
    for free in [2, 3].into_iter().chain(6..20) {
        assert_eq!(phone.send("0070 0000 01"), format!("{free:02x}9000"));
    }
    assert_eq!(phone.send("0070 0000 01"), "6a81", "there are twenty");
    assert_eq!(phone.send("6FA4 0004 02 3F00"), "6882", "secure messaging");
    assert_eq!(phone.send("1070 0000 01"), "6e00");
}

// R: A10
#[test]
fn each_has_its_own_selection() {
    let (mut phone, _) = with_profiles(1);
    phone.reset();
    assert_eq!(phone.send("0070 0000 01"), "019000");
    enable(&mut phone, 1);
    assert_eq!(phone.send("0070 0000 01"), "039000", "the phone itself had taken 2");
    assert!(phone.send(&format!("01{SELECT_ISDR}")).ends_with("9000"));
    assert!(phone.send(&format!("03{USIM}")).ends_with("9000"), "opened before the profile came, and by itself");
    assert_eq!(phone.send("03A4 000C 02 6F07"), "9000");
    assert_eq!(phone.send("00A4 000C 02 6F07"), "6a82", "the basic channel stands at the MF");
    assert!(phone.send(&format!("81{EID}")).ends_with("9000"));
    assert_eq!(phone.send(&format!("83{EID}")), "6d00", "the profile has no such command");
    assert_eq!(phone.send("01B0 0000 09"), "6d00", "the ISD-R has no files");
    assert_eq!(phone.send(&format!("01{EID}")), "6e00", "not in this class");
    // A selection that fails leaves the ISD-R selected; one that works does not.
    assert_eq!(phone.send("01A4 0404 05 A000000099"), "6a82");
    assert!(phone.send(&format!("81{EID}")).ends_with("9000"));
    assert_eq!(phone.send("01A4 000C 02 3F00"), "9000");
    assert_eq!(phone.send(&format!("81{EID}")), "6d00");
    // On the basic channel too.
    assert!(phone.send(&format!("00{SELECT_ISDR}")).ends_with("9000"));
    assert!(phone.send(&format!("80{EID}")).ends_with("9000"));
    assert_eq!(phone.send("00A4 040C 10 A0000005591010FFFFFFFF8900000100"), "9000", "without FCI if so asked");
    assert_eq!(phone.send("00A4 000C 02 3F00"), "9000");
    for truncated in ["0F A0000005591010FFFFFFFF89000001", "09 A0000005591010FFFF", "05 A000000559"] {
        assert!(phone.send(&format!("00A4 0400 {truncated}")).starts_with("6f"), "{truncated}");
        assert!(phone.send(&format!("80{EID}")).ends_with("9000"));
        assert_eq!(phone.send("00A4 000C 02 3F00"), "9000");
        assert_eq!(phone.send(&format!("00A4 0402 {truncated}")), "6a82", "there is no next one");
    }
    assert_eq!(phone.send("00A4 0400 04 A0000005"), "6a82", "shorter than an AID may be");
    sim::select_usim(&mut phone);
    assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "9000");
}

// R: A10
#[test]
fn two_readers_blocks_do_not_mix() {
    let (mut phone, _) = with_profiles(0);
    for channel in ["01", "02"] {
        assert_eq!(phone.send("0070 0000 01"), format!("{channel}9000"));
        assert!(phone.send(&format!("{channel}{SELECT_ISDR}")).ends_with("9000"));
    }
    assert_eq!(phone.send("81E2 1100 03 BF3E03"), "9000");
    assert_eq!(phone.send("82E2 1100 03 BF3E03"), "9000");
    assert_eq!(phone.send("81E2 9101 03 5C015A"), "6a86", "the other one's came between");
    assert_eq!(phone.send("82E2 1100 03 BF3E03"), "9000");
    assert!(phone.send("82E2 9101 03 5C015A").ends_with("9000"));
    // What a closed channel had begun is gone.
    assert_eq!(phone.send("82E2 1100 03 BF3E03"), "9000");
    assert_eq!(phone.send("0070 8002"), "9000");
    assert_eq!(phone.send("0070 0000 01"), "029000");
    assert!(phone.send(&format!("02{SELECT_ISDR}")).ends_with("9000"));
    assert_eq!(phone.send("82E2 9101 03 5C015A"), "6a86");
}
