//! Records: what is written, what is read back, what is refused.

use super::{
    desk::{Desk, Disk},
    sample::{PIN1, profile, rows},
};
use model::SecretBytes;
use proptest::prelude::*;
use uicc::{LoadError, Profile};

fn disk() -> Disk {
    let mut disk = Disk::default();
    disk.commit(&profile().records());
    disk
}

// R: A10
#[test]
fn a_loaded_card_is_the_card_that_was_written() {
    let written = disk();
    let again = written.load();
    let mut rewritten = Disk::default();
    rewritten.commit(&again.records());
    assert_eq!(written.records(), rewritten.records());
    assert_eq!(again.iccid(), profile().iccid());
    assert!(format!("{again:?}").len() < 80, "no content in Debug");
}

// R: A10
#[test]
fn one_changed_file_is_one_record() {
    let mut desk = Desk::sample();
    desk.usim();
    desk.give(0x01);
    desk.commits.clear();
    assert_eq!(desk.send("00A4000C026F7E"), "9000");
    assert_eq!(desk.send("00D600000155"), "9000");
    let mut id = profile().iccid().as_ef().to_vec();
    id.extend([0x02, 0x7F, 0xF0, 0x6F, 0x7E]);
    assert_eq!(desk.commits, [[id]]);
    assert_eq!(desk.disk.0.len(), 3);
    let mut desk = desk.restarted();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("00A4000C026F7E"), "9000");
    assert_eq!(desk.send("00B0000001"), "559000");
    // Written whole again, the change stands in the image.
    desk.disk.commit(&desk.card.profile().records());
    assert_eq!(desk.disk.0.len(), 2);
    let mut desk = desk.restarted();
    desk.usim();
    desk.give(0x01);
    assert_eq!(desk.send("00A4000C026F7E"), "9000");
    assert_eq!(desk.send("00B0000001"), "559000");
    desk.disk.commit(&Profile::erase(profile().iccid()));
    assert!(desk.disk.0.is_empty());
}

// R: A10
#[test]
fn no_secret_is_shown() {
    let desk = Desk::sample();
    let shown = format!("{:?} {:?}", desk.card.profile(), desk.card.profile().records());
    assert!(!shown.contains(&PIN1[..8]) && !shown.to_lowercase().contains("465b5c"), "{shown}");
}

#[test]
fn what_is_missing_foreign_or_newer_is_named() {
    let records = disk().records();
    let without =
        |at: usize| records.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, r)| r.clone()).collect::<Vec<_>>();
    let error = |records: &[(Vec<u8>, SecretBytes)]| Profile::load(records).expect_err("damaged");
    assert_eq!(error(&[]), LoadError::Missing("image"));
    assert_eq!(error(&without(0)), LoadError::Missing("image"));
    assert_eq!(error(&without(1)), LoadError::Missing("state"));
    let mut foreign = records.clone();
    foreign[1].0[3] ^= 0x11;
    assert_eq!(error(&foreign), LoadError::Foreign);
    // Outer tag, length, then the version.
    for (at, part) in [(0, "image"), (1, "state")] {
        let mut newer = records.clone();
        let mut bytes = newer[at].1.expose().to_vec();
        let version = bytes.windows(3).position(|w| w == [0x80, 1, 1]).expect("a version");
        bytes[version + 2] = 2;
        newer[at].1 = bytes.into();
        assert_eq!(error(&newer), LoadError::Version { part, found: 2 });
    }
    let mut stray = records.clone();
    let id = [&records[0].0[..10], &[0x02, 0x6F, 0x99]].concat();
    stray.push((id, vec![0xE3, 0x09, 0x80, 1, 1, 0x81, 1, 0, 0x82, 1, 5].into()));
    assert!(matches!(error(&stray), LoadError::Inconsistent { part: "file", .. }));
}

#[test]
fn unknown_data_objects_are_skipped() {
    let mut records = disk().records();
    for (_, value) in &mut records {
        let outer = tlv::Reader::new(value.expose()).next().expect("well formed").expect("there");
        let (tag, inside) = (outer.tag, [outer.value, &[0x9F, 0x55, 0x01, 0x00]].concat());
        *value = tlv::encode(tag, &inside).into();
    }
    assert_eq!(Profile::load(&records).expect("tolerant").files().count(), profile().files().count());
    assert!(rows().len() < profile().files().count());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn damage_is_refused_or_harmless(part in 0usize..2, at: prop::sample::Index, bit in 0u8..8, cut: bool) {
        let mut records = disk().records();
        let mut bytes = records[part].1.expose().to_vec();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << bit;
        }
        records[part].1 = bytes.into();
        // No panic; and what loads is a card that answers.
        if let Ok(profile) = Profile::load(&records) {
            let mut desk = Desk::new(profile);
            prop_assert!(desk.send("00A4000C023F00").len() >= 4);
        }
        prop_assert!(!cut || Profile::load(&records).is_err());
    }
}
