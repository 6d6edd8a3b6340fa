//! Packages of our own: complete, standard, and what they say comes back.

mod common;

use landfall_saip::{AkaAlgorithm, FileKind, Package, ResolvedProfile, Status, build, resolve};
use model::{Imsi, Subscriber};

fn resolved(subscriber: &Subscriber) -> ResolvedProfile {
    let package = build(subscriber).expect("a complete row");
    let again = Package::parse(package.encode().expose()).expect("an own package");
    assert_eq!(again, package);
    let profile = resolve(&again).expect("an own package can be done");
    assert_eq!(profile.remarks, []);
    profile
}

fn content<'a>(profile: &'a ResolvedProfile, path: &[u16]) -> &'a [u8] {
    profile.file(path).unwrap_or_else(|| panic!("{path:04X?} is there")).kind.content()
}

const USIM: u16 = 0x7FD0;

// R: A10
#[test]
fn a_row_becomes_files() {
    let subscriber = common::milenage();
    let profile = resolved(&subscriber);
    assert_eq!(profile.iccid, subscriber.iccid);
    assert_eq!(profile.version, (2, 3));
    // The header has the digits in order, the file has them swapped.
    let package = build(&subscriber).expect("a complete row").encode();
    let header = [0x83, 10, 0x89, 0x00, 0x10, 0x10, 0x00, 0x00, 0x00, 0x00, 0x01, 0x9F];
    assert!(package.expose().windows(12).any(|bytes| bytes == header));
    assert_eq!(content(&profile, &[0x2FE2]), subscriber.iccid.as_ef());
    assert_eq!(Imsi::from_ef(content(&profile, &[USIM, 0x6F07])), Ok(subscriber.imsi.clone()));
    assert_eq!(&content(&profile, &[USIM, 0x6F40])[10..18], &[7, 0x91, 0x99, 0x09, 0x21, 0x43, 0x65, 0xF7]);
    assert_eq!(&content(&profile, &[USIM, 0x6F46])[..10], b"\x01Landfall\xFF");
    assert_eq!(content(&profile, &[USIM, 0x6FAD]), [0, 0, 0, 2]);
    assert_eq!(content(&profile, &[USIM, 0x6F78]), [0x02, 0x00]);
    assert_eq!(content(&profile, &[USIM, 0x6F7E]), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 1]);
    assert_eq!(content(&profile, &[USIM, 0x6F41]), [0xFF, 0xFF, 0xFF, 0, 0]);
    let aid = &profile.application(&[0xA0, 0, 0, 0, 0x87, 0x10, 0x02]).expect("a USIM").0;
    assert_eq!(aid, &[USIM]);
    // EF.DIR names the application by the same AID.
    let FileKind::Adf { aid } = &profile.file(&[USIM]).expect("ADF.USIM").kind else { panic!("an ADF") };
    assert_eq!(&content(&profile, &[0x2F00])[4..20], aid);
}

// R: A10
#[test]
fn files_of_the_vectors_are_there() {
    let profile = resolved(&common::milenage());
    let usim = [
        0x6F05, 0x6F06, 0x6F07, 0x6F08, 0x6F09, 0x6F31, 0x6F37, 0x6F38, 0x6F39, 0x6F3B, 0x6F3C, 0x6F40, 0x6F41, 0x6F42,
        0x6F43, 0x6F46, 0x6F56, 0x6F5B, 0x6F5C, 0x6F60, 0x6F61, 0x6F62, 0x6F73, 0x6F78, 0x6F7B, 0x6F7E, 0x6FAD, 0x6FB7,
        0x6FC4, 0x6FE3, 0x6FE4,
    ];
    for fid in usim {
        let file = profile.file(&[USIM, fid]).unwrap_or_else(|| panic!("{fid:04X}"));
        assert!(file.access.rule.is_some(), "{fid:04X} has no rule");
    }
    for path in [[0x5F3A, 0x4F30], [0x5F3A, 0x4F58], [0x5F3B, 0x4F20], [0x5FC0, 0x4F01], [0x5FC0, 0x4F0A]] {
        assert!(profile.file(&[USIM, path[0], path[1]]).is_some(), "{path:04X?}");
    }
    for file in &profile.files {
        assert!(file.access.rule.is_some(), "{:?} has no rule", file.path);
        assert_eq!(file.life_cycle, 5);
    }
}

