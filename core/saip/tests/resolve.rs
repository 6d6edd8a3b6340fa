//! What the format says of single elements, on packages put together by hand.

mod common;

use common::elements::{
    AID, ISIM_AID, create, element, header, isim, management, mf, object, package, usim, usim_with,
};
use landfall_saip::{AkaAlgorithm, FileKind, Package, PeStatus, ResolvedProfile, Status, resolve};
use tlv::{Tag, Writer, encode};

fn resolved(elements: &[Vec<u8>]) -> ResolvedProfile {
    resolve(&Package::parse(&package(elements)).expect("well formed")).expect("can be done")
}

fn content(profile: &ResolvedProfile, path: &[u16]) -> Vec<u8> {
    profile.file(path).unwrap_or_else(|| panic!("{path:04X?} is there")).kind.content().to_vec()
}

// R: A10
#[test]
fn defaults_of_a_template() {
    let profile = resolved(&[mf(), usim()]);
    // Created by default, by row alone: EF.Keys, EF.EPSNSC of 80 bytes, EF.HPPLMN.
    assert_eq!(content(&profile, &[0x7FD0, 0x6F08])[..3], [0x07, 0xFF, 0xFF]);
    assert_eq!(content(&profile, &[0x7FD0, 0x6FE4]), [0xFF; 80]);
    assert_eq!(content(&profile, &[0x7FD0, 0x6F31]), [0x0A]);
    let keys = profile.file(&[0x7FD0, 0x6F08]).expect("EF.Keys");
    assert_eq!((keys.name, keys.sfi, keys.access.arr_fid, keys.access.record), ("EF.Keys", Some(8), 0x6F06, 5));
    assert!(keys.high_update && keys.shareable);
    // EF.PL is made in the MF, with its record in the MF's EF.ARR.
    let pl = profile.file(&[0x2F05]).expect("EF.PL");
    assert_eq!(pl.access.rule.as_deref(), Some(&[0x80, 1, 1, 0x90, 0][..]));
}

// R: A10
#[test]
fn a_file_can_be_left_out() {
    let skip = encode(0x80, &[]);
    let profile = resolved(&[mf(), usim_with(&[(3, &skip)])]);
    assert!(profile.file(&[0x7FD0, 0x6F08]).is_none());
    assert!(profile.file(&[0x7FD0, 0x6F09]).is_some());
}

// R: A10
#[test]
fn patterns_and_offsets() {
    let records = |pattern: u32, bytes: &[u8]| {
        let descriptor = object(0xA5, &[(pattern, bytes)]);
        let fields = Writer::build(|w| {
            w.put(0x82, &[0x42, 0x21, 0, 5]);
            w.put(0x83, &[0x6F, 0x01]);
            w.put(0x80, &[10]);
            w.raw(&descriptor);
        });
        management(&[
            encode(0x62, &fields),
            encode(0x02, &[6]),
            encode(0x81, &[0xAA]),
            encode(0x02, &[1]),
            encode(0x81, &[0xBB]),
        ])
    };
    let filled = resolved(&[mf(), records(0xC1, &[1, 2])]);
    assert_eq!(content(&filled, &[0x6F01]), [1, 2, 2, 2, 2, 1, 0xAA, 2, 0xBB, 2]);
    let repeated = resolved(&[mf(), records(0xC2, &[1, 2])]);
    assert_eq!(content(&repeated, &[0x6F01]), [1, 2, 1, 2, 1, 1, 0xAA, 1, 0xBB, 1]);
    // Without a short file identifier in the FCP it is the file identifier's; an empty one means none.
    assert_eq!(filled.file(&[0x6F01]).expect("the file").sfi, Some(1));
    let none = management(&[create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, 0x01]), (0x80, &[1]), (0x88, &[])])]);
    assert_eq!(resolved(&[mf(), none]).file(&[0x6F01]).expect("the file").sfi, None);
}

