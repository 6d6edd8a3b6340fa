//! Packages whose elements ask for something out of the ordinary: what the card then does, or which element is to blame.

use crate::harness::{
    Operator, Phone, Shop, download,
    profiles::{self, metadata, own},
    sim,
};
use crate::session::enable;
use rsp::notification::FinalResult;
use tlv::{Reader, Tag, Writer, encode};
use uicc::aka::{Aka, milenage::Milenage, usim_test::UsimTest};

const USIM_AID: [u8; 16] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x02, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x03, 0x02, 0, 0];
const ISIM_AID: [u8; 7] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x04];

/// An element that is mandatory.
fn element(tag: u32, identification: u8, fill: impl FnOnce(&mut Writer)) -> Vec<u8> {
    Writer::build(|w| {
        w.nest(tag, |w| {
            w.nest(0xA0, |w| {
                w.put(0x80, &[]);
                w.put(0x81, &[identification]);
            });
            fill(w);
        });
    })
}

fn object(tag: u32, fields: &[(u32, &[u8])]) -> Vec<u8> {
    Writer::build(|w| w.nest(tag, |w| fields.iter().for_each(|(tag, value)| w.put(*tag, value))))
}

/// File management.
fn management(identification: u8, commands: &[Vec<u8>]) -> Vec<u8> {
    element(0xA1, identification, |w| {
        w.nest(0xA1, |w| w.nest(Tag::SEQUENCE, |w| commands.iter().for_each(|command| w.raw(command))));
    })
}

/// Our own package with `more` in front of the first element with the tag `before`, and without the elements of the tag
/// `without`.
fn package(before: u32, more: &[Vec<u8>], without: Option<u32>) -> Vec<u8> {
    let upp = own(1);
    let mut out = Vec::new();
    let mut more = Some(more.concat());
    let mut reader = Reader::new(&upp);
    while let Some(element) = reader.next().expect("well formed") {
        if element.tag.0 == before {
            out.extend(more.take().unwrap_or_default());
        }
        if Some(element.tag.0) != without {
            out.extend_from_slice(element.raw);
        }
    }
    out
}

fn load(upp: &[u8]) -> (Phone, FinalResult) {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let result = download(&mut phone, &mut Shop::new(&operator, metadata(1), upp));
    (phone, result)
}

fn installed(upp: &[u8]) -> Phone {
    let (mut phone, result) = load(upp);
    assert!(matches!(result, FinalResult::Success { .. }), "{result:?}");
    enable(&mut phone, 1);
    assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "9000");
    phone
}

fn select(phone: &mut Phone, aid: &[u8]) {
    let command = [&[0x00, 0xA4, 0x04, 0x0C, aid.len() as u8][..], aid].concat();
    assert_eq!(phone.transmit(&command), [0x90, 0x00]);
}

fn isim() -> Vec<u8> {
    let files = [
        object(0xA1, &[(0x83, &[0x7F, 0xB0]), (0x84, &ISIM_AID), (0xC6, &[0x01])]),
        encode(0x83, &[0x80, 0]),
        [object(0xA1, &[(0x82, &[0x42, 0x21, 0, 2])]), encode(0x83, &[0x80, 0])].concat(),
        encode(0x83, &[0x80, 0]),
        // EF.IST: GBA, HTTP digest and P-CSCF.
        encode(0x83, &[0x07; 14]),
        Vec::new(),
        object(0xA1, &[(0xC7, &[0x2F, 0x06])]),
    ];
    element(0xB5, 70, |w| {
        w.put(0x81, &[0x67, 0x81, 0x0F, 1, 2, 8]);
        for (number, file) in files.iter().enumerate() {
            w.nest(Tag::context_constructed(number as u32 + 2), |w| w.raw(file));
        }
    })
}

/// The ISIM's keys are the USIM's.
fn mapping(source: &[u8]) -> Vec<u8> {
    let source = object(0xA0, &[(0x80, &[6]), (0x81, source)]);
    element(0xA4, 71, |w| w.nest(0xA1, |w| w.raw(&source)))
}

