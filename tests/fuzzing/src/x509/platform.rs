//! Certificates as Android's key attestation makes them.

use crate::keys::Key;
use rsp::cert::{PublicKey, ecdsa};
use tlv::{Tag, Writer};

/// OBJECT IDENTIFIER 1.3.6.1.4.1.11129.2.1.17, content bytes.
pub(super) const KEY_DESCRIPTION: &[u8] = &[0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 1, 0x11];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1D, 0x13];
const ECDSA_SHA256: [u8; 12] = [0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2];
const ENUMERATED: u32 = 0x0A;

/// The platform's root.
pub(super) fn root(key: &Key) -> Vec<u8> {
    certificate(key, key, &[(BASIC_CONSTRAINTS, &[0x30, 3, 1, 1, 0xFF])])
}

/// A certificate for `key` under `issuer`.
pub(super) fn certificate(issuer: &Key, key: &Key, extensions: &[(&[u8], &[u8])]) -> Vec<u8> {
    let body = Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.nest(0xA0u32, |w| w.uint(Tag::INTEGER, 2));
            w.uint(Tag::INTEGER, 1);
            w.raw(&ECDSA_SHA256);
            name(w);
            w.nest(Tag::SEQUENCE, |w| {
                w.text(0x17u32, "250101000000Z");
                w.text(0x17u32, "270101000000Z");
            });
            name(w);
            w.raw(&PublicKey::P256(key.public()).to_info());
            w.nest(0xA3u32, |w| {
                w.nest(Tag::SEQUENCE, |w| {
                    for (id, value) in extensions {
                        w.nest(Tag::SEQUENCE, |w| {
                            w.put(Tag::OID, id);
                            w.put(Tag::OCTET_STRING, value);
                        });
                    }
                });
            });
        });
    });
    let signature = ecdsa::raw_to_der(&issuer.sign(&body));
    let bits = tlv::encode(Tag::BIT_STRING, &[&[0], &signature[..]].concat());
    tlv::encode(Tag::SEQUENCE, &[&body[..], &ECDSA_SHA256, &bits].concat())
}

fn name(w: &mut Writer) {
    w.nest(Tag::SEQUENCE, |w| {
        w.nest(Tag::SET, |w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.put(Tag::OID, &[0x55, 4, 3]);
                w.text(Tag::UTF8_STRING, "Platform");
            });
        });
    });
}

/// What a locked device with a key in its TEE says.
pub(super) fn record(challenge: &[u8]) -> Vec<u8> {
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.uint(Tag::INTEGER, 100);
            w.put(ENUMERATED, &[1]);
            w.uint(Tag::INTEGER, 100);
            w.put(ENUMERATED, &[1]);
            w.put(Tag::OCTET_STRING, challenge);
            w.put(Tag::OCTET_STRING, &[]);
            w.nest(Tag::SEQUENCE, |_| {});
            w.nest(Tag::SEQUENCE, |w| {
                w.nest(0xA1u32, |w| w.nest(Tag::SET, |w| w.uint(Tag::INTEGER, 2)));
                w.nest(0xBF_853Eu32, |w| w.uint(Tag::INTEGER, 0));
                w.nest(0xBF_8540u32, |w| {
                    w.nest(Tag::SEQUENCE, |w| {
                        w.put(Tag::OCTET_STRING, &[1; 32]);
                        w.bool(Tag::BOOLEAN, true);
                        w.put(ENUMERATED, &[0]);
                        w.put(Tag::OCTET_STRING, &[2; 32]);
                    });
                });
            });
        });
    })
}
