//! GSMA's generic test profiles (TS.48), read and worked out. They lie beside the project in `shared`.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod common;

use landfall_saip::{AkaAlgorithm, FileKind, Package, ResolvedProfile, personalise, resolve};
use std::path::PathBuf;

fn profiles() -> Vec<(String, Vec<u8>)> {
    let shared = std::env::var_os("LANDFALL_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("data/ts48");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|end| end == "der"))
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a readable file")))
        .collect();
    found.sort();
    assert_eq!(found.len(), 6, "all six profiles");
    found
}

fn resolved(name: &str, bytes: &[u8]) -> ResolvedProfile {
    let package = Package::parse(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    resolve(&package).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_byte_comes_back() {
    for (name, bytes) in profiles() {
        let package = Package::parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(package.encode().expose(), bytes, "{name}");
    }
}

#[test]
fn all_elements_are_done() {
    for (name, bytes) in profiles() {
        let profile = resolved(&name, &bytes);
        assert_eq!(profile.remarks, [], "{name}");
    }
}

fn content<'a>(profile: &'a ResolvedProfile, path: &[u16]) -> &'a [u8] {
    profile.file(path).unwrap_or_else(|| panic!("{path:04X?} is there")).kind.content()
}

// R: A10
#[test]
fn contents_are_those_of_the_test_profile() {
    for (name, bytes) in profiles() {
        let profile = resolved(&name, &bytes);
        assert_eq!(profile.iccid.to_string(), "89000123456789012341", "{name}");
        assert_eq!(content(&profile, &[0x2FE2]), profile.iccid.as_ef(), "{name}");
        // IMSI 001010123456063; EF.IMSI says so in BCD.
        assert_eq!(content(&profile, &[0x7FD0, 0x6F07]), b"\x08\x09\x10\x10\x10\x32\x54\x06\x36", "{name}");
        assert_eq!(content(&profile, &[0x7FD0, 0x6F46]), b"\x01GSMA\x11TEST\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "{name}");
        assert_eq!(content(&profile, &[0x7FD0, 0x6FAD]), [0x80, 0, 0, 2], "{name}");
        // Written at an offset, over a default.
        assert_eq!(content(&profile, &[0x7FD0, 0x5F3B, 0x4F20]), b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x07", "{name}");
        // Three applications in EF.DIR, records of 33 bytes reached by offsets.
        let applications = content(&profile, &[0x2F00]);
        assert_eq!(applications.len(), 4 * 33, "{name}");
        let aids: Vec<_> = [0xA0, 0, 0, 0, 0x87, 0x10, 0x02].into();
        assert_eq!(profile.application(&aids).expect("a USIM").0, [0x7FD0], "{name}");
        // PIN2, PIN1, ADM1, and in later ones ADM2.
        let pins = &profile.file(&[0x7FD0]).expect("ADF.USIM").pin_status;
        assert_eq!(pins[..3], [0x81, 0x01, 0x0A], "{name}");
        assert_eq!(applications[33 + 4..33 + 11], [0xA0, 0, 0, 0, 0x87, 0x10, 0x04], "{name}");
    }
}

// R: A10
#[test]
fn files_by_file_management_and_links() {
    for (name, bytes) in profiles() {
        let profile = resolved(&name, &bytes);
        let adn = profile.file(&[0x7F10, 0x6F3A]).expect("a link to the phone book");
        assert_eq!(adn.link.as_ref().expect("a link").0, [0x7F10, 0x5F3A, 0x4F3A], "{name}");
        assert_eq!(adn.kind.content(), content(&profile, &[0x7F10, 0x5F3A, 0x4F3A]), "{name}");
        assert!(matches!(adn.kind, FileKind::LinearFixed { record_size: 28, .. }), "{name}");
        // PIN1 or ADM: the rule of ADF.USIM's EF.ARR that EF.IMSI names.
        let imsi = profile.file(&[0x7FD0, 0x6F07]).expect("EF.IMSI");
        assert_eq!(imsi.sfi, Some(7), "{name}");
        assert_eq!(imsi.access.arr.as_ref().expect("EF.ARR").0, [0x7FD0, 0x6F06], "{name}");
        assert!(imsi.access.rule.is_some(), "{name}");
    }
}

// R: A10
#[test]
fn codes_and_keys() {
    for (name, bytes) in profiles() {
        let profile = resolved(&name, &bytes);
        let global = profile.pins.iter().find(|context| context.path.0.is_empty()).expect("codes of the MF");
        let pin = &global.pins[0];
        assert_eq!((pin.reference, pin.value.expose()), (1, b"0000\xFF\xFF\xFF\xFF".as_slice()), "{name}");
        assert!(!pin.enabled && pin.changeable && pin.can_be_disabled, "{name}: PIN1 is disabled at first");
        assert_eq!(profile.puks.len(), 2, "{name}");
        assert_eq!(profile.aka.len(), 2, "{name}: USIM and ISIM");
        for aka in &profile.aka {
            assert_eq!(aka.algorithm, AkaAlgorithm::UsimTest { res_size: 16 }, "{name}");
            assert_eq!(aka.ki.expose(), (0..16).collect::<Vec<u8>>(), "{name}");
        }
        // A security domain, RFM instances and CDMA parameters.
        assert!(profile.kept.iter().filter(|kept| kept.tag == 0xA7).count() >= 3, "{name}");
        assert_eq!(profile.kept.iter().filter(|kept| kept.tag == 0xA6).count(), 1, "{name}");
    }
}

#[test]
fn a_subscriber_in_the_test_profile() {
    for (name, bytes) in profiles() {
        let template = Package::parse(&bytes).expect("a test profile");
        let subscriber = common::milenage();
        let package = personalise(&template, &subscriber).unwrap_or_else(|error| panic!("{name}: {error}"));
        let profile = resolve(&package).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(profile.iccid, subscriber.iccid, "{name}");
        assert_eq!(content(&profile, &[0x7FD0, 0x6F07]), subscriber.imsi.to_ef(), "{name}");
        assert!(profile.aka.iter().all(|aka| aka.ki == subscriber.ki), "{name}");
        // What is not the subscriber's is as before, in content and, element by element, in bytes.
        let before = resolved(&name, &bytes);
        let changed: Vec<_> = before
            .files
            .iter()
            .zip(&profile.files)
            .filter(|(old, new)| old != new)
            .map(|(_, new)| new.path.clone())
            .collect();
        let expected: &[&[u16]] =
            &[&[0x2FE2], &[0x7FD0, 0x6F07], &[0x7FD0, 0x6F40], &[0x7F10, 0x6F40], &[0x7F20, 0x6F07]];
        assert!(changed.iter().all(|path| expected.contains(&path.0.as_slice())), "{name}: {changed:?}");
        let (old, new) = (bytes.as_slice(), package.encode());
        let pairs = elements(old).into_iter().zip(elements(new.expose()));
        let touched: Vec<u32> = pairs.filter(|(old, new)| old.1 != new.1).map(|(old, _)| old.0).collect();
        assert_eq!(touched, [0xA0, 0xB0, 0xA3, 0xA2, 0xB3, 0xB4, 0xA4, 0xA4], "{name}");
    }
}

fn elements(package: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let mut reader = tlv::Reader::new(package);
    let mut found = Vec::new();
    while let Some(element) = reader.next().expect("well formed") {
        found.push((element.tag.0, element.raw.to_vec()));
    }
    found
}