// R: A10
#[test]
fn a_created_file_can_be_filled_later() {
    let made = create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, 0x01]), (0x80, &[2])]);
    let later = management(&[encode(0x80, &[0x6F, 0x01]), encode(0x02, &[1]), encode(0x81, &[7])]);
    assert_eq!(content(&resolved(&[mf(), management(&[made]), later]), &[0x6F01]), [0xFF, 7]);
}

// R: A10
#[test]
fn directories_and_links() {
    let directory = create(&[(0x82, &[0x78, 0x21]), (0x83, &[0x7F, 0x66]), (0xC6, &[1])]);
    let file = create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, 0x01]), (0x80, &[2]), (0x8B, &[0x2F, 0x06, 2])]);
    let link = create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, 0x02]), (0xC7, &[0x7F, 0x66, 0x6F, 0x01])]);
    let again = create(&[(0x82, &[0x41, 0x21]), (0x83, &[0x6F, 0x03]), (0xC7, &[0x6F, 0x02])]);
    let profile =
        resolved(&[mf(), management(&[encode(0x80, &[]), again, link, directory, file, encode(0x81, &[1, 2])])]);
    for path in [[0x6F02], [0x6F03]] {
        assert_eq!(content(&profile, &path), [1, 2]);
        let link = profile.file(&path).expect("a link").link.clone().expect("its target");
        assert_eq!(link.0, [0x7F66, 0x6F01]);
    }
    let file = profile.file(&[0x7F66, 0x6F01]).expect("in the new directory");
    assert_eq!(file.access.arr.as_ref().expect("EF.ARR of the MF").0, [0x2F06]);
    assert_eq!(file.access.rule.as_deref(), Some(&[0x80, 1, 0x5E, 0x97, 0][..]));
}

// R: A10
#[test]
fn what_may_be_left_out_is_named() {
    // An element of a later version, an application, somebody's own, a template nobody knows, a field of a later version.
    let unknown = element(0xBF22, false, 300, |w| w.put(0x81, &[1]));
    let application = element(0xA8, false, 301, |_| {});
    let own = element(0xA9, false, 302, |w| {
        w.put(0x81, &[0x2A, 3]);
        w.put(0x82, &[1]);
    });
    let template = element(0xB1, false, 303, |w| w.put(0x81, &common::elements::template(&[200])));
    let later = element(0xB6, false, 304, |w| {
        w.put(0x81, &common::elements::template(&[9]));
        w.put(0xBE, &[1, 2]);
    });
    let profile = resolved(&[mf(), isim(), unknown, application, own, template, later]);
    let remark = |status, identification| PeStatus::new(status, Some(identification));
    let mut field = remark(Status::FEATURE_NOT_SUPPORTED, 304);
    field.additional_information = Some(28);
    assert_eq!(
        profile.remarks,
        [
            remark(Status::PE_NOT_SUPPORTED, 300),
            remark(Status::RUNTIME_NOT_SUPPORTED, 301),
            remark(Status::PE_NOT_SUPPORTED, 302),
            remark(Status::TEMPLATE_NOT_SUPPORTED, 303),
            field,
        ]
    );
    let answer = hex::encode(profile.response().encode());
    assert!(answer.contains("30078001018102012c"), "{answer}");
}

// R: A10
#[test]
fn kept_elements() {
    let rfm = element(0xA7, true, 40, |w| {
        w.put(0x4F, &AID);
        w.put(0x81, &[2]);
    });
    let cdma = element(0xA5, true, 41, |w| w.put(0x81, &[0; 8]));
    let kept = resolved(&[mf(), rfm.clone(), cdma]).kept;
    assert_eq!((kept[0].identification, kept[0].aid.as_deref()), (40, Some(&AID[..])));
    assert_eq!(kept[0].raw.expose(), rfm);
    assert_eq!((kept[1].tag, kept[1].identification), (0xA5, 41));
}

