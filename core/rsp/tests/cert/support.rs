//! Keys, randomness and a small world of certificates.

use landfall_rsp::{
    Unsigned,
    cert::{
        Assurance, Certificate,
        chain::{Crls, Roots},
        issue::{self, ServerName, Validity},
    },
};
use model::{Eid, UnixTime};
use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};

pub(crate) struct Key(EcdsaKeyPair);

impl Key {
    pub(crate) fn generate() -> Self {
        let random = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random is there");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        Self(pair.expect("made just now"))
    }

    pub(crate) fn public(&self) -> [u8; 65] {
        self.0.public_key().as_ref().try_into().expect("uncompressed point")
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(&SystemRandom::new(), message).expect("random is there");
        signature.as_ref().try_into().expect("fixed form")
    }

    pub(crate) fn finish<T>(&self, unsigned: Unsigned<T>) -> T {
        let signature = self.sign(&unsigned.message);
        unsigned.signed(signature)
    }
}

pub(crate) fn random(out: &mut [u8]) {
    SystemRandom::new().fill(out).expect("random is there");
}

/// 2026-01-01.
pub(crate) const NOW: UnixTime = UnixTime(1_767_225_600);
pub(crate) const DAY: u64 = 86_400;

pub(crate) fn days(count: u32) -> Validity {
    Validity::days(UnixTime(NOW.0 - DAY), count)
}

pub(crate) fn server_name() -> ServerName {
    ServerName { organization: "Harbour".into(), common_name: "Kiosk 7".into(), oid: "2.999.7".into() }
}

pub(crate) fn eid() -> Eid {
    Eid::with_check_digits("890490320012345123451234567890").expect("30 digits")
}

/// One operator: root, EUM, one eUICC, one SM-DP+.
pub(crate) struct World {
    pub(crate) ci_key: Key,
    pub(crate) ci: Certificate,
    pub(crate) eum_key: Key,
    pub(crate) eum: Certificate,
    pub(crate) euicc: Certificate,
    pub(crate) dp_auth: Certificate,
    pub(crate) dp_pb: Certificate,
    pub(crate) tls: Certificate,
    pub(crate) kiosk: Certificate,
    pub(crate) leaf_key: Key,
}

impl World {
    pub(crate) fn new() -> Self {
        let (ci_key, eum_key, leaf_key) = (Key::generate(), Key::generate(), Key::generate());
        let leaf = leaf_key.public();
        let ci = issue::ci("Harbour", "Harbour Root", &ci_key.public(), days(3650), &mut random).expect("fits");
        let ci = ci_key.finish(ci);
        let prefixes = ["8904903200", "890490329"];
        let eum = issue::eum(&ci, "Harbour", "Kiosk EUM", &eum_key.public(), &prefixes, days(7), &mut random);
        let eum = ci_key.finish(eum.expect("fits"));
        let euicc = issue::euicc_with_key(&eum, &leaf, &eid(), Assurance::Tee, days(3650), &mut random);
        let euicc = eum_key.finish(euicc.expect("fits"));
        let name = server_name();
        let dp_auth = ci_key.finish(issue::dp_auth(&ci, &name, &leaf, days(30), &mut random).expect("fits"));
        let dp_pb = ci_key.finish(issue::dp_pb(&ci, &name, &leaf, days(30), &mut random).expect("fits"));
        let tls = issue::tls(&ci, &name, "dp.harbour.example", &leaf, days(30), &mut random);
        let tls = ci_key.finish(tls.expect("fits"));
        let kiosk = ci_key.finish(issue::kiosk(&ci, "kiosk-7", &[7; 32], days(30), &mut random).expect("fits"));
        Self { ci_key, ci, eum_key, eum, euicc, dp_auth, dp_pb, tls, kiosk, leaf_key }
    }

    pub(crate) fn roots(&self) -> Roots {
        roots([&self.ci])
    }
}

pub(crate) fn roots<'a>(certificates: impl IntoIterator<Item = &'a Certificate>) -> Roots {
    let mut roots = Roots::new();
    for certificate in certificates {
        roots.add(certificate.clone()).expect("a root");
    }
    roots
}

pub(crate) fn no_crls() -> Crls {
    Crls::default()
}

/// A certificate taken apart, to be put together wrongly and signed again.
pub(crate) struct Parts {
    /// The seven fields before the extensions, encoded.
    pub(crate) fields: Vec<Vec<u8>>,
    /// Identifier's content, critical, value.
    pub(crate) extensions: Vec<(Vec<u8>, bool, Vec<u8>)>,
}

impl Parts {
    pub(crate) fn of(certificate: &Certificate) -> Self {
        let mut reader = tlv::parse_one(certificate.tbs(), tlv::Tag::SEQUENCE).expect("a certificate").children();
        let mut fields = Vec::new();
        for _ in 0..7 {
            fields.push(reader.next().expect("well formed").expect("there").raw.to_vec());
        }
        let list = reader.expect(0xA3).expect("extensions");
        let mut list = tlv::parse_one(list.value, tlv::Tag::SEQUENCE).expect("extensions").children();
        let mut extensions = Vec::new();
        while let Some(extension) = list.next().expect("well formed") {
            let mut parts = extension.children();
            let oid = parts.expect(tlv::Tag::OID).expect("identifier").value.to_vec();
            let critical = parts.take(tlv::Tag::BOOLEAN).expect("well formed").is_some();
            extensions.push((oid, critical, parts.expect(tlv::Tag::OCTET_STRING).expect("value").value.to_vec()));
        }
        Self { fields, extensions }
    }

    pub(crate) fn extension(&mut self, last_arc: u8) -> &mut (Vec<u8>, bool, Vec<u8>) {
        let found = self.extensions.iter_mut().find(|(oid, _, _)| *oid == [0x55, 0x1D, last_arc]);
        found.expect("the extension is there")
    }

    pub(crate) fn drop_extension(&mut self, last_arc: u8) {
        self.extension(last_arc);
        self.extensions.retain(|(oid, _, _)| *oid != [0x55, 0x1D, last_arc]);
    }

    pub(crate) fn der(&self, key: &Key) -> Vec<u8> {
        let tbs = tlv::Writer::build(|w| {
            w.nest(tlv::Tag::SEQUENCE, |w| {
                self.fields.iter().for_each(|field| w.raw(field));
                w.nest(0xA3, |w| {
                    w.nest(tlv::Tag::SEQUENCE, |w| {
                        for (oid, critical, value) in &self.extensions {
                            w.nest(tlv::Tag::SEQUENCE, |w| {
                                w.put(tlv::Tag::OID, oid);
                                if *critical {
                                    w.bool(tlv::Tag::BOOLEAN, true);
                                }
                                w.put(tlv::Tag::OCTET_STRING, value);
                            });
                        }
                    });
                });
            });
        });
        let signature = landfall_rsp::cert::ecdsa::raw_to_der(&key.sign(&tbs));
        tlv::Writer::build(|w| {
            w.nest(tlv::Tag::SEQUENCE, |w| {
                w.raw(&tbs);
                w.raw(&self.fields[2]);
                w.put(tlv::Tag::BIT_STRING, &[&[0], &signature[..]].concat());
            });
        })
    }
}
