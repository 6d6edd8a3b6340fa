//! GSMA's generic test profiles (TS.48), installed and read back by APDU. They lie beside the project in `shared`.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use crate::harness::{Operator, Phone, Shop, download, sim};
use rsp::{
    es10::{EnableProfileRequest, EnableProfileResponse, EnableResult, ProfileIdentifier},
    metadata::StoreMetadataRequest,
    notification::FinalResult,
};
use saip::{AkaAlgorithm, FileKind, ResolvedFile, ResolvedProfile};
use std::path::PathBuf;
use uicc::aka::{
    Aka,
    milenage::{Milenage, Parameters},
    usim_test::UsimTest,
};

fn packages() -> Vec<(String, Vec<u8>)> {
    let shared = std::env::var_os("LANDFALL_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("data/ts48");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let files = entries.map(|entry| entry.expect("a readable folder").path());
    let mut found: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "der"))
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a readable file")))
        .collect();
    found.sort();
    assert_eq!(found.len(), 6, "all six profiles");
    found
}

fn installed(name: &str, upp: &[u8], resolved: &ResolvedProfile) -> Phone {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let metadata = StoreMetadataRequest::new(resolved.iccid, "GSMA", "Generic test");
    let mut shop = Shop::new(&operator, metadata, upp);
    let result = download(&mut phone, &mut shop);
    assert!(matches!(result, FinalResult::Success { .. }), "{name}: {result:?}");
    let profile_identifier = ProfileIdentifier::Iccid(resolved.iccid);
    let request = EnableProfileRequest { profile_identifier, refresh_flag: false };
    assert_eq!(phone.ask::<EnableProfileResponse>(&request).result, EnableResult::Ok);
    phone
}

/// Goes to the file, directory by directory; ADFs by their AID.
fn select(phone: &mut Phone, resolved: &ResolvedProfile, file: &ResolvedFile) -> String {
    let mut last = phone.send("00A4 000C 02 3F00");
    for depth in 1..=file.path.0.len() {
        let above = &file.path.0[..depth];
        if above == [0x3F00] {
            continue;
        }
        last = match resolved.file(above).map(|file| &file.kind) {
            Some(FileKind::Adf { aid }) => phone.send(&format!("00A4 040C {:02X} {}", aid.len(), hex::encode(aid))),
            _ => phone.send(&format!("00A4 000C 02 {:04X}", above[depth - 1])),
        };
    }
    last
}

/// Gives every code of the profile, so that what may be read by anybody can be read.
fn give_codes(phone: &mut Phone, resolved: &ResolvedProfile) {
    for context in &resolved.pins {
        let directory = resolved.file(&context.path.0).or(resolved.files.first()).expect("its directory");
        select(phone, resolved, directory);
        for pin in context.pins.iter().filter(|pin| pin.enabled) {
            let answer = sim::verify(phone, pin.reference, pin.value.expose());
            assert_eq!(answer, "9000", "code {:02X}", pin.reference);
        }
    }
}

/// Reads a file whole: its content, or the status word that forbids it.
fn read(phone: &mut Phone, file: &ResolvedFile) -> Result<Vec<u8>, u16> {
    match &file.kind {
        FileKind::Transparent { content } => sim::read_binary(phone, content.len()),
        FileKind::LinearFixed { record_size, content } | FileKind::Cyclic { record_size, content } => {
            let size = u8::try_from(*record_size).expect("a byte");
            let count = content.len() / usize::from(size);
            let records = (1..=count).map(|number| sim::read_record(phone, number as u8, size));
            records.collect::<Result<Vec<_>, _>>().map(|records| records.concat())
        }
        FileKind::BerTlv { content, .. } => retrieve(phone, content),
        FileKind::Df | FileKind::Adf { .. } => Ok(Vec::new()),
    }
}

/// Retrieves the data objects that `content` has, one by one (TS 102 221 §11.3.1).
fn retrieve(phone: &mut Phone, content: &[u8]) -> Result<Vec<u8>, u16> {
    let (mut reader, mut all) = (tlv::Reader::new(content), Vec::new());
    while reader.rest().first().is_some_and(|byte| *byte != 0xFF) {
        let tag = reader.next().expect("well formed").expect("not the end").tag;
        let tag = &tag.0.to_be_bytes()[4 - tag.size()..];
        let mut block = phone.transmit(&[&[0x80, 0xCB, 0x00, 0x80, tag.len() as u8][..], tag, &[0x00]].concat());
        loop {
            let status = block.split_off(block.len() - 2);
            all.extend(block);
            match status[..] {
                [0x90, 0x00] => break,
                [0x62, 0xF1] => block = phone.transmit(&[0x80, 0xCB, 0x00, 0x00, 0x00]),
                _ => return Err(u16::from_be_bytes([status[0], status[1]])),
            }
        }
    }
    all.extend_from_slice(reader.rest());
    Ok(all)
}

