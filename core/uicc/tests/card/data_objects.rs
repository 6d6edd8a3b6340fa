//! RETRIEVE DATA and SET DATA on a BER-TLV file.

use super::desk::Desk;

fn ready() -> Desk {
    let mut desk = Desk::sample();
    desk.usim();
    assert_eq!(desk.send("00A4000C026F9F"), "9000");
    assert_eq!(desk.send("80CB00800180"), "6982");
    desk.give(0x01);
    desk
}

// R: A10
#[test]
fn objects_are_put_read_replaced_and_deleted() {
    let mut desk = ready();
    assert_eq!(desk.send("80CB00800180"), "6a88");
    assert_eq!(desk.send("80DB0080058003010203"), "9000");
    assert_eq!(desk.send("80DB0080065F3703040506"), "9000");
    assert_eq!(desk.send("80CB00800180"), "80030102039000");
    assert_eq!(desk.send("80CB0080025F37"), "5f37030405069000");
    assert_eq!(desk.send("80DB0080038001AA"), "9000");
    let mut desk = desk.restarted();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("80CB00950180"), "8001aa9000");
    assert_eq!(desk.send("80CB95800180"), "6a86", "the SFI stands in P2");
    assert_eq!(desk.send("80CB00960180"), "6a82");
    assert_eq!(desk.send("80DB00800180"), "9000");
    assert_eq!(desk.send("80CB00800180"), "6a88");
    assert_eq!(desk.send("80CB0080025F37"), "5f37030405069000");
    assert_eq!(desk.send("80CB0080035F3700"), "6a80");
    for p2 in ["C0", "A0", "9F", "15"] {
        assert_eq!(desk.send(&format!("80CB00{p2}0180")), "6a86", "{p2}");
    }
    assert_eq!(desk.send("80CB00400180"), "6700", "once more, but with data");
    assert_eq!(desk.send("80DB0080048001AABB"), "6a80");
    assert_eq!(desk.send("00B0000001"), "6981");
}

// R: A10
#[test]
fn long_objects_come_in_blocks() {
    let mut desk = ready();
    let value: Vec<u8> = (0..=255).chain(0..44).collect();
    let object = [&[0x81, 0x82, 0x01, 0x2C][..], &value].concat();
    let (first, rest) = object.split_at(200);
    assert_eq!(desk.send(&format!("80DB0080C8{}", hex::encode(first))), "63f1");
    assert_eq!(desk.send(&format!("80DB000068{}", hex::encode(rest))), "9000");
    let one = desk.send("80CB0080018100");
    let two = desk.send("80CB00000000");
    assert!(one.ends_with("62f1") && two == "6700", "{two}");
    assert_eq!(desk.send("80CB0080018100"), one);
    let two = desk.send("80CB000000");
    assert_eq!(format!("{}{two}", one.trim_end_matches("62f1")), format!("{}9000", hex::encode(&object)));
    assert_eq!(desk.send("80CB000000"), "6985");
    // The last block once more, in two pieces; then nothing is left.
    assert_eq!(desk.send("80CB004000"), two);
    assert_eq!(desk.send("80CB004010"), format!("{}62f1", &two[..32]));
    assert_eq!(desk.send("80CB000000"), two[32..]);
    // More than the file takes; the file is as before.
    assert_eq!(desk.send(&format!("80DB00806682 64{}", "55".repeat(100))), "6a84");
    assert_eq!(desk.send("80CB00800182"), "6a88");
    assert_eq!(desk.send("80DB000001AA"), "6985");
}

// R: A10
#[test]
fn a_block_can_be_sent_again() {
    let mut desk = ready();
    assert_eq!(desk.send("80DB00400181"), "6985", "there was none");
    assert_eq!(desk.send("80DB008004 81040102"), "63f1");
    assert_eq!(desk.send("80DB00000103"), "63f1");
    assert_eq!(desk.send("80DB00400113"), "63f1", "instead of 03");
    assert_eq!(desk.send("80DB00000104"), "9000");
    assert_eq!(desk.send("80CB00800181"), "8104010213049000");
    // The first block too.
    assert_eq!(desk.send("80DB008004 81040102"), "63f1");
    assert_eq!(desk.send("80DB004004 82020A0B"), "9000");
    assert_eq!(desk.send("80CB00800182"), "82020a0b9000");
    assert_eq!(desk.send("80CB00800181"), "8104010213049000");
}

// R: A10
#[test]
fn the_tags_of_a_file_can_be_asked_for() {
    let mut desk = ready();
    assert_eq!(desk.send("80CB0080015C"), "5c009000");
    assert_eq!(desk.send("80DB0080058003010203"), "9000");
    assert_eq!(desk.send("80DB0080065F3703040506"), "9000");
    assert_eq!(desk.send("80CB0080015C"), "5c03805f379000");
    // Nobody may put an object there.
    assert_eq!(desk.send("80DB0080035C0180"), "6a80");
    assert_eq!(desk.send("80DB0080015C"), "6a80");
}

// R: A10
#[test]
fn the_file_says_what_it_holds() {
    let mut desk = ready();
    assert_eq!(desk.send("80DB0080058003010203"), "9000");
    // 395 bytes left, DER only, 400 kept and 400 at most; the card's own object last.
    let answer = desk.send("00A40004026F9F00");
    assert!(answer.contains("a5128302018b840101850201908602 0190c00100".replace(' ', "").as_str()), "{answer}");
}
