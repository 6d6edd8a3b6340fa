use super::{NOW, phone::Phone, random};
use landfall_euicc::{Identity, SigningChain};
use model::{Eid, UnixTime};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::{
    Unsigned,
    cert::{
        Assurance, Certificate,
        issue::{self, ServerName, Validity},
    },
};
use smdp::{CertificateSet, KeyName};
use std::{collections::BTreeMap, rc::Rc};
use uicc::KeyId;

const DAY: u64 = 86_400;
/// OBJECT IDENTIFIER 2.999.7, the SM-DP+.
pub(crate) const SERVER_OID: &str = "2.999.7";

#[derive(Clone)]
pub(crate) struct Key(Rc<EcdsaKeyPair>);

impl Key {
    pub(crate) fn generate() -> Self {
        let random = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random is there");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        Self(Rc::new(pair.expect("made just now")))
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

pub(crate) fn days(count: u32) -> Validity {
    Validity::days(UnixTime(NOW.0 - DAY), count)
}

/// A root and what stands under it.
#[derive(Clone)]
pub(crate) struct Operator {
    pub(crate) key: Key,
    pub(crate) ci: Certificate,
    pub(crate) eum_key: Key,
    pub(crate) eum: Certificate,
}

impl Operator {
    pub(crate) fn new() -> Self {
        let (key, eum_key) = (Key::generate(), Key::generate());
        let ci = issue::ci("Harbour", "Harbour Root", &key.public(), days(3650), &mut random).expect("fits");
        let ci = key.finish(ci);
        let eum = issue::eum(&ci, "Harbour", "Kiosk EUM", &eum_key.public(), &["89049032"], days(7), &mut random);
        let eum = key.finish(eum.expect("fits"));
        Self { key, ci, eum_key, eum }
    }

    pub(crate) fn root_id(&self) -> Vec<u8> {
        self.ci.subject_key_id().to_vec()
    }

    /// DPauth and DPpb under this root for the server `oid`, with keys named after `name`.
    pub(crate) fn certificates(&self, name: &str, oid: &str, keys: &mut BTreeMap<KeyName, Key>) -> CertificateSet {
        let server = ServerName { organization: "Harbour".into(), common_name: "Kiosk 7".into(), oid: oid.into() };
        let (auth, pb) = (Key::generate(), Key::generate());
        let dp_auth = issue::dp_auth(&self.ci, &server, &auth.public(), days(30), &mut random).expect("fits");
        let dp_pb = issue::dp_pb(&self.ci, &server, &pb.public(), days(30), &mut random).expect("fits");
        let set = CertificateSet {
            dp_auth: self.key.finish(dp_auth),
            dp_auth_key: KeyName(format!("{name}.auth")),
            dp_pb: self.key.finish(dp_pb),
            dp_pb_key: KeyName(format!("{name}.pb")),
        };
        keys.insert(set.dp_auth_key.clone(), auth);
        keys.insert(set.dp_pb_key.clone(), pb);
        set
    }

    /// The chain by which an eUICC with this key proves itself.
    pub(crate) fn chain(&self, eid: &Eid, key: &Key) -> SigningChain {
        let (public, level) = (key.public(), Assurance::Tee);
        let certificate = issue::euicc_with_key(&self.eum, &public, eid, level, days(3650), &mut random);
        SigningChain {
            ci_key_id: self.root_id(),
            euicc_certificate: self.eum_key.finish(certificate.expect("fits")).as_der().to_vec(),
            eum_certificate: self.eum.as_der().to_vec(),
        }
    }

    pub(crate) fn identity(&self, eid_body: &str, key: &Key) -> Identity {
        let eid = Eid::with_check_digits(eid_body).expect("30 digits");
        Identity {
            eid,
            key: KeyId("euicc".to_owned()),
            chains: vec![self.chain(&eid, key)],
            roots: vec![self.ci.as_der().to_vec()],
        }
    }

    /// A phone with a new eUICC.
    pub(crate) fn phone(&self) -> Phone {
        self.phone_with("890490320012345123451234567890")
    }

    pub(crate) fn phone_with(&self, eid_body: &str) -> Phone {
        let key = Key::generate();
        Phone::new(self.identity(eid_body, &key), key)
    }
}
