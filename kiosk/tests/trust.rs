//! Whom a kiosk believes beside its operator: attestation roots, revocation lists.

mod common;

use attested::{Platform, Record};
use common::{NOW, Phone, Shop, stock};
use landfall_kiosk::{
    Peer,
    command::{Command, run_alone, run_serving},
    init,
    operator::Days,
};
use nearfield::message::{Refusal, Request, Reserved, Response};
use rsp::cert::{
    Assurance, Certificate,
    attestation::ANDROID_KEY,
    csr::{Attestation, Csr},
};

const BINDING: [u8; 32] = [1; 32];
/// A phone whose key its platform attests.
struct Attested {
    platform: Platform,
    chain: Vec<Vec<u8>>,
}

impl Attested {
    /// At this security level, 1 or 2.
    fn new(level: u8) -> Self {
        let platform = Platform::new();
        let chain = platform.chain(&Record { levels: (level, level), ..Record::over(&BINDING) });
        Self { platform, chain }
    }

    /// The phone reserves with its attested key.
    fn reserve(&self, shop: &Shop, hardware_id: &str) -> Result<Reserved, Refusal> {
        let attestation = Attestation { kind: ANDROID_KEY.to_owned(), chain: self.chain.clone() };
        let csr = Csr::make(&self.platform.key.public(), &BINDING, hardware_id, Some(attestation));
        let signature = self.platform.key.sign(&csr.message);
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
    let phone = Attested::new(1);
    let too_low = Err(Refusal::AssuranceTooLow { needed: 2, offered: 1 });
    assert_eq!(phone.reserve(&shop, "a").map(drop), too_low, "no root says what its attestation is worth");
    let root = shop.write("root.der", &phone.platform.root);
    run_serving(shop.kiosk(), Command::TrustAddRoot { file: root }, NOW).expect("a root");
    assert_eq!(assurance(&phone.reserve(&shop, "a").expect("attested")), Some(Assurance::Tee));
    assert_eq!(Attested::new(1).reserve(&shop, "b").map(drop), too_low, "another platform's");
    shop.restart();
    assert_eq!(assurance(&phone.reserve(&shop, "a").expect("attested")), Some(Assurance::Tee), "it is kept");

    let shop = demanding(3);
    let strong = Attested::new(2);
    let root = shop.write("root.der", &strong.platform.root);
    run_serving(shop.kiosk(), Command::TrustAddRoot { file: root }, NOW).expect("a root");
    assert_eq!(assurance(&strong.reserve(&shop, "a").expect("attested")), Some(Assurance::SecureElement));
}

// R: E8
#[test]
fn only_roots_are_installed_as_roots() {
    let mut shop = demanding(0);
    let phone = Attested::new(2);
    shop.stop();
    let add = |shop: &Shop, bytes: &[u8]| {
        let file = shop.write("some.der", bytes);
        run_alone(&shop.data(), Command::TrustAddRoot { file }, NOW)
    };
    for wrong in [&b"-----BEGIN"[..], &[], &phone.chain[0], &phone.chain[1]] {
        let failure = add(&shop, wrong).expect_err("no root");
        assert!(failure.error.contains("is no attestation root") && failure.hint.contains("DER"), "{failure:?}");
    }
    add(&shop, &phone.platform.root).expect("a root");
    add(&shop, &phone.platform.root).expect("again is as good as once");
    let listed = run_alone(&shop.data(), Command::TrustList, NOW).expect("reads");
    assert_eq!(listed.json.as_array().map(Vec::len), Some(1), "{listed:?}");
}

// R: E7 E8
#[test]
fn a_kiosk_whose_eum_was_taken_back_makes_no_cards() {
    let mut shop = demanding(0);
    let phone = Attested::new(1);
    phone.reserve(&shop, "a").expect("it is good still");
    let list = shop.operator.revoke(Some(landfall_kiosk::operator::Whose::Kiosk("Gate 7")), 30, NOW).expect("signs");
    assert_eq!((list.number, list.revoked), (1, 5), "each of its certificates");
    let file = shop.write("one.crl", &list.der);
    run_serving(shop.kiosk(), Command::TrustAddCrl { file: file.clone() }, NOW).expect("a list");
    assert!(matches!(Attested::new(1).reserve(&shop, "b"), Err(Refusal::CsrRejected { .. })));

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
    init::init(&other, "Gate 8", init::Names::default(), &mut shop.operator, &key_file, Days::default(), NOW)
        .expect("a kiosk");
    assert_eq!(shop.operator.warning(), None);
    let third = shop.folder.path().join("third");
    init::init(&third, "gate 7", init::Names::default(), &mut shop.operator, &key_file, Days::default(), NOW)
        .expect("a kiosk");
    assert!(shop.operator.warning().is_some_and(|w| w.contains("gate-7")), "{:?}", shop.operator.warning());
    init::renew(&other, &mut shop.operator, &key_file, Days::default(), NOW).expect("renews");
    assert_eq!(shop.operator.warning(), None);
}
