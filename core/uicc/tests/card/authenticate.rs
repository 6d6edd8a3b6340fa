//! AUTHENTICATE in both contexts.

use super::{
    desk::Desk,
    sample::{ISIM, USIM, builder, keys},
};
use model::{Algorithm, SecretBytes};
use uicc::aka::{SqnArray, SqnConfig};
use uicc::{Access, AkaKeys, CodeSpec, FilePath, FileSpec, ProfileBuilder};

const AMF: [u8; 2] = [0x80, 0x00];
const RAND: [u8; 16] = [0x23; 16];

fn ready() -> Desk {
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    desk
}

fn challenge(sqn: u64) -> (Vec<u8>, uicc::aka::Vector) {
    let vector = keys().aka().expect("keys").vector(&RAND, sqn, &AMF).expect("a vector");
    ([&[0, 0x88, 0, 0x81, 0x22, 0x10][..], &vector.rand, &[0x10], &vector.autn].concat(), vector)
}

// R: A10 A11
#[test]
fn a_network_and_a_card_agree_and_resynchronise() {
    let mut desk = ready();
    let (command, vector) = challenge(5 << 5);
    let answer = desk.transmit(&command);
    let expected =
        [&[0xDB, 8], &*vector.xres, &[16], &*vector.ck, &[16], &*vector.ik, &[8], &vector.gsm.kc, &[0x90, 0]].concat();
    assert_eq!(answer, expected);
    // The same again, also after a restart: AUTS says where the card stands.
    let mut desk = desk.restarted();
    desk.usim();
    desk.give(0x01);
    let answer = desk.transmit(&command);
    let Some(([0xDC, 0x0E], rest)) = answer.split_first_chunk::<2>() else { panic!("{answer:02X?}") };
    let auts: [u8; 14] = rest[..14].try_into().expect("14 bytes");
    let highest = keys().aka().expect("keys").resynchronise(&RAND, &auts).expect("the card's MAC-S");
    assert_eq!(highest >> 5, 5);
    assert_eq!(desk.transmit(&challenge((6 << 5) | 1).0).first(), Some(&0xDB));
    // The ISIM shares keys and numbers.
    assert_eq!(desk.send("00A4040C07A0000000871004"), "9000");
    assert_eq!(desk.transmit(&challenge((6 << 5) | 1).0).first(), Some(&0xDC));
    // It has no GSM context, and gives no Kc (TS 31.103 §7.1).
    let (command, vector) = challenge((7 << 5) | 2);
    let expected = [&[0xDB, 8], &*vector.xres, &[16], &*vector.ck, &[16], &*vector.ik, &[0x90, 0]].concat();
    assert_eq!(desk.transmit(&command), expected);
    assert_eq!(desk.transmit(&[&[0, 0x88, 0, 0x80, 0x11, 0x10][..], &RAND].concat()), [0x98, 0x64]);
}

// R: A10
#[test]
fn a_forged_challenge_changes_nothing() {
    let mut desk = ready();
    let (mut command, _) = challenge(9 << 5);
    let last = command.len() - 1;
    command[last] ^= 1;
    let commits = desk.commits.len();
    assert_eq!(desk.transmit(&command), [0x98, 0x62]);
    assert_eq!(desk.commits.len(), commits);
}

// R: A10
#[test]
fn gsm_context() {
    let mut desk = ready();
    let triplet = keys().aka().expect("keys").gsm(&RAND);
    let command = [&[0, 0x88, 0, 0x80, 0x11, 0x10][..], &RAND].concat();
    let expected = [&[4][..], &triplet.sres, &[8], &triplet.kc, &[0x90, 0]].concat();
    assert_eq!(desk.transmit(&command), expected);
}