// R: A6
// R: A10
#[test]
fn every_file_comes_back_as_the_package_has_it() {
    for (name, upp) in packages() {
        let resolved = saip::resolve(&saip::Package::parse(&upp).expect("a package")).expect("a profile");
        let mut phone = installed(&name, &upp, &resolved);
        give_codes(&mut phone, &resolved);
        let (mut equal, mut never, mut inactive) = (0, 0, 0);
        for file in &resolved.files {
            let selected = select(&mut phone, &resolved, file);
            let active = matches!(file.life_cycle, 0x00..=0x03 | 0x05 | 0x07);
            assert_eq!(selected, if active { "9000" } else { "6283" }, "{name} {:04X?}", file.path.0);
            match read(&mut phone, file) {
                Ok(content) => {
                    assert_eq!(content, file.kind.content(), "{name} {:04X?}", file.path.0);
                    equal += 1;
                }
                Err(0x6982) => {
                    assert!(reading_is_never(file), "{name} {:04X?} is kept from everybody", file.path.0);
                    never += 1;
                }
                Err(0x6984) if !active => inactive += 1,
                Err(status) => panic!("{name} {:04X?}: {status:04X}", file.path.0),
            }
        }
        assert!(equal > 100, "{name}: {equal} read, {never} never readable, {inactive} not active");
        assert!(never < 10, "{name}: {never}");
    }
}

/// Whether the file's rule lets nobody read it (TS 102 221 §9.2.4: no access mode of it, or the condition "never").
fn reading_is_never(file: &ResolvedFile) -> bool {
    let Some(rule) = &file.access.rule else { return true };
    let mut reader = tlv::Reader::new(rule);
    while let Ok(Some(mode)) = reader.next() {
        let Ok(Some(condition)) = reader.next() else { return true };
        if mode.tag.0 == 0x80 && mode.value.first().is_some_and(|bits| bits & 1 == 1) {
            return condition.tag.0 == 0x97;
        }
    }
    true
}

// R: A10
#[test]
fn each_authenticates_with_the_key_of_its_package() {
    for (name, upp) in packages() {
        let resolved = saip::resolve(&saip::Package::parse(&upp).expect("a package")).expect("a profile");
        let mut phone = installed(&name, &upp, &resolved);
        let aka = resolved.aka.iter().find(|aka| aka.aid.starts_with(&[0xA0, 0, 0, 0, 0x87, 0x10, 0x02]));
        let aka = aka.expect("a USIM");
        let ki: [u8; 16] = aka.ki.expose().try_into().expect("16 bytes");
        let network = match &aka.algorithm {
            AkaAlgorithm::UsimTest { res_size } => {
                UsimTest::new(&ki, usize::from(*res_size)).map(Aka::usim_test).expect("sizes that it has")
            }
            AkaAlgorithm::Milenage { opc, rotation, xoring } => {
                let opc = opc.expose().try_into().expect("16 bytes");
                let parameters = Parameters { rotations: *rotation, constants: *xoring };
                Aka::milenage(Milenage::with(&ki, opc, &parameters))
            }
            other => panic!("{name}: {other:?}"),
        };
        give_codes(&mut phone, &resolved);
        sim::select_usim(&mut phone);
        let highest = aka.sqn.init.iter().max().expect("32 of them") << 5;
        let vector = network.vector(&[0x3C; 16], highest + 0x40, &[0, 0]).expect("a 3G algorithm");
        let answer =
            sim::authenticate(&mut phone, &vector.rand, &vector.autn).unwrap_or_else(|s| panic!("{name}: {s:04X}"));
        assert_eq!(answer[0], 0xDB, "{name}");
        assert_eq!(answer[2..2 + usize::from(answer[1])], *vector.xres, "{name}");
    }
}

// R: A10
#[test]
fn those_whose_usim_conceals_its_identity_do() {
    let mut concealing = 0;
    for (name, upp) in packages() {
        let resolved = saip::resolve(&saip::Package::parse(&upp).expect("a package")).expect("a profile");
        let usim = resolved.application(&[0xA0, 0, 0, 0, 0x87, 0x10, 0x02]).expect("a USIM").0[0];
        let table = resolved.file(&[usim, 0x6F38]).expect("EF.UST").kind.content();
        // Services 124 and 125.
        let offered = table.get(15).is_some_and(|byte| byte & 0x18 == 0x18);
        let mut phone = installed(&name, &upp, &resolved);
        give_codes(&mut phone, &resolved);
        sim::select_usim(&mut phone);
        let answer = phone.send("80 78 0001 00");
        if offered {
            // The null scheme: home network, no routing indicator, no key, MSIN.
            assert!(answer.starts_with("a1") && answer.ends_with("9000"), "{name}: {answer}");
            let imsi = model::Imsi::from_ef(resolved.file(&[usim, 0x6F07]).expect("EF.IMSI").kind.content());
            assert_eq!(imsi.expect("an IMSI").as_str().get(..5), Some("00101"), "{name}");
            assert_eq!(answer.get(4..20), Some("0100f110f0ff0000"), "{name}");
            concealing += 1;
        } else {
            assert_eq!(answer, "6985", "{name}");
        }
    }
    assert!(concealing == 2 || packages().is_empty(), "{concealing} of them");
}
