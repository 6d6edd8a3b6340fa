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
    assert_eq!(desk.send("80CB95800180"), "8001aa9000");
    assert_eq!(desk.send("80DB00800180"), "9000");
    assert_eq!(desk.send("80CB00800180"), "6a88");
    assert_eq!(desk.send("80CB0080025F37"), "5f37030405069000");
    assert_eq!(desk.send("80CB0080035F3700"), "6a80");
    assert_eq!(desk.send("80CB00400180"), "6a86");
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
    // More than the file takes; the file is as before.
    assert_eq!(desk.send(&format!("80DB00806682 64{}", "55".repeat(100))), "6a84");
    assert_eq!(desk.send("80CB00800182"), "6a88");
    assert_eq!(desk.send("80DB000001AA"), "6985");
}