// R: A10
#[test]
fn no_authentication_without_pin_and_application() {
    let (command, _) = challenge(5 << 5);
    let mut desk = Desk::sample();
    assert_eq!(desk.transmit(&command), [0x69, 0x85]);
    desk.usim();
    assert_eq!(desk.transmit(&command), [0x69, 0x82]);
    desk.give(0x01);
    assert_eq!(desk.transmit(&command).first(), Some(&0xDB));
    let sixteen = "23".repeat(16);
    for (command, status) in [
        // No data; RAND cut short; RAND alone in the 3G context; a byte too many; a wrong inner length.
        ("0088008000".to_owned(), "6700"),
        (format!("008800801010{}", "23".repeat(15)), "6700"),
        (format!("008800811110{sixteen}"), "6700"),
        (format!("008800801210{sixteen}23"), "6700"),
        (format!("00880080110F{sixteen}"), "6700"),
        // P1; the VGCS and GBA contexts.
        (format!("008801801110{sixteen}"), "6a86"),
        (format!("008800821110{sixteen}"), "6a86"),
        (format!("008800841110{sixteen}"), "6a86"),
    ] {
        assert_eq!(desk.send(&command), status, "{command}");
    }
}

// R: A10
#[test]
fn services_that_the_profile_does_not_offer() {
    let mut desk = ready();
    desk.give(0x0A);
    assert_eq!(desk.send("00A4000C026F38"), "9000");
    // Neither 27 (GSM access) nor 38 (GSM security context).
    assert_eq!(desk.send(&format!("00D6000011{}", "00".repeat(17))), "9000");
    let (command, vector) = challenge(5 << 5);
    let expected = [&[0xDB, 8], &*vector.xres, &[16], &*vector.ck, &[16], &*vector.ik, &[0x90, 0]].concat();
    assert_eq!(desk.transmit(&command), expected);
    assert_eq!(desk.transmit(&[&[0, 0x88, 0, 0x80, 0x11, 0x10][..], &RAND].concat()), [0x98, 0x64]);
}

fn comp128(version: u8) -> AkaKeys {
    AkaKeys::new(&Algorithm::Comp128 { version }, SecretBytes::from([0x11; 16]))
}

fn gsm_only(keys: AkaKeys) -> Desk {
    let mut builder = ProfileBuilder::new("8988211000000000026".parse().expect("an ICCID"));
    builder.add_df(FilePath::mf(), FileSpec::df(Access::Always)).expect("MF");
    builder.add_df([0x7F20], FileSpec::df(Access::Always)).expect("DF.GSM");
    builder.set_puk(CodeSpec::puk(1, *b"12345678")).expect("PUK");
    builder.set_pin(FilePath::mf(), CodeSpec::pin(1, *b"1234")).expect("PIN");
    builder.set_aka([0x7F20], keys, SqnArray::new(SqnConfig::default())).expect("keys");
    let mut desk = Desk::new(builder.finish().expect("a profile"));
    assert!(desk.send("A0A40000027F20").ends_with("9000"));
    desk
}

// R: A10
#[test]
fn comp128v1_is_off_unless_its_uses_are_counted() {
    let run = [&[0xA0, 0x88, 0, 0, 0x10][..], &RAND].concat();
    let mut desk = gsm_only(comp128(3));
    assert_eq!(desk.transmit(&run), [0x98, 0x04], "PIN first");
    desk.give(0x01);
    assert_eq!(desk.transmit(&run).len(), 14);
    let mut desk = gsm_only(comp128(1));
    desk.give(0x01);
    assert_eq!(desk.transmit(&run), [0x98, 0x08]);
    // Two uses, counted durably before the answer.
    let mut desk = gsm_only(comp128(1).limited(2));
    desk.give(0x01);
    assert_eq!(desk.transmit(&run).len(), 14);
    let mut desk = desk.restarted();
    desk.send("A0A40000027F20");
    desk.give(0x01);
    assert_eq!(desk.transmit(&run).len(), 14);
    assert_eq!(desk.transmit(&run), [0x98, 0x08]);
    let mut desk = desk.restarted();
    desk.send("A0A40000027F20");
    desk.give(0x01);
    assert_eq!(desk.transmit(&run), [0x98, 0x08]);
}

#[test]
fn keys_belong_to_applications() {
    let sqn = || SqnArray::new(SqnConfig::default());
    let mut builder = builder();
    assert!(builder.set_aka([USIM], keys(), sqn()).is_err(), "twice");
    assert!(builder.share_aka([ISIM], [0x7F10]).is_err(), "from nothing");
    assert!(builder.set_aka([0x7F20], AkaKeys { ki: [1; 15].into(), ..keys() }, sqn()).is_err(), "too short");
    builder.set_aka([0x7F55], keys(), sqn()).expect("not checked yet");
    assert!(builder.finish().is_err(), "no such application");
}
