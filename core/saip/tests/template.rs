//! A subscriber in a template.

mod common;

use landfall_saip::{AkaAlgorithm, Package, PersonaliseError, build, personalise, resolve};
use model::Subscriber;

fn other() -> Subscriber {
    Subscriber {
        iccid: "8900101000000000027".parse().expect("19 digits"),
        imsi: "001010987654321".parse().expect("15 digits"),
        msisdn: Some("99907654321".parse().expect("digits")),
        ki: [0x55; 16].into(),
        algorithm: model::Algorithm::Milenage { opc: [0x66; 16].into() },
        pin: b"13579".as_slice().into(),
        puk: b"27182818".as_slice().into(),
        adm: [0x61; 8].into(),
        ..common::milenage()
    }
}

// R: A10
#[test]
fn nothing_else_changes() {
    // What build() makes for a subscriber, personalise() makes of another's package, up to what it leaves to templates.
    let template = build(&common::milenage()).expect("a complete row");
    let there = personalise(&template, &other()).expect("an own package is a template");
    let back = personalise(&there, &common::milenage()).expect("and so is this");
    assert_eq!(back.encode(), template.encode());
    assert_ne!(there.encode(), template.encode());
}

// R: A10
#[test]
fn all_of_the_subscriber_is_in() {
    let subscriber = other();
    let template = build(&common::milenage()).expect("a complete row");
    let package = personalise(&template, &subscriber).expect("an own package is a template");
    let profile = resolve(&package).expect("still a package");
    assert_eq!(profile.iccid, subscriber.iccid);
    assert_eq!(profile.file(&[0x2FE2]).expect("EF.ICCID").kind.content(), subscriber.iccid.as_ef());
    assert_eq!(profile.file(&[0x7FD0, 0x6F07]).expect("EF.IMSI").kind.content(), subscriber.imsi.to_ef());
    let number = profile.file(&[0x7FD0, 0x6F40]).expect("EF.MSISDN").kind.content();
    assert_eq!(&number[10..18], &[7, 0x91, 0x99, 0x09, 0x67, 0x45, 0x23, 0xF1]);
    let aka = &profile.aka[0];
    assert_eq!(aka.ki, subscriber.ki);
    assert!(matches!(&aka.algorithm, AkaAlgorithm::Milenage { opc, .. } if opc.expose() == [0x66; 16]));
    assert_eq!(profile.pins[0].pins[0].value.expose(), b"13579\xFF\xFF\xFF");
    assert_eq!(profile.pins[0].pins[1].value, subscriber.adm);
    assert_eq!(profile.puks[0].value, subscriber.puk);
}

// R: A10
#[test]
fn another_algorithm() {
    let template = build(&common::milenage()).expect("a complete row");
    let package = personalise(&template, &common::tuak()).expect("an own package is a template");
    let aka = resolve(&package).expect("still a package").aka.remove(0);
    assert_eq!(aka.ki.expose(), [0x44; 32]);
    assert!(matches!(aka.algorithm, AkaAlgorithm::Tuak { iterations: 3, res_size: 8, .. }));
    let refused = personalise(&template, &common::comp128());
    assert_eq!(refused, Err(PersonaliseError::Missing("COMP128")));
}

// R: A10
#[test]
fn a_number_is_not_left_behind() {
    let template = build(&common::milenage()).expect("a complete row");
    let subscriber = Subscriber { msisdn: None, ..other() };
    let profile = resolve(&personalise(&template, &subscriber).expect("a template")).expect("a package");
    assert_eq!(profile.file(&[0x7FD0, 0x6F40]).expect("EF.MSISDN").kind.content(), [0xFF; 24]);
}

// R: A10
#[test]
fn a_template_without_room_is_refused() {
    let bytes = build(&common::milenage()).expect("a complete row").encode().expose().to_vec();
    // Without its codes there is no place for a PIN or PUK.
    let mut without = Vec::new();
    let mut reader = tlv::Reader::new(&bytes);
    while let Some(element) = reader.next().expect("well formed") {
        if !matches!(element.tag.0, 0xA2 | 0xA3) {
            without.extend_from_slice(element.raw);
        }
    }
    let refused = personalise(&Package::parse(&without).expect("well formed"), &other());
    assert_eq!(refused, Err(PersonaliseError::Missing("PIN1")));
}
