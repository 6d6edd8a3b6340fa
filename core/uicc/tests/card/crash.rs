//! The power goes after any step: what was announced stays, what was not announced may be gone, and no try is won.

use super::{
    desk::{Desk, Disk, Fate, Zeros},
    sample::{PIN1, keys, profile},
};
use uicc::{Card, Outcome, Smartcard, Step};

const WRONG: &[u8] = b"\x00\x20\x00\x01\x089999\xFF\xFF\xFF\xFF";

fn fresh_disk() -> Disk {
    let mut disk = Disk::default();
    disk.commit(&profile().records());
    disk
}

fn tries(disk: &Disk) -> String {
    let mut desk = Desk::new(disk.load());
    desk.send("00200001")
}

// R: A10
#[test]
fn a_try_is_gone_before_the_comparison_is_answered() {
    // Each round: a wrong PIN, power cut as soon as the card asks for its first commit to be carried out and before
    // anything is answered.
    let mut disk = fresh_disk();
    for left in ["63c2", "63c1", "6983"] {
        let mut card = Card::new(disk.load());
        let Step::Commit { batch, lazy } = card.transmit(WRONG, &mut Zeros) else { panic!("answered before durable") };
        assert!(!lazy);
        disk.commit(&batch);
        drop(card);
        assert_eq!(tries(&disk), left);
    }
    // Even the right PIN does not pass any more.
    let mut desk = Desk::new(disk.load());
    assert_eq!(desk.send(&format!("0020000108{PIN1}")), "6983");
}

// R: A10
#[test]
fn nothing_is_compared_if_the_try_can_not_be_taken() {
    let disk = fresh_disk();
    for pin in [PIN1, "39393939ffffffff"] {
        let mut card = Card::new(disk.load());
        let command = hex::decode(format!("0020000108{pin}")).expect("hex");
        assert!(matches!(card.transmit(&command, &mut Zeros), Step::Commit { .. }));
        // The same answer for the right and the wrong one.
        assert_eq!(card.resume(Outcome::CommitFailed, &mut Zeros), Step::Reply(vec![0x65, 0x81]));
        assert_eq!(card.transmit(&[0, 0x20, 0, 1], &mut Zeros), Step::Reply(vec![0x63, 0xC3]));
        assert!(!card.is_pin_open());
    }
}

// R: A10
#[test]
fn a_right_pin_resets_the_counter_durably_before_it_opens() {
    let mut disk = fresh_disk();
    let mut card = Card::new(disk.load());
    let command = hex::decode(format!("0020000108{PIN1}")).expect("hex");
    let Step::Commit { batch, .. } = card.transmit(&command, &mut Zeros) else { panic!("first the try") };
    disk.commit(&batch);
    assert_eq!(tries(&disk), "63c2");
    let Step::Commit { batch, .. } = card.resume(Outcome::Committed, &mut Zeros) else { panic!("then the reset") };
    assert!(!card.is_pin_open(), "not before it is durable");
    disk.commit(&batch);
    assert_eq!(card.resume(Outcome::Committed, &mut Zeros), Step::Reply(vec![0x90, 0x00]));
    assert!(card.is_pin_open());
    assert_eq!(tries(&disk), "63c3");
}

// R: A10
#[test]
fn a_try_counts_even_if_the_driver_forgets_the_command() {
    let mut card = Card::new(profile());
    for _ in 0..3 {
        // The batch may be durable already; the next command must not see the old counter.
        assert!(matches!(card.transmit(WRONG, &mut Zeros), Step::Commit { .. }));
    }
    assert_eq!(card.transmit(WRONG, &mut Zeros), Step::Reply(vec![0x69, 0x83]));
    assert!(matches!(card.resume(Outcome::Committed, &mut Zeros), Step::Reply(_)));
}

// R: A10
#[test]
fn sequence_numbers_are_durable_before_the_answer() {
    let aka = keys().aka().expect("keys");
    let vector = aka.vector(&[7; 16], 0x20, &[0x80, 0]).expect("a vector");
    let command = [&[0, 0x88, 0, 0x81, 0x22, 0x10][..], &vector.rand, &[0x10], &vector.autn].concat();
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    // Cut after the commit, before the answer: the challenge is spent.
    let Step::Commit { batch, lazy: false } = desk.card.transmit(&command, &mut Zeros) else {
        panic!("answered first")
    };
    desk.disk.commit(&batch);
    let mut after = desk.restarted();
    after.usim();
    after.give(0x01);
    assert_eq!(after.transmit(&command).first(), Some(&0xDC));
    // Not durable: no answer, and the challenge is not spent.
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    desk.fate = Fate::Fails;
    assert_eq!(desk.transmit(&command), [0x65, 0x81]);
    desk.fate = Fate::Works;
    assert_eq!(desk.transmit(&command).first(), Some(&0xDB));
}

// R: A10
#[test]
fn a_file_is_as_before_when_the_disk_fails() {
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("00A4000C026F7E"), "9000");
    let before = desk.send("00B000000B");
    desk.fate = Fate::Fails;
    assert_eq!(desk.send("00D600000155"), "6581");
    assert_eq!(desk.send("00B000000B"), before);
    assert_eq!(desk.send("00A4000C026F39"), "9000");
    assert_eq!(desk.send("803200000300000A"), "6581");
    assert_eq!(desk.send("00B2000403"), "0000009000");
}