/// Service and the file that must be there if, and only if, the service table has it (TS 31.102 §4.2.8).
const SERVICE_FILES: &[(usize, &[u16])] = &[
    (1, &[0x5F3A]),
    (2, &[0x6F3B]),
    (3, &[0x6F4B]),
    (4, &[0x6F49]),
    (6, &[0x6F4D]),
    (8, &[0x6F81]),
    (9, &[0x6F80]),
    (10, &[0x6F3C]),
    (11, &[0x6F47]),
    (12, &[0x6F42]),
    (13, &[0x6F39]),
    (14, &[0x6F4F]),
    (15, &[0x6F45]),
    (16, &[0x6F50]),
    (17, &[0x6F3E]),
    (18, &[0x6F3F]),
    (19, &[0x6F46]),
    (20, &[0x6F60]),
    (21, &[0x6F40]),
    (24, &[0x6FB5]),
    (27, &[0x5F3B]),
    (34, &[0x6F56]),
    (35, &[0x6F57]),
    (39, &[0x5F3B, 0x4F63]),
    (42, &[0x6F61]),
    (43, &[0x6F62]),
    (45, &[0x6FC5]),
    (46, &[0x6FC6]),
    (47, &[0x6FC7]),
    (51, &[0x6FCD]),
    (52, &[0x6FCE]),
    (71, &[0x6FD9]),
    (78, &[0x6FDE]),
    (85, &[0x6FE3]),
    (85, &[0x6FE4]),
    (122, &[0x5FC0, 0x4F01]),
    (122, &[0x5FC0, 0x4F03]),
    (123, &[0x5FC0, 0x4F05]),
    (124, &[0x5FC0, 0x4F07]),
    (124, &[0x5FC0, 0x4F0A]),
    (126, &[0x5FC0, 0x4F06]),
    (129, &[0x5FC0, 0x4F08]),
    (130, &[0x5FC0, 0x4F09]),
];

#[test]
fn the_service_table_is_true() {
    let profile = resolved(&common::milenage());
    let table = content(&profile, &[USIM, 0x6F38]);
    for (service, path) in SERVICE_FILES {
        let bit = table[(service - 1) / 8] & 1 << ((service - 1) % 8) != 0;
        let path: Vec<u16> = [USIM].iter().chain(*path).copied().collect();
        assert_eq!(bit, profile.file(&path).is_some(), "service {service}, {path:04X?}");
    }
}

// R: A10
#[test]
fn old_readers_see_the_same_content() {
    let profile = resolved(&common::milenage());
    for (old, new) in [
        ([0x7F20, 0x6F07], &[USIM, 0x6F07][..]),
        ([0x7F20, 0x6F20], &[USIM, 0x5F3B, 0x4F20]),
        ([0x7F20, 0x6F7E], &[USIM, 0x6F7E]),
        ([0x7F20, 0x6F39], &[USIM, 0x6F39]),
        ([0x7F10, 0x6F3A], &[USIM, 0x5F3A, 0x4F58]),
        ([0x7F10, 0x6F3C], &[USIM, 0x6F3C]),
    ] {
        let (link, target) = (profile.file(&old).expect("a link"), profile.file(new).expect("its target"));
        assert_eq!(link.link.as_ref(), Some(&target.path));
        assert_eq!(link.kind, target.kind);
    }
}

