//! GET IDENTITY: the home network, and nobody else, gets the IMSI back.

use super::{
    desk::Desk,
    sample::{USIM, builder_of},
};
use uicc::aka::suci::Scheme;
use uicc::{Access, FileSpec, Smartcard};

const HOME_SECRET: [u8; 32] = [0x42; 32];
/// 001-01, subscriber 0123456789.
const IMSI: [u8; 9] = [0x08, 0x09, 0x10, 0x10, 0x10, 0x32, 0x54, 0x76, 0x98];
const MSIN: &str = "1032547698";

fn home_key(scheme: Scheme) -> Vec<u8> {
    match scheme {
        Scheme::A => x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(HOME_SECRET)).as_bytes().to_vec(),
        Scheme::B => {
            use p256::elliptic_curve::sec1::ToSec1Point;
            let secret = p256::SecretKey::from_slice(&HOME_SECRET).expect("a scalar");
            secret.public_key().to_sec1_point(true).as_bytes().to_vec()
        }
    }
}

/// EF.SUCI_Calc_Info_USIM: schemes by priority with the place of their key, and keys with their identifiers.
fn calc_info(schemes: &[u8], keys: &[(u8, Vec<u8>)]) -> Vec<u8> {
    tlv::Writer::build(|w| {
        w.put(0xA0, schemes);
        w.nest(0xA1, |w| {
            for (identifier, key) in keys {
                w.put(0x80, &[*identifier]);
                w.put(0x81, key);
            }
        });
        w.raw(&[0xFF; 6]);
    })
}

/// A USIM with these services of the last bytes of EF.UST, this EF.SUCI_Calc_Info_USIM and this routing indicator.
fn desk(services: [u8; 2], info: Option<Vec<u8>>, routing: &[u8]) -> Desk {
    let mut ust = vec![0; 17];
    ust[15..].copy_from_slice(&services);
    let ad = [0, 0, 0, 2];
    let mut builder = builder_of(&[
        (&[USIM, 0x6F07], &IMSI),
        (&[USIM, 0x6FAD], &ad),
        (&[USIM, 0x6F38], &ust),
        (&[USIM, 0x5FC0, 0x4F0A], routing),
    ]);
    builder.add_df([USIM, 0x5FD0], FileSpec::df(Access::Always)).expect("DF.SAIP");
    if let Some(info) = info {
        // Nobody may read it; the card itself does.
        let file = FileSpec::transparent(info.len(), Access::record(99)).content(&info);
        builder.add_ef([USIM, 0x5FD0, 0x4F01], file).expect("EF.SUCI_Calc_Info_USIM");
    }
    let mut desk = Desk::new(builder.finish().expect("a profile"));
    desk.usim();
    desk.give(0x01);
    desk
}

/// Services 124 and 125.
const BOTH: [u8; 2] = [0x18, 0];
const GET_IDENTITY: &str = "8078000100";

// R: A10
#[test]
fn the_home_network_alone_reads_the_identity() {
    for scheme in [Scheme::A, Scheme::B] {
        let info = calc_info(&[scheme.identifier(), 2, 0, 0], &[(9, vec![1; 7]), (27, home_key(scheme))]);
        let mut desk = desk(BOTH, Some(info), &[0x17, 0xF2, 0xFF, 0xFF]);
        let answer = hex::decode(desk.send(GET_IDENTITY)).expect("hex");
        let (value, status) = answer.split_last_chunk::<2>().expect("a status word");
        assert_eq!(status, &[0x90, 0x00]);
        let object = tlv::parse_one(value, 0xA1).expect("a SUCI");
        // Format IMSI; 001-01; routing indicator 712; scheme; key identifier.
        let head = [0x01, 0x00, 0xF1, 0x10, 0x17, 0xF2, scheme.identifier(), 27];
        let output = object.value.strip_prefix(&head).expect("what is said in the clear");
        let revealed = scheme.reveal(&HOME_SECRET, output).expect("concealed for this network");
        assert_eq!(hex::encode(revealed.expose()), MSIN);
        assert!(!hex::encode(&answer).contains(MSIN));
        // As pySim asks for the application's own.
        assert!(desk.send("8078008100").ends_with("9000"));
    }
}

// R: A10
#[test]
fn without_a_key_the_identity_is_not_concealed() {
    let clear = format!("a10d0100f110f0ff0000{MSIN}9000");
    for info in [None, Some(calc_info(&[0, 0], &[])), Some(calc_info(&[1, 1], &[])), Some(vec![0xFF; 8])] {
        assert_eq!(desk(BOTH, info, &[0xF0, 0xFF, 0xFF, 0xFF]).send(GET_IDENTITY), clear);
    }
    // A scheme of later versions is passed over; one whose key is none is not.
    let known = calc_info(&[3, 1, 1, 1], &[(5, home_key(Scheme::A))]);
    assert!(desk(BOTH, Some(known), &[0xF0, 0xFF]).send(GET_IDENTITY).starts_with("a1350100f110f0ff0105"));
    let broken = calc_info(&[1, 1, 0, 0], &[(5, vec![0; 32])]);
    assert_eq!(desk(BOTH, Some(broken), &[0xF0, 0xFF]).send(GET_IDENTITY), "6985");
}

// R: A10
#[test]
fn who_may_ask_and_what_for() {
    for services in [[0x08, 0], [0x10, 0], [0, 0]] {
        assert_eq!(desk(services, None, &[0xF0, 0xFF]).send(GET_IDENTITY), "6985", "{services:?}");
    }
    // An identity that is no IMSI.
    assert_eq!(desk([0x18, 0x02], None, &[0xF0, 0xFF]).send(GET_IDENTITY), "6a81");
    let mut desk = desk(BOTH, None, &[0xF0, 0xFF]);
    for (command, status) in [
        ("8078000000", "6a86"),
        ("8078000200", "6a86"),
        ("8078010100", "6a86"),
        ("80780001014100", "6700"),
        ("0078000100", "6e00"),
    ] {
        assert_eq!(desk.send(command), status, "{command}");
    }
    assert_eq!(desk.send("00A4040C07A0000000871004"), "9000");
    assert_eq!(desk.send(GET_IDENTITY), "6985", "the ISIM has none");
    Smartcard::reset(&mut desk.card);
    assert_eq!(desk.send(GET_IDENTITY), "6985", "no application");
    desk.usim();
    assert_eq!(desk.send(GET_IDENTITY), "6982", "PIN1 first");
}