// R: A10
#[test]
fn keys_may_be_mapped_before_they_are_there() {
    // Both stand in front of the USIM.
    let mut phone = installed(&package(0xB3, &[isim(), mapping(&USIM_AID)], None));
    let network = Aka::milenage(Milenage::new(&profiles::KI, &profiles::OPC));
    select(&mut phone, &ISIM_AID);
    let vector = network.vector(&[7; 16], 0x40, &[0, 0]).expect("3G");
    assert_eq!(sim::authenticate(&mut phone, &vector.rand, &vector.autn).expect("an answer")[0], 0xDB);
    // The sequence numbers are the same too.
    sim::select_usim(&mut phone);
    assert_eq!(sim::authenticate(&mut phone, &vector.rand, &vector.autn).expect("an answer")[0], 0xDC);
    // Not the beginning of an AID.
    let (_, result) = load(&package(0xB3, &[isim(), mapping(&USIM_AID[..7])], None));
    assert_eq!(to_blame(&result), "3006800103810147");
}

/// The `PEStatus` of a package that was refused.
fn to_blame(result: &FinalResult) -> String {
    let FinalResult::Error { sima_response: Some(response), .. } = result else { panic!("{result:?}") };
    let response = tlv::parse_one(response, Tag::SEQUENCE).expect("EUICCResponse");
    hex::encode(response.children().require(0xA0).expect("statuses").value)
}

// R: A10
#[test]
fn the_element_at_fault_is_named() {
    let file = |fid: u8, sfi: u8| {
        let fid = [0x6F, fid];
        object(0x62, &[(0x82, &[0x41, 0x21]), (0x83, &fid), (0x8B, &[1]), (0x80, &[1]), (0x88, &[sfi << 3])])
    };
    // Two files of one SFI: bad values.
    let (_, result) = load(&package(0xAA, &[management(0x77, &[file(1, 9), file(2, 9)])], None));
    assert_eq!(to_blame(&result), "3006800103810177");
    // A second application of one AID.
    let adf = object(0x62, &[(0x82, &[0x78, 0x21]), (0x83, &[0x7F, 0xE1]), (0x84, &USIM_AID), (0x8B, &[1])]);
    let (_, result) = load(&package(0xAA, &[management(0x76, &[adf])], None));
    assert_eq!(to_blame(&result), "3006800103810176");
}

// R: A10
#[test]
fn service_tables_do_not_promise_what_is_not_there() {
    // In EF.UST all of byte 9, services 65 to 72, and 73 to 80.
    let ust =
        management(0x75, &[encode(0x80, &[0x7F, 0xD0, 0x6F, 0x38]), encode(0x02, &[8]), encode(0x81, &[0xFF, 0xFF])]);
    let mut phone = installed(&package(0xAA, &[isim(), ust], None));
    sim::select_usim(&mut phone);
    assert_eq!(phone.send("00A4 000C 02 6F38"), "9000");
    // Neither GBA (68), MBMS (69) nor local keys by GBA (76); all others as they were.
    assert_eq!(phone.send("00B0 0008 02"), "e7f79000");
    select(&mut phone, &ISIM_AID);
    assert_eq!(phone.send("00A4 000C 02 6F07"), "9000");
    assert_eq!(phone.send("00B0 0000 02"), "01079000");
}

// R: A10
#[test]
fn the_test_algorithm_ignores_what_judges_numbers() {
    let key = [&[0x80, 1, 3, 0x81, 1, 2][..], &encode(0x82, &profiles::KI), &[0x83, 0], &[0x86, 3, 0, 0, 1]].concat();
    let aka = element(0xA4, 72, |w| {
        w.nest(0xA1, |w| w.nest(0xA1, |w| w.raw(&key)));
        // No known options, no step up, no age, and a high start.
        w.put(0x82, &[0x0F]);
        w.put(0x83, &[0; 6]);
        w.put(0x84, &[0; 6]);
        w.nest(0xA5, |w| (0..32).for_each(|_| w.put(Tag::OCTET_STRING, &[0, 1, 0, 0, 0, 0])));
    });
    let mut phone = installed(&package(0xA4, &[aka], Some(0xA4)));
    sim::select_usim(&mut phone);
    let network = Aka::usim_test(UsimTest::new(&profiles::KI, 16).expect("a size"));
    for sqn in [0x40, 0x4000_0000_0000, 0x61] {
        let vector = network.vector(&[9; 16], sqn, &[0, 0]).expect("3G");
        let answer = sim::authenticate(&mut phone, &vector.rand, &vector.autn).expect("more than one use");
        assert_eq!(answer[0], 0xDB, "{sqn:X}");
    }
}