// R: A10
#[test]
fn codes() {
    let subscriber = common::milenage();
    let profile = resolved(&subscriber);
    let [global, local] = &profile.pins[..] else { panic!("codes of MF and USIM") };
    assert_eq!((global.path.0.as_slice(), local.path.0.as_slice()), (&[][..], &[USIM][..]));
    let [pin, adm] = &global.pins[..] else { panic!("PIN1 and ADM1") };
    assert_eq!((pin.reference, pin.value.expose()), (1, b"2580\xFF\xFF\xFF\xFF".as_slice()));
    assert_eq!((pin.unblocked_by, pin.max_attempts, pin.attempts_left), (Some(1), 3, 3));
    assert!(pin.enabled && pin.changeable && pin.can_be_disabled);
    assert_eq!((adm.reference, &adm.value, adm.max_attempts), (0x0A, &subscriber.adm, 10));
    assert_eq!((local.pins[0].reference, local.pins[0].unblocked_by), (0x81, Some(0x81)));
    assert!(!local.pins[0].can_be_disabled);
    assert_eq!((profile.puks[0].reference, &profile.puks[0].value), (1, &subscriber.puk));
    assert_eq!(profile.puks[0].attempts_left, 10);
}

// R: A10
#[test]
fn keys_of_every_algorithm() {
    let subscriber = common::milenage();
    let profile = resolved(&subscriber);
    let aka = &profile.aka[0];
    assert_eq!((aka.application.0.as_slice(), &aka.ki), (&[USIM][..], &subscriber.ki));
    let AkaAlgorithm::Milenage { opc, rotation, xoring } = &aka.algorithm else { panic!("MILENAGE") };
    assert_eq!((opc.expose(), rotation), (&[0x22; 16][..], &[64, 0, 32, 64, 96]));
    assert_eq!(xoring.map(|constant| constant[15]), [0, 1, 2, 4, 8]);
    assert_eq!((aka.sqn.delta, aka.sqn.age_limit, aka.sqn.init), (1 << 28, 1 << 28, [0; 32]));

    let AkaAlgorithm::Tuak { topc, iterations, res_size, mac_size, ck_size, ik_size } =
        resolved(&common::tuak()).aka.remove(0).algorithm
    else {
        panic!("TUAK")
    };
    assert_eq!(topc.expose(), [0x33; 32]);
    assert_eq!((iterations, res_size, mac_size, ck_size, ik_size), (3, 8, 8, 16, 16));

    let gsm = resolved(&common::comp128()).aka.remove(0);
    assert_eq!((gsm.algorithm, gsm.ki.expose()), (AkaAlgorithm::Comp128 { version: 3 }, &[0x11; 16][..]));
}

// R: A6
#[test]
fn nothing_secret_is_shown() {
    let subscriber = common::milenage();
    let package = build(&subscriber).expect("a complete row");
    let profile = resolve(&package).expect("an own package");
    let shown = format!("{package:?} {profile:?}").to_lowercase();
    for secret in [&subscriber.ki, &subscriber.pin, &subscriber.puk, &subscriber.adm] {
        assert!(!shown.contains(&hex::encode(secret.expose())));
        assert!(!shown.contains(&format!("{:?}", secret.expose()).replace(['[', ']'], "")));
    }
    assert!(!shown.contains("001010123456789"));
}

#[test]
fn an_incomplete_row_is_refused() {
    let subscriber = Subscriber { mnc_digits: 4, ..common::milenage() };
    assert_eq!(build(&subscriber), Err(model::SubscriberProblem::Mnc));
}

#[test]
fn a_foreign_card_refuses_comp128() {
    // The element is mandated: another issuer's identifier in its place is not done here, and the answer says so.
    let mut bytes = build(&common::comp128()).expect("a complete row").encode().expose().to_vec();
    let at = bytes.windows(2).position(|pair| pair == [0x69, 0x82]).expect("2.25 and the first byte of its arc");
    bytes[at + 5] ^= 1;
    let error = resolve(&Package::parse(&bytes).expect("well formed")).expect_err("not ours");
    assert_eq!(error.status().status, Status::PE_NOT_SUPPORTED);
    assert!(error.response().aborted);
}
