//! READ, UPDATE and SEARCH RECORD, INCREASE.

use super::desk::Desk;

fn adn() -> Desk {
    let mut desk = Desk::sample();
    desk.give(0x01);
    assert_eq!(desk.send("00A4080C047F106F3A"), "9000");
    for number in 1..=8u8 {
        let record = hex::encode([number; 28]);
        assert_eq!(desk.send(&format!("00DC{number:02x}041C{record}")), "9000");
    }
    desk
}

fn all(number: u8) -> String {
    format!("{}9000", hex::encode([number; 28]))
}

// R: A10
#[test]
fn the_phone_book_record_by_record() {
    let mut desk = adn();
    assert_eq!(desk.send("00B203041C"), all(3));
    // Absolute reading does not move the pointer, which is nowhere yet.
    assert_eq!(desk.send("00B200041C"), "6a83");
    assert_eq!(desk.send("00B200021C"), all(1));
    assert_eq!(desk.send("00B200021C"), all(2));
    assert_eq!(desk.send("00B205041C"), all(5));
    assert_eq!(desk.send("00B200041C"), all(2));
    assert_eq!(desk.send("00B200031C"), all(1));
    assert_eq!(desk.send("00B200031C"), "6a83");
    assert_eq!(desk.send("00B209041C"), "6a83");
    assert_eq!(desk.send("00B200021B"), "6c1c");
    // The wrong length moved nothing.
    assert_eq!(desk.send("00B200041C"), all(1));
    assert_eq!(desk.send("00B201021C"), "6a86");
    assert_eq!(desk.send("00B201051C"), "6a86");
    assert_eq!(desk.send("00DC01041B00000000000000000000000000000000000000000000000000000000"), "6700");
    assert_eq!(desk.send("00DC010403112233"), "6700");
    assert_eq!(desk.send(&format!("00DC09041C{}", hex::encode([9; 28]))), "6a83");
    assert_eq!(desk.send(&format!("00DC00021C{}", hex::encode([9; 28]))), "9000");
    assert_eq!(desk.send("00B202041C"), all(9));
    assert_eq!(desk.send("00B0000001"), "6981");
}

// R: A10
#[test]
fn searching_the_phone_book() {
    let mut desk = adn();
    let name = format!("4C616E6466616C6C{}", hex::encode([0x22; 20]));
    assert_eq!(desk.send(&format!("00DC06041C{name}")), "9000");
    assert_eq!(desk.send(&format!("00DC02041C{name}")), "9000");
    // Simple, forward and backward from a record, and from the current one.
    assert_eq!(desk.send("00A201040466616C6C"), "02069000");
    assert_eq!(desk.send("00B200041C"), format!("{}9000", name.to_lowercase()));
    assert_eq!(desk.send("00A208050466616C6C"), "06029000");
    assert_eq!(desk.send("00A203040466616C6C"), "069000");
    assert_eq!(desk.send("00A200040466616C6C"), "069000");
    assert_eq!(desk.send("00A201040466616C6D"), "6282");
    // Enhanced: from an offset; behind a value; from the next record, from the one before.
    assert_eq!(desk.send("00A2010606 0404 66616C6C"), "02069000");
    assert_eq!(desk.send("00A2010606 0405 66616C6C"), "6282");
    assert_eq!(desk.send("00A2010606 0C64 66616C6C"), "02069000");
    assert_eq!(desk.send("00A2010606 0C66 66616C6C"), "6282");
    assert_eq!(desk.send("00A2000606 0600 66616C6C"), "069000");
    assert_eq!(desk.send("00A2000606 0700 66616C6C"), "029000");
    assert_eq!(desk.send("00A2010606 0100 66616C6C"), "6a80");
    assert_eq!(desk.send("00A2010704 66616C6C"), "6a86");
    assert_eq!(desk.send("00A2090404 66616C6C"), "6a83");
    assert_eq!(desk.send("00A20104"), "6700");
}

// R: A10
#[test]
fn the_call_meter_counts_up_and_goes_round() {
    let mut desk = Desk::sample();
    desk.usim();
    assert_eq!(desk.send("00A4000C026F39"), "9000");
    assert_eq!(desk.send("803200000300000100"), "6982");
    desk.give(0x01);
    assert_eq!(desk.send("803200000300000A"), "00000a00000a9000");
    for _ in 0..5 {
        assert!(desk.send("803200000300000A").ends_with("00000a9000"));
    }
    // Newest first, four records in all, round again.
    for (number, value) in (1..).zip(["00003c", "000032", "000028", "00001e"]) {
        assert_eq!(desk.send(&format!("00B2{number:02x}0403")), format!("{value}9000"));
    }
    assert_eq!(desk.send("00B2050403"), "6a83");
    for value in ["000032", "000028", "00001e", "00003c"] {
        assert_eq!(desk.send("00B2000203"), format!("{value}9000"));
    }
    assert_eq!(desk.send("00B2000303"), "00001e9000");
    assert_eq!(desk.send("8032000003FFFFFF"), "9850");
    assert_eq!(desk.send("00B2010403"), "00003c9000");
    // A cyclic file is written in one way only, and needs the right to update.
    assert_eq!(desk.send("00DC010403000000"), "6981");
    assert_eq!(desk.send("00DC000303000000"), "9000");
    assert_eq!(desk.send("00B2010403"), "0000009000");
    assert_eq!(desk.send("00B2020403"), "00003c9000");
    assert_eq!(desk.send("8032000003"), "6700");
    assert_eq!(desk.send("8032010003000001"), "6a86");
    assert_eq!(desk.send("00A4000C026F07"), "9000");
    assert_eq!(desk.send("803200000300000A"), "6981");
}
