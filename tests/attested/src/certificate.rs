use crate::Key;
use tlv::{Tag, Writer};

/// ecdsa-with-SHA256.
const ALGORITHM: &str = "300a06082a8648ce3d040302";
/// `SubjectPublicKeyInfo` of a key on P-256, up to the point.
const P256_INFO: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

/// Object identifier (its content, hexadecimal) and value.
pub type Extension = (&'static str, Vec<u8>);

/// Basic constraints of a CA.
#[must_use]
pub fn ca() -> Extension {
    ("551d13", vec![0x30, 3, 1, 1, 0xFF])
}

/// A certificate, valid from 2025 to 2035. Issuer and subject by name and key.
#[must_use]
pub fn certificate(serial: u8, issuer: (&str, &Key), subject: (&str, &Key), extensions: &[Extension]) -> Vec<u8> {
    let tbs = Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.nest(0xA0, |w| w.uint(Tag::INTEGER, 2));
            w.uint(Tag::INTEGER, serial.into());
            w.raw(&bytes(ALGORITHM));
            name(w, issuer.0);
            w.nest(Tag::SEQUENCE, |w| {
                w.text(0x17, "250101000000Z");
                w.text(0x17, "350101000000Z");
            });
            name(w, subject.0);
            w.raw(&[&bytes(P256_INFO)[..], &subject.1.public()].concat());
            w.nest(0xA3, |w| w.nest(Tag::SEQUENCE, |w| extensions.iter().for_each(|e| extension(w, e))));
        });
    });
    let signature = issuer.1.sign(&tbs);
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.raw(&tbs);
            w.raw(&bytes(ALGORITHM));
            w.put(Tag::BIT_STRING, &[&[0], &der(&signature)[..]].concat());
        });
    })
}

fn name(w: &mut Writer, text: &str) {
    w.nest(Tag::SEQUENCE, |w| {
        w.nest(Tag::SET, |w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.put(Tag::OID, &[0x55, 4, 3]);
                w.text(Tag::UTF8_STRING, text);
            });
        });
    });
}

fn extension(w: &mut Writer, (oid, value): &Extension) {
    w.nest(Tag::SEQUENCE, |w| {
        w.put(Tag::OID, &bytes(oid));
        w.put(Tag::OCTET_STRING, value);
    });
}

/// r ‖ s as `ECDSA-Sig-Value`.
fn der(signature: &[u8; 64]) -> Vec<u8> {
    let (r, s) = signature.split_at(32);
    let integer = |w: &mut Writer, number: &[u8]| {
        let start = number.iter().position(|byte| *byte != 0).unwrap_or(31);
        let sign: &[u8] = if number[start] >= 0x80 { &[0] } else { &[] };
        w.put(Tag::INTEGER, &[sign, &number[start..]].concat());
    };
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| [r, s].into_iter().for_each(|number| integer(w, number)));
    })
}

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).expect("hexadecimal digits")
}
