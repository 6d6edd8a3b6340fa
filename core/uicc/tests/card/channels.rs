//! MANAGE CHANNEL, and what channels share and don't.

use super::desk::Desk;

// R: A10
#[test]
fn channels_stand_on_their_own_and_share_the_codes() {
    let mut desk = Desk::sample();
    desk.send("80AA000004A9028100");
    for number in 1..=4 {
        assert_eq!(desk.send("0070000001"), format!("{number:02x}9000"));
    }
    // The lowest that is free.
    assert_eq!(desk.send("00708003"), "9000");
    // The card chooses the number.
    assert_eq!(desk.send("00700003"), "6a86");
    desk.usim();
    assert_eq!(desk.send("00A4000C026F07"), "9000");
    assert_eq!(desk.send("01A4040C07A0000000871002"), "9000");
    assert_eq!(desk.send("01A4000C026F7E"), "9000");
    // PIN1 given on channel 1 opens on channel 0.
    assert_eq!(desk.send("012000010831323334ffffffff"), "9000");
    assert_eq!(desk.send("00B0000009").len(), 22);
    assert_eq!(desk.send("01B000000B").len(), 26);
    assert_eq!(desk.send("02B0000001"), "6986");
    // A channel in the second range.
    assert_eq!(desk.send("40A4000C022FE2"), "9000");
    assert_eq!(desk.send("40B000000A").len(), 24);
    // Opened from channel 1: stands where channel 1 stands.
    assert_eq!(desk.send("0170000001"), "039000");
    assert_eq!(desk.send("03A4000C026F7E"), "9000");
    assert_eq!(desk.send("00708001"), "9000");
    assert_eq!(desk.send("00708001"), "6881");
    assert_eq!(desk.send("01B000000B"), "6881");
    assert_eq!(desk.send("02708002"), "9000");
    assert_eq!(desk.send("02A4000C"), "6881");
    // P2 00 means nothing when closing, on any channel.
    assert_eq!(desk.send("00708000"), "6a86");
    assert_eq!(desk.send("03708000"), "6a86");
    assert_eq!(desk.send("00700100"), "6a86");
    assert_eq!(desk.send("00700014"), "6a86");
}

// R: A10
#[test]
fn twenty_channels_and_no_more() {
    let mut desk = Desk::sample();
    for number in 1..=3 {
        assert_eq!(desk.send("0070000001"), format!("{number:02x}9000"));
    }
    // A terminal that knows no more gets no more, whatever else it says of itself.
    assert_eq!(desk.send("0070000001"), "6a81");
    assert_eq!(desk.send("80AA000005A903820101"), "9000");
    assert_eq!(desk.send("0070000001"), "6a81");
    assert_eq!(desk.send("80AA000004A9028100"), "9000");
    for number in 4..20 {
        assert_eq!(desk.send("0070000001"), format!("{number:02x}9000"));
    }
    assert_eq!(desk.send("0070000001"), "6a81");
    assert_eq!(desk.send("4FA4000C022FE2"), "9000");
    // A reset closes them.
    uicc::Smartcard::reset(&mut desk.card);
    assert_eq!(desk.send("01A4000C"), "6881");
}

// R: A10
#[test]
fn an_ended_application_forgets_its_local_codes() {
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    desk.give(0x81);
    assert_eq!(desk.send("00A4000C026F41"), "9000");
    assert_eq!(desk.send("00D600000145"), "9000");
    assert_eq!(desk.send("00A4044C07A0000000871002"), "9000");
    assert_eq!(desk.send("00A4000C027FFF"), "6a82");
    desk.usim();
    assert_eq!(desk.send("00A4000C026F41"), "9000");
    assert_eq!(desk.send("00D600000145"), "6982");
    // The global PIN1 stays given.
    assert_eq!(desk.send("00B0000005").len(), 14);
}