// R: A10
#[test]
fn keys_of_another_application() {
    let own = element(0xA4, true, 50, |w| {
        w.nest(0xA1, |w| {
            w.nest(0xA1, |w| {
                for (tag, value) in [(0x80, &[1][..]), (0x81, &[0]), (0x82, &[0x11; 16]), (0x83, &[0x22; 16])] {
                    w.put(tag, value);
                }
                w.put(0x84, &[1, 2, 3, 4, 5]);
                w.put(0x86, &[0, 1, 0]);
            });
        });
        w.put(0x82, &[0x00]);
        w.put(0x83, &[0, 0, 0, 0, 1, 0]);
        w.nest(0xA5, |w| (0..32u8).for_each(|slot| w.put(Tag::OCTET_STRING, &[0, 0, 0, 0, 0, slot])));
    });
    let mapped = element(0xA4, true, 51, |w| w.nest(0xA1, |w| w.raw(&object(0xA0, &[(0x80, &[6]), (0x81, &AID)]))));
    // The mapping stands before what it names.
    let aka = resolved(&[mf(), isim(), mapped, usim(), own]).aka;
    let shared = aka[0].shared_with.as_ref().expect("a mapping");
    assert_eq!((shared.source.as_slice(), shared.options), (&AID[..], 6));
    assert_eq!((aka[0].aid.as_slice(), aka[0].application.0.as_slice()), (&ISIM_AID[..], &[0x7FB0][..]));
    assert_eq!(aka[0].algorithm, aka[1].algorithm);
    assert!(matches!(aka[1].algorithm, AkaAlgorithm::Milenage { rotation: [1, 2, 3, 4, 5], .. }));
    assert_eq!((aka[1].sqn.options, aka[1].sqn.delta, aka[1].sqn.init[31]), (0x00, 256, 31));
    assert_eq!(aka[1].max_authentications, Some(256));
}

// R: A10
#[test]
fn codes_of_another_directory() {
    let puk = element(0xA3, true, 60, |w| {
        w.nest(0xA1, |w| w.raw(&object(0x30, &[(0x80, &[1]), (0x81, &[0x31; 8])])));
    });
    let pins = element(0xA2, true, 61, |w| {
        w.nest(0xA1, |w| w.nest(0xA0, |w| w.raw(&object(0x30, &[(0x80, &[1]), (0x81, &[0x30; 8]), (0x82, &[1])]))));
    });
    let shared = element(0xA2, true, 62, |w| w.nest(0xA1, |w| w.put(0x81, &[])));
    let profile = resolved(&[mf(), puk, pins, usim(), shared]);
    assert_eq!(profile.pins[1].path.0, [0x7FD0]);
    assert_eq!(profile.pins[1].shared_with.as_ref().expect("shared").0, []);
    // Defaults: three tries, all attributes; ten tries for the PUK.
    let pin = &profile.pins[0].pins[0];
    assert!(pin.enabled && pin.changeable && pin.can_be_disabled);
    assert_eq!((pin.max_attempts, pin.attempts_left, profile.puks[0].attempts_left), (3, 3, 10));
}

// R: A10
#[test]
fn ber_tlv_files() {
    let size = object(0xA5, &[(0x86, &[4])]);
    let fields = Writer::build(|w| {
        w.put(0x82, &[0x79, 0x21]);
        w.put(0x83, &[0x6F, 0x01]);
        w.raw(&size);
    });
    let profile = resolved(&[mf(), management(&[encode(0x62, &fields), encode(0x81, &[0x80, 1, 7])])]);
    let kind = &profile.file(&[0x6F01]).expect("the file").kind;
    assert_eq!(*kind, FileKind::BerTlv { max_size: Some(4), content: vec![0x80, 1, 7] });
}

// R: A10
#[test]
fn versions_that_are_known() {
    let end = element(0xAA, true, 99, |_| {});
    for (major, known) in [(1, false), (2, true), (3, true), (4, false)] {
        let package = Package::parse(&[header(major, &[], &[]), mf(), end.clone()].concat()).expect("well formed");
        assert_eq!(resolve(&package).is_ok(), known, "{major}");
    }
}
