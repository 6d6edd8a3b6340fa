//! Whom a kiosk believes beside its operator: attestation roots, revocation lists.

mod common;

use common::{NOW, Phone, Shop, stock};
use landfall_kiosk::{
    Peer,
    command::{Command, run_alone, run_serving},
    init,
    operator::Days,
};
use model::SecretBytes;
use nearfield::message::{Refusal, Request, Reserved, Response};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use rsp::cert::{
    Assurance, Certificate, PublicKey,
    attestation::ANDROID_KEY,
    csr::{Attestation, Csr},
    ecdsa,
};
use tlv::{Tag, Writer};

const BINDING: [u8; 32] = [1; 32];
const CA: (&str, [u8; 5]) = ("551d13", [0x30, 3, 1, 1, 0xFF]);
const KEY_DESCRIPTION: &str = "2b06010401d679020111";

struct Key(EcdsaKeyPair);

impl Key {
    fn generate() -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("random is there");
        let made = SecretBytes::from(made.as_ref());
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.expose(), &random);
        Self(pair.expect("made just now"))
    }

    fn public(&self) -> [u8; 65] {
        self.0.public_key().as_ref().try_into().expect("uncompressed point")
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(&SystemRandom::new(), message).expect("random is there");
        signature.as_ref().try_into().expect("fixed form")
    }
}

/// What an Android device's keystore says of a key (KeyDescription): generated inside to sign, on a locked device.
fn record(level: u8) -> Vec<u8> {
    const ENUMERATED: u32 = 0x0A;
    Writer::build(|w| {
        w.nest(Tag::SEQUENCE, |w| {
            w.uint(Tag::INTEGER, 100);
            w.put(ENUMERATED, &[level]);
            w.uint(Tag::INTEGER, 100);
            w.put(ENUMERATED, &[level]);
            w.put(Tag::OCTET_STRING, &BINDING);
            w.put(Tag::OCTET_STRING, &[]);
            w.nest(Tag::SEQUENCE, |_| {});
            w.nest(Tag::SEQUENCE, |w| {
                w.nest(0xA1, |w| w.nest(Tag::SET, |w| w.uint(Tag::INTEGER, 2)));
                w.nest(0xBF_853E, |w| w.uint(Tag::INTEGER, 0));
                w.nest(0xBF_8540, |w| {
                    w.nest(Tag::SEQUENCE, |w| {
                        w.put(Tag::OCTET_STRING, &[1; 32]);
                        w.put(Tag::BOOLEAN, &[0xFF]);
                        w.put(ENUMERATED, &[0]);
                        w.put(Tag::OCTET_STRING, &[2; 32]);
                    });
                });
            });
        });
    })
}

fn certificate(serial: u8, issuer: (&str, &Key), subject: (&str, &Key), extension: (&str, Vec<u8>)) -> Vec<u8> {
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
                w.text(0x17, "350101000000Z");
            });
            name(w, subject.0);
            w.raw(&PublicKey::P256(subject.1.public()).to_info());
            w.nest(0xA3, |w| {
                w.nest(Tag::SEQUENCE, |w| {
                    w.nest(Tag::SEQUENCE, |w| {
                        w.put(Tag::OID, &hex::decode(extension.0).expect("hex"));
                        w.put(Tag::OCTET_STRING, &extension.1);
                    });
                });
            });
        });
    });
    let signature = ecdsa::raw_to_der(&issuer.1.sign(&tbs));
    let bits = tlv::encode(Tag::BIT_STRING, &[&[0], &signature[..]].concat());
    tlv::encode(Tag::SEQUENCE, &[tbs, algorithm, bits].concat())
}

/// A platform's root, and a phone whose key it attests at `level`.
struct Platform {
    root: Vec<u8>,
    key: Key,
    chain: Vec<Vec<u8>>,
}

impl Platform {
    fn new(level: u8) -> Self {
        let (root_key, batch, key) = (Key::generate(), Key::generate(), Key::generate());
        let ca = || (CA.0, CA.1.to_vec());
        let root = certificate(1, ("Root", &root_key), ("Root", &root_key), ca());
        let middle = certificate(2, ("Root", &root_key), ("Batch", &batch), ca());
        let leaf = certificate(3, ("Batch", &batch), ("Key", &key), (KEY_DESCRIPTION, record(level)));
        Self { chain: vec![leaf, middle, root.clone()], root, key }
    }

    /// The phone reserves with its attested key.
    fn reserve(&self, shop: &Shop, hardware_id: &str) -> Result<Reserved, Refusal> {
        let attestation = Attestation { kind: ANDROID_KEY.to_owned(), chain: self.chain.clone() };
        let csr = Csr::make(&self.key.public(), &BINDING, hardware_id, Some(attestation));
        let signature = self.key.sign(&csr.message);
        let mut request = Phone::new(hardware_id).reserve("jp-7");
        request.csr = Some(csr.signed(signature).as_der().to_vec());
        match shop.kiosk().handle(&Request::Reserve(Box::new(request)), &Peer { binding: BINDING }, NOW) {
            Response::Reserved(reserved) => Ok(*reserved),
            Response::Refused(refusal) => Err(refusal),
            other => panic!("not an answer to Reserve: {other:?}"),
        }
    }
}

fn assurance(reserved: &Reserved) -> Option<Assurance> {
    let certificate = reserved.euicc_certificate.as_ref().expect("it asked for one");
    Certificate::parse(certificate).expect("the kiosk made it").assurance()
}

