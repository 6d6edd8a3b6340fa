//! Packages put together by hand.

use tlv::{Tag, Writer};

/// A header that demands `services` and `templates`.
pub(crate) fn header(major: u64, services: &[u32], templates: &[&[u8]]) -> Vec<u8> {
    Writer::build(|w| {
        w.nest(0xA0, |w| {
            w.uint(0x80, major);
            w.uint(0x81, 1);
            w.put(0x83, &[0x89, 0, 1, 1, 0, 0, 0, 0, 0, 0x19]);
            w.nest(0xA5, |w| services.iter().for_each(|service| w.put(Tag::context(*service), &[])));
            w.nest(0xA6, |w| templates.iter().for_each(|oid| w.put(Tag::OID, oid)));
        });
    })
}

/// A header that demands what `more` writes behind its lists, which are empty.
pub(crate) fn header_with(more: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let plain = header(2, &[], &[]);
    let body = tlv::parse_one(&plain, 0xA0).expect("a header").value;
    Writer::build(|w| {
        w.nest(0xA0, |w| {
            w.raw(body);
            more(w);
        });
    })
}

/// An element: `fill` writes what stands behind its header.
pub(crate) fn element(tag: u32, mandated: bool, identification: u64, fill: impl FnOnce(&mut Writer)) -> Vec<u8> {
    Writer::build(|w| {
        w.nest(tag, |w| {
            w.nest(0xA0, |w| {
                if mandated {
                    w.put(0x80, &[]);
                }
                w.uint(0x81, identification);
            });
            fill(w);
        });
    })
}

/// The identifier of a template, content bytes.
pub(crate) fn template(suffix: &[u8]) -> Vec<u8> {
    [&[0x67, 0x81, 0x0F, 1, 2], suffix].concat()
}

/// An element with files by a template: their numbers, and what stands in each.
pub(crate) fn files(tag: u32, suffix: &[u8], files: &[(u32, &[u8])]) -> Vec<u8> {
    element(tag, true, u64::from(tag & 0xFF), |w| {
        w.put(0x81, &template(suffix));
        for (number, content) in files {
            w.nest(Tag::context_constructed(number + 2), |w| w.raw(content));
        }
    })
}

/// `fileDescriptor` of a file in a template: fields of the FCP.
pub(crate) fn fcp(fields: &[(u32, &[u8])]) -> Vec<u8> {
    object(0xA1, fields)
}

/// `createFCP` of file management.
pub(crate) fn create(fields: &[(u32, &[u8])]) -> Vec<u8> {
    object(0x62, fields)
}

/// A constructed object of primitive fields.
pub(crate) fn object(tag: u32, fields: &[(u32, &[u8])]) -> Vec<u8> {
    Writer::build(|w| w.nest(tag, |w| fields.iter().for_each(|(tag, value)| w.put(*tag, value))))
}

/// `PE-GenericFileManagement` with commands as they stand.
pub(crate) fn management(commands: &[Vec<u8>]) -> Vec<u8> {
    element(0xA1, true, 0xA1, |w| {
        w.nest(0xA1, |w| w.nest(Tag::SEQUENCE, |w| commands.iter().for_each(|command| w.raw(command))));
    })
}

/// The MF with EF.ICCID, EF.DIR and EF.ARR of two rules.
pub(crate) fn mf() -> Vec<u8> {
    let iccid = tlv::encode(0x83, &[0x98; 10]);
    let dir = [fcp(&[(0x82, &[0x42, 0x21, 0, 4]), (0x80, &[4])]), tlv::encode(0x83, &[0x61, 0])].concat();
    let rules = [
        fcp(&[(0x82, &[0x42, 0x21, 0, 6]), (0x80, &[12])]),
        tlv::encode(0x83, b"\x80\x01\x01\x90\x00\xFF\x80\x01\x5E\x97\x00\xFF"),
    ]
    .concat();
    files(0xB0, &[1], &[(0, &[]), (2, &iccid), (3, &dir), (4, &rules)])
}

/// ADF.USIM at 7FD0 with the files that it must have.
pub(crate) fn usim() -> Vec<u8> {
    usim_with(&[])
}

/// The same with further files, by their numbers.
pub(crate) fn usim_with(more: &[(u32, &[u8])]) -> Vec<u8> {
    let directory = fcp(&[(0x83, &[0x7F, 0xD0]), (0x84, &AID)]);
    let arr = fcp(&[(0xC7, &[0x2F, 0x06])]);
    let [imsi, ust, spn] = [&[0xFF; 9][..], &[0; 14], &[0xFF; 17]].map(|content| tlv::encode(0x83, content));
    let [est, acc, ecc] = [&[0][..], &[0, 1], &[0xFF; 4]].map(|content| tlv::encode(0x83, content));
    let mut all: Vec<(u32, &[u8])> =
        vec![(0, &directory), (1, &imsi), (2, &arr), (6, &ust), (11, &spn), (12, &est), (16, &acc), (20, &ecc)];
    all.extend_from_slice(more);
    all.sort_by_key(|(number, _)| *number);
    files(0xB3, &[4], &all)
}

/// ADF.ISIM at 7FB0 with the files that it must have.
pub(crate) fn isim() -> Vec<u8> {
    let directory = fcp(&[(0x83, &[0x7F, 0xB0]), (0x84, &ISIM_AID)]);
    let arr = fcp(&[(0xC7, &[0x2F, 0x06])]);
    let text = tlv::encode(0x83, &[0x80, 0]);
    let impu = [fcp(&[(0x82, &[0x42, 0x21, 0, 2])]), text.clone()].concat();
    let ist = tlv::encode(0x83, &[0; 14]);
    files(0xB5, &[8], &[(0, &directory), (1, &text), (2, &impu), (3, &text), (4, &ist), (6, &arr)])
}

/// The AID of [`usim`].
pub(crate) const AID: [u8; 7] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x02];

/// The AID of [`isim`].
pub(crate) const ISIM_AID: [u8; 7] = [0xA0, 0, 0, 0, 0x87, 0x10, 0x04];

/// A whole package: a header that demands nothing, `elements`, an end.
pub(crate) fn package(elements: &[Vec<u8>]) -> Vec<u8> {
    [header(2, &[], &[]), elements.concat(), element(0xAA, true, 99, |_| {})].concat()
}
