//! Android key attestation over chains made here in the form of the real ones.

use crate::support::{Key, NOW};
use landfall_rsp::cert::{
    Assurance,
    attestation::{ANDROID_KEY, AttestationError, AttestationTrust, assess, verify_android},
    csr::{Attestation, Csr},
};
use tlv::{Tag, Writer};

const CHALLENGE: [u8; 32] = [5; 32];

/// What the attested device says of the key.
struct Record {
    levels: (u8, u8),
    challenge: Vec<u8>,
    origin: u8,
    purposes: Vec<u8>,
    locked: bool,
    boot: u8,
}

impl Default for Record {
    fn default() -> Self {
        Self { levels: (2, 2), challenge: CHALLENGE.to_vec(), origin: 0, purposes: vec![2], locked: true, boot: 0 }
    }
}

impl Record {
    fn der(&self) -> Vec<u8> {
        const ENUMERATED: u32 = 0x0A;
        Writer::build(|w| {
            w.nest(Tag::SEQUENCE, |w| {
                w.uint(Tag::INTEGER, 100);
                w.put(ENUMERATED, &[self.levels.0]);
                w.uint(Tag::INTEGER, 100);
                w.put(ENUMERATED, &[self.levels.1]);
                w.put(Tag::OCTET_STRING, &self.challenge);
                w.put(Tag::OCTET_STRING, &[]);
                w.nest(Tag::SEQUENCE, |_| {});
                w.nest(Tag::SEQUENCE, |w| {
                    w.nest(0xA1, |w| {
                        w.nest(Tag::SET, |w| self.purposes.iter().for_each(|p| w.uint(Tag::INTEGER, (*p).into())));
                    });
                    w.nest(0xBF_853E, |w| w.uint(Tag::INTEGER, self.origin.into()));
                    w.nest(0xBF_8540, |w| {
                        w.nest(Tag::SEQUENCE, |w| {
                            w.put(Tag::OCTET_STRING, &[1; 32]);
                            w.put(Tag::BOOLEAN, &[if self.locked { 0xFF } else { 0 }]);
                            w.put(ENUMERATED, &[self.boot]);
                            w.put(Tag::OCTET_STRING, &[2; 32]);
                        });
                    });
                });
            });
        })
    }
}

fn certificate(serial: u8, issuer: (&str, &Key), subject: (&str, &Key), extensions: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let name = |w: &mut Writer, text: &str| {
        w.nest(Tag::SEQUENCE, |w| {
            w.nest(Tag::SET, |w| {
                w.nest(Tag::SEQUENCE, |w| {
                    w.put(Tag::OID, &[0x55, 4, 3]);
                    w.text(Tag::UTF8_STRING, text);
                });
            });
        });
    };
    let algorithm = hex::decode("300a06082a8648ce3d040302").expect("hex");
    let tbs = Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.nest(0xA0, |w| w.uint(Tag::INTEGER, 2));
            w.uint(Tag::INTEGER, serial.into());
            w.raw(&algorithm);
            name(w, issuer.0);
            w.nest(Tag::SEQUENCE, |w| {
                w.text(0x17, "250101000000Z");
                w.text(0x17, "270101000000Z");
            });
            name(w, subject.0);
            w.raw(&landfall_rsp::cert::PublicKey::P256(subject.1.public()).to_info());
            w.nest(0xA3, |w| {
                w.nest(Tag::SEQUENCE, |w| {
                    for (oid, value) in extensions {
                        w.nest(Tag::SEQUENCE, |w| {
                            w.put(Tag::OID, &hex::decode(oid).expect("hex"));
                            w.put(Tag::OCTET_STRING, value);
                        });
                    }
                });
            });
        });
    });
    let signature = landfall_rsp::cert::ecdsa::raw_to_der(&issuer.1.sign(&tbs));
    let bits = tlv::encode(Tag::BIT_STRING, &[&[0], &signature[..]].concat());
    tlv::encode(Tag::SEQUENCE, &[tbs, algorithm, bits].concat())
}

const CA: (&str, [u8; 5]) = ("551d13", [0x30, 3, 1, 1, 0xFF]);
const KEY_DESCRIPTION: &str = "2b06010401d679020111";

struct Platform {
    root: Key,
    batch: Key,
    key: Key,
    trust: AttestationTrust,
    root_der: Vec<u8>,
}

impl Platform {
    fn new() -> Self {
        let (root, batch, key) = (Key::generate(), Key::generate(), Key::generate());
        let ca = [(CA.0, CA.1.to_vec())];
        let root_der = certificate(1, ("Root", &root), ("Root", &root), &ca);
        let trust = AttestationTrust { roots: vec![root_der.clone()], ..AttestationTrust::default() };
        Self { root, batch, key, trust, root_der }
    }

    fn chain(&self, record: &Record) -> Vec<Vec<u8>> {
        let batch = certificate(2, ("Root", &self.root), ("Batch", &self.batch), &[(CA.0, CA.1.to_vec())]);
        let leaf = certificate(3, ("Batch", &self.batch), ("Key", &self.key), &[(KEY_DESCRIPTION, record.der())]);
        vec![leaf, batch, self.root_der.clone()]
    }

    fn verify(&self, chain: &[Vec<u8>]) -> Result<Assurance, AttestationError> {
        verify_android(chain, &CHALLENGE, &self.key.public(), &self.trust, Some(NOW))
    }

