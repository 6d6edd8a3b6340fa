//! Profiles whose MF and applications are made by file management, without a template.

mod common;

use common::elements::{AID, ISIM_AID, create, element, files, management, mf, object, package, template};
use landfall_saip::{FileKind, Package, Problem, ResolvedProfile, resolve};
use tlv::encode;

fn resolved(elements: &[Vec<u8>]) -> Result<ResolvedProfile, Problem> {
    resolve(&Package::parse(&package(elements)).expect("well formed")).map_err(|error| error.problem)
}

fn ef(fid: u16, size: u8, content: &[u8]) -> Vec<u8> {
    let ef = create(&[(0x82, &[0x41, 0x21]), (0x83, &fid.to_be_bytes()), (0x8B, &[1]), (0x80, &[size])]);
    [ef, encode(0x81, content)].concat()
}

fn rules(fid: u16) -> Vec<u8> {
    let arr = create(&[(0x82, &[0x42, 0x21, 0, 5]), (0x83, &fid.to_be_bytes()), (0x8B, &[1]), (0x80, &[5])]);
    [arr, encode(0x81, &[0x80, 1, 1, 0x90, 0])].concat()
}

fn directory(fid: u16, aid: Option<&[u8]>, pins: &[u8]) -> Vec<u8> {
    let fid = fid.to_be_bytes();
    let mut fields: Vec<(u32, &[u8])> = vec![(0x82, &[0x78, 0x21]), (0x83, &fid)];
    fields.extend(aid.map(|aid| (0x84, aid)));
    fields.extend([(0x8B, &[1][..]), (0xC6, pins)]);
    create(&fields)
}

fn own_mf() -> Vec<u8> {
    management(&[directory(0x3F00, None, &[1, 0x0A]), ef(0x2FE2, 10, &[0x98; 10]), rules(0x2F06)])
}

fn own_usim() -> Vec<u8> {
    management(&[directory(0x7FF1, Some(&AID), &[1, 0x81, 0x0A]), ef(0x6F07, 9, &[8; 9]), rules(0x6F06)])
}

fn pins(reference: u8) -> Vec<u8> {
    // A positive INTEGER.
    let reference = if reference < 0x80 { vec![reference] } else { vec![0, reference] };
    element(0xA2, true, 20, |w| {
        w.nest(0xA1, |w| w.nest(0xA0, |w| w.raw(&object(0x30, &[(0x80, &reference), (0x81, &[0x30; 8])]))));
    })
}

fn key() -> Vec<u8> {
    element(0xA4, true, 21, |w| {
        w.nest(0xA1, |w| w.raw(&object(0xA1, &[(0x80, &[1]), (0x81, &[1]), (0x82, &[1; 16]), (0x83, &[2; 16])])));
    })
}

// R: A10
#[test]
fn codes_and_keys_go_to_what_file_management_made() {
    let profile = resolved(&[own_mf(), pins(0x01), own_usim(), pins(0x81), key()]).expect("can be done");
    let paths: Vec<&[u16]> = profile.files.iter().map(|file| file.path.0.as_slice()).collect();
    let expected: [&[u16]; 6] = [&[], &[0x2FE2], &[0x2F06], &[0x7FF1], &[0x7FF1, 0x6F07], &[0x7FF1, 0x6F06]];
    assert_eq!(paths, expected);
    assert_eq!(profile.file(&[0x7FF1]).expect("ADF.USIM").kind, FileKind::Adf { aid: AID.to_vec() });
    let of = |context: usize| (profile.pins[context].path.0.as_slice(), profile.pins[context].pins[0].reference);
    assert_eq!((of(0), of(1)), ((&[][..], 0x01), (&[0x7FF1][..], 0x81)));
    assert_eq!(profile.aka[0].application.0, [0x7FF1]);
    // Each file finds its rule: in the MF's EF.ARR, and in its own directory's.
    assert!(profile.files.iter().all(|file| file.access.rule.is_some()));
}

// R: A10
#[test]
fn templates_go_into_an_application_that_file_management_made() {
    let gsm_access = files(0xB8, &[7], &[(0, &[]), (1, &[])]);
    let optional = element(0xB4, true, 30, |w| {
        w.put(0x81, &template(&[5]));
        w.put(0xA2, &[]);
    });
    // The ISIM is made later, but these are files of the USIM.
    let isim = management(&[directory(0x7FF2, Some(&ISIM_AID), &[1])]);
    let profile = resolved(&[own_mf(), own_usim(), isim.clone(), gsm_access, optional, key()]).expect("can be done");
    assert!(profile.file(&[0x7FF1, 0x5F3B, 0x4F20]).is_some());
    assert_eq!(profile.aka[0].application.0, [0x7FF1]);
    let optional_isim = files(0xB6, &[9], &[(3, &[])]);
    let profile = resolved(&[own_mf(), own_usim(), isim, optional_isim]).expect("can be done");
    assert!(profile.file(&[0x7FF2, 0x6F42]).is_none() && profile.file(&[0x7FF2, 0x6F43]).is_some());
    // An AID that says nothing of a USIM does not make one.
    let other = management(&[directory(0x7FF1, Some(&[0xA0, 0, 0, 0, 0x99]), &[1])]);
    let refused = resolved(&[own_mf(), other, files(0xB8, &[7], &[(0, &[])])]);
    assert_eq!(refused.expect_err("no USIM"), Problem::Order("its directory has not been created"));
}

// R: A10
#[test]
fn one_mf_and_it_is_a_directory() {
    assert_eq!(resolved(&[mf(), own_mf()]).expect_err("twice"), Problem::FileExists(0x3F00));
    let size = resolved(&[management(&[ef(0x3F00, 1, &[0])])]);
    assert_eq!(size.expect_err("no directory"), Problem::Value("fileID"));
    // Without an MF there is nothing to stand in.
    assert_eq!(resolved(&[own_usim()]).expect_err("no MF"), Problem::FileMissing(0x3F00));
    let nested = management(&[directory(0x7F66, None, &[1]), directory(0x7FF1, Some(&AID), &[1])]);
    let profile = resolved(&[own_mf(), nested, pins(0x81)]).expect("can be done");
    assert!(profile.file(&[0x7FF1]).is_some(), "applications stand under the MF");
}