fn demanding(assurance: u8) -> Shop {
    Shop::with(&stock("jp-7", "free", 5).replace("lease = 300", &format!("lease = 300\nassurance = {assurance}")))
}

// R: E8
#[test]
fn an_attested_phone_buys_what_demands_a_guarded_key() {
    let mut shop = demanding(2);
    let phone = Platform::new(1);
    let too_low = Err(Refusal::AssuranceTooLow { needed: 2, offered: 1 });
    assert_eq!(phone.reserve(&shop, "a").map(drop), too_low, "no root says what its attestation is worth");
    let root = shop.write("root.der", &phone.root);
    run_serving(shop.kiosk(), Command::TrustAddRoot { file: root }, NOW).expect("a root");
    assert_eq!(assurance(&phone.reserve(&shop, "a").expect("attested")), Some(Assurance::Tee));
    assert_eq!(Platform::new(1).reserve(&shop, "b").map(drop), too_low, "another platform's");
    shop.restart();
    assert_eq!(assurance(&phone.reserve(&shop, "a").expect("attested")), Some(Assurance::Tee), "it is kept");

    let shop = demanding(3);
    let strong = Platform::new(2);
    let root = shop.write("root.der", &strong.root);
    run_serving(shop.kiosk(), Command::TrustAddRoot { file: root }, NOW).expect("a root");
    assert_eq!(assurance(&strong.reserve(&shop, "a").expect("attested")), Some(Assurance::SecureElement));
}

// R: E8
#[test]
fn only_roots_are_installed_as_roots() {
    let mut shop = demanding(0);
    let phone = Platform::new(2);
    shop.stop();
    let add = |shop: &Shop, bytes: &[u8]| {
        let file = shop.write("some.der", bytes);
        run_alone(&shop.data(), Command::TrustAddRoot { file }, NOW)
    };
    for wrong in [&b"-----BEGIN"[..], &[], &phone.chain[0], &phone.chain[1]] {
        let failure = add(&shop, wrong).expect_err("no root");
        assert!(failure.error.contains("is no attestation root") && failure.hint.contains("DER"), "{failure:?}");
    }
    add(&shop, &phone.root).expect("a root");
    add(&shop, &phone.root).expect("again is as good as once");
    let listed = run_alone(&shop.data(), Command::TrustList, NOW).expect("reads");
    assert_eq!(listed.json.as_array().map(Vec::len), Some(1), "{listed:?}");
}

// R: E7 E8
#[test]
fn a_kiosk_whose_eum_was_taken_back_makes_no_cards() {
    let mut shop = demanding(0);
    let phone = Platform::new(1);
    phone.reserve(&shop, "a").expect("it is good still");
    let list = shop.operator.revoke(Some("Gate 7"), 30, NOW).expect("signs");
    assert_eq!((list.number, list.revoked), (1, 4), "each of its certificates");
    let file = shop.write("one.crl", &list.der);
    run_serving(shop.kiosk(), Command::TrustAddCrl { file: file.clone() }, NOW).expect("a list");
    assert!(matches!(Platform::new(1).reserve(&shop, "b"), Err(Refusal::CsrRejected { .. })));

    // A newer list takes its place, an older one doesn't come back, and a foreign one is refused.
    let newer = shop.operator.revoke(None, 30, NOW.plus(60)).expect("signs");
    let newer = shop.write("two.crl", &newer.der);
    run_serving(shop.kiosk(), Command::TrustAddCrl { file: newer }, NOW).expect("a list");
    let listed = run_serving(shop.kiosk(), Command::TrustList, NOW).expect("reads");
    assert_eq!(listed.json.as_array().map(Vec::len), Some(1), "{listed:?}");
    let older = run_serving(shop.kiosk(), Command::TrustAddCrl { file }, NOW).expect_err("older");
    assert!(older.error.contains("no revocation list"), "{older:?}");
    let foreign = Shop::new().operator.revoke(None, 30, NOW).expect("signs");
    let foreign = shop.write("foreign.crl", &foreign.der);
    run_serving(shop.kiosk(), Command::TrustAddCrl { file: foreign }, NOW).expect_err("another operator's");

    // Certified anew, it makes cards again: the list names what was issued before.
    shop.stop();
    let data = shop.data();
    init::renew(&data, &mut shop.operator, &landfall_kiosk::Unlock::KeyFile, Days::default(), NOW).expect("renews");
    shop.start();
    phone.reserve(&shop, "c").expect("a new EUM certificate");
}

// R: E8
#[test]
fn two_kiosks_of_one_name_are_noticed() {
    let mut shop = Shop::new();
    let other = shop.folder.path().join("other");
    let key_file = landfall_kiosk::Unlock::KeyFile;
    init::init(&other, "Gate 8", None, &mut shop.operator, &key_file, Days::default(), NOW).expect("a kiosk");
    assert_eq!(shop.operator.warning(), None);
    let third = shop.folder.path().join("third");
    init::init(&third, "gate 7", None, &mut shop.operator, &key_file, Days::default(), NOW).expect("a kiosk");
    assert!(shop.operator.warning().is_some_and(|w| w.contains("gate-7")), "{:?}", shop.operator.warning());
    init::renew(&other, &mut shop.operator, &key_file, Days::default(), NOW).expect("renews");
    assert_eq!(shop.operator.warning(), None);
}