    fn verify_record(&self, record: &Record) -> Result<Assurance, AttestationError> {
        self.verify(&self.chain(record))
    }
}

// R: E8
#[test]
fn levels() {
    let p = Platform::new();
    let cases = [
        ((2, 2), Assurance::SecureElement),
        ((1, 2), Assurance::Tee),
        ((2, 1), Assurance::Tee),
        ((1, 1), Assurance::Tee),
        ((0, 2), Assurance::None),
        ((2, 0), Assurance::None),
        ((2, 9), Assurance::SecureElement),
    ];
    for (levels, expected) in cases {
        assert_eq!(p.verify_record(&Record { levels, ..Record::default() }), Ok(expected), "{levels:?}");
    }
    assert_eq!(p.verify_record(&Record { levels: (9, 9), ..Record::default() }), Ok(Assurance::None));
    let unlocked = Record { locked: false, ..Record::default() };
    assert_eq!(p.verify_record(&unlocked), Ok(Assurance::None));
    assert_eq!(p.verify_record(&Record { boot: 2, ..Record::default() }), Ok(Assurance::None));
    // The root may be left out of the chain.
    let chain = p.chain(&Record::default());
    assert_eq!(p.verify(&chain[..2]), Ok(Assurance::SecureElement));
}

// R: E8
#[test]
fn refusals() {
    let p = Platform::new();
    let other = Record { challenge: vec![6; 32], ..Record::default() };
    assert_eq!(p.verify_record(&other), Err(AttestationError::Challenge));
    assert_eq!(p.verify_record(&Record { origin: 2, ..Record::default() }), Err(AttestationError::Origin));
    let wider = Record { purposes: vec![2, 7], ..Record::default() };
    assert_eq!(p.verify_record(&wider), Err(AttestationError::Origin));
    let chain = p.chain(&Record::default());
    let refused = verify_android(&chain, &CHALLENGE, &Key::generate().public(), &p.trust, Some(NOW));
    assert_eq!(refused, Err(AttestationError::Key));
    let foreign = Platform::new();
    let refused = verify_android(&chain, &CHALLENGE, &p.key.public(), &foreign.trust, Some(NOW));
    assert_eq!(refused, Err(AttestationError::Chain));
    let now = NOW.plus(10 * 365 * 86_400);
    let refused = verify_android(&chain, &CHALLENGE, &p.key.public(), &p.trust, Some(now));
    assert_eq!(refused, Err(AttestationError::Time { now }));
    let mut trust = p.trust.clone();
    trust.revoked.insert(vec![2]);
    let refused = verify_android(&chain, &CHALLENGE, &p.key.public(), &trust, Some(NOW));
    assert_eq!(refused, Err(AttestationError::Revoked));
    assert_eq!(p.verify(&[]), Err(AttestationError::Malformed));
    assert_eq!(p.verify(&[chain[0].clone(), chain[2].clone()]), Err(AttestationError::Chain));
    assert_eq!(p.verify(&[vec![0x30, 0]]), Err(AttestationError::Malformed));
    // Without a record.
    assert_eq!(p.verify_record_less(), Err(AttestationError::Malformed));
}

impl Platform {
    fn verify_record_less(&self) -> Result<Assurance, AttestationError> {
        let mut chain = self.chain(&Record::default());
        chain[0] = certificate(3, ("Batch", &self.batch), ("Key", &self.key), &[(CA.0, CA.1.to_vec())]);
        self.verify(&chain)
    }
}

// R: E8
#[test]
fn an_attested_key_can_not_attest_others() {
    let p = Platform::new();
    let thief = Key::generate();
    let mut chain = p.chain(&Record::default());
    // The device's own key signs a certificate that claims more, and is no CA.
    let forged = certificate(4, ("Key", &p.key), ("Key", &thief), &[(KEY_DESCRIPTION, Record::default().der())]);
    chain.insert(0, forged.clone());
    let refused = verify_android(&chain, &CHALLENGE, &thief.public(), &p.trust, Some(NOW));
    assert_eq!(refused, Err(AttestationError::Chain));
    // Nor if its certificate said that it were one.
    let both = [(CA.0, CA.1.to_vec()), (KEY_DESCRIPTION, Record::default().der())];
    chain[1] = certificate(3, ("Batch", &p.batch), ("Key", &p.key), &both);
    let refused = verify_android(&chain, &CHALLENGE, &thief.public(), &p.trust, Some(NOW));
    assert_eq!(refused, Err(AttestationError::Chain));
}

// R: E8
#[test]
fn a_request_is_assessed() {
    let p = Platform::new();
    let request = |kind: Option<&str>| {
        let attestation = kind.map(|kind| Attestation { kind: kind.into(), chain: p.chain(&Record::default()) });
        p.key.finish(Csr::make(&p.key.public(), &CHALLENGE, "phone-1", attestation))
    };
    assert_eq!(assess(&request(None), &p.trust, Some(NOW)), Ok(Assurance::KioskBorn));
    assert_eq!(assess(&request(Some(ANDROID_KEY)), &p.trust, Some(NOW)), Ok(Assurance::SecureElement));
    let unknown = AttestationError::Kind { kind: "other".into() };
    assert_eq!(assess(&request(Some("other")), &p.trust, Some(NOW)), Err(unknown));
}
