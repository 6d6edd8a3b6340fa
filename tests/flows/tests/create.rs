//! An eUICC whose certificates and key were made elsewhere.

use app::{Error, Landfall, Ports, card::Transport, chip, flows::create::CreateEuiccRequest};
use landfall_flows::{Key, Phone, now, random};
use model::{Eid, SecretBytes, without};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use rsp::{
    cert::{
        Assurance, Certificate,
        issue::{self, Validity},
    },
    checks,
    crypto::PrivateKey,
};
use std::sync::Arc;
use vault::{
    KeyId, Keystore, KeystoreError, SigningKey, SoftwareKeystore,
    keystore::{Protection, software::Unlock},
};

/// A CI, the EUM under it, and one eUICC.
struct Maker {
    ci: Certificate,
    eum: Certificate,
    euicc: Certificate,
    key: PrivateKey,
    eid: Eid,
}

fn made() -> PrivateKey {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    PrivateKey::read(pkcs8.expect("random is there").as_ref()).expect("a key")
}

impl Maker {
    fn new() -> Self {
        let (root, maker, key) = (Key::generate(), Key::generate(), made());
        let validity = Validity::days(now(), 30);
        let ci = issue::ci("RSPTEST", "Test CI", &root.public(), validity, &mut random).expect("fits");
        let ci = root.finish(ci);
        let eum = issue::eum(&ci, "Maker", "EUM", &maker.public(), &["89049032"], validity, &mut random);
        let eum = root.finish(eum.expect("fits"));
        let eid = Eid::with_check_digits("890490321234512345123456789012").expect("30 digits");
        let euicc = issue::euicc_with_key(&eum, &key.public_key, &eid, Assurance::default(), validity, &mut random);
        Self { euicc: maker.finish(euicc.expect("fits")), ci, eum, key, eid }
    }

    fn request(&self) -> CreateEuiccRequest {
        CreateEuiccRequest {
            euicc_certificate: self.euicc.as_der().to_vec(),
            eum_certificate: self.eum.as_der().to_vec(),
            key: self.key.clone(),
        }
    }
}

fn is_unfit(result: &Result<Eid, Error>) -> bool {
    matches!(result, Err(Error::BadIdentity(_)))
}

// R: E7
#[test]
fn an_euicc_is_made_of_files_and_is_there_after_a_restart() {
    let maker = Maker::new();
    let mut phone = Phone::new("desk", maker.ci.as_der());
    assert_eq!(phone.landfall().create_euicc(&maker.request()).expect("they fit"), maker.eid);
    phone.start();
    let landfall = phone.landfall();
    assert_eq!(landfall.euiccs().expect("lists"), [maker.eid]);
    let mut card = landfall.chip(&maker.eid, Transport::Block).expect("it is here");
    let info = chip::info(&mut card).expect("answers");
    let one = info.info1.expect("euiccInfo1");
    assert_eq!(info.eid, maker.eid);
    assert_eq!(one.euicc_ci_pk_id_list_for_signing, [maker.ci.subject_key_id()]);
    assert_eq!(one.euicc_ci_pk_id_list_for_verification, [maker.ci.subject_key_id()]);
    drop(card);
    assert!(matches!(landfall.create_euicc(&maker.request()), Err(Error::Refused(_))), "it is here already");
}

// R: E7 F1
#[test]
fn a_crash_between_key_and_euicc_is_gone_on_from() {
    let (maker, temp) = (Maker::new(), tempfile::tempdir().expect("a folder"));
    let folder = store::Folder::claim(temp.path()).expect("a new folder");
    let keystore = Arc::new(SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("a keystore"));
    keystore.import_signing_key(&KeyId(format!("euicc.{}", maker.eid)), &maker.key.pkcs8).expect("takes it");
    let landfall = opened(&folder, keystore);
    landfall.add_root(maker.ci.as_der()).expect("a root");
    assert_eq!(landfall.create_euicc(&maker.request()).expect("goes on"), maker.eid);
}

// R: E7 F3
#[test]
fn files_that_do_not_belong_together_make_none() {
    let (maker, other) = (Maker::new(), Maker::new());
    let phone = Phone::new("desk", maker.ci.as_der());
    let landfall = phone.landfall();
    let attempts = [
        CreateEuiccRequest { key: other.key.clone(), ..maker.request() },
        CreateEuiccRequest { eum_certificate: other.eum.as_der().to_vec(), ..maker.request() },
        CreateEuiccRequest { euicc_certificate: maker.eum.as_der().to_vec(), ..maker.request() },
        CreateEuiccRequest { euicc_certificate: b"no certificate".to_vec(), ..maker.request() },
    ];
    for attempt in &attempts {
        assert!(is_unfit(&landfall.create_euicc(attempt)));
    }
    // A chain under a root that is not installed; it is the root that stands in the way.
    assert!(is_unfit(&landfall.create_euicc(&other.request())));
    assert!(landfall.euiccs().expect("lists").is_empty());
    let made = without(&[checks::ROOT], || landfall.create_euicc(&other.request()));
    assert_eq!(made.expect("nothing stands in the way"), other.eid);
}

// R: E7
#[test]
fn a_keystore_that_makes_its_keys_itself_says_so() {
    let (maker, temp) = (Maker::new(), tempfile::tempdir().expect("a folder"));
    let folder = store::Folder::claim(temp.path()).expect("a new folder");
    let keystore = SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("a keystore");
    let landfall = opened(&folder, Arc::new(Platform(keystore)));
    landfall.add_root(maker.ci.as_der()).expect("a root");
    let refused = landfall.create_euicc(&maker.request());
    assert!(matches!(refused, Err(Error::Keystore(KeystoreError::NoImport))));
    assert!(landfall.euiccs().expect("lists").is_empty());
}

fn opened(folder: &store::Folder, keystore: Arc<dyn Keystore>) -> Landfall {
    let ports = Ports {
        keystore,
        device: Arc::new(app::ports::Desk { hardware_id: "desk".to_owned(), secure_storage: false }),
        clock: Arc::new(app::ports::SystemClock),
        installer: Arc::new(app::ports::BuiltIn),
    };
    Landfall::open(folder, ports).expect("opens")
}

/// A phone's keystore, as far as it matters here.
struct Platform(SoftwareKeystore);

impl Keystore for Platform {
    fn protection(&self) -> Protection {
        Protection::SecureElement
    }

    fn generate_signing_key(&self, id: &KeyId, challenge: &[u8]) -> Result<SigningKey, KeystoreError> {
        self.0.generate_signing_key(id, challenge)
    }

    fn attest(&self, id: &KeyId) -> Result<SigningKey, KeystoreError> {
        self.0.attest(id)
    }

    fn sign(&self, id: &KeyId, message: &[u8]) -> Result<[u8; 64], KeystoreError> {
        self.0.sign(id, message)
    }

    fn make_wrapping_key(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.0.make_wrapping_key(id)
    }

    fn wrap(&self, id: &KeyId, plain: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        self.0.wrap(id, plain)
    }

    fn unwrap(&self, id: &KeyId, wrapped: &[u8]) -> Result<SecretBytes, KeystoreError> {
        self.0.unwrap(id, wrapped)
    }

    fn number(&self, id: &KeyId) -> Result<u64, KeystoreError> {
        self.0.number(id)
    }

    fn raise(&self, id: &KeyId, number: u64) -> Result<(), KeystoreError> {
        self.0.raise(id, number)
    }

    fn destroy(&self, id: &KeyId) -> Result<(), KeystoreError> {
        self.0.destroy(id)
    }
}
