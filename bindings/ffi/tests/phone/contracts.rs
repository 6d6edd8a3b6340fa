//! The contracts of what installs, of a tag and of a question: each is kept by an adapter that does its work, and finds one that does not.

use landfall_ffi::{
    check_consent, check_nfc_link, check_package_installer,
    ports::{Answering, Consent, NfcFailure, NfcLink, PackageData, PackageInstaller, PackageRefused, ProposalInfo},
};
use radio::nfc::card::{Card, Done};
use std::sync::{Arc, Mutex};

const APK: &[u8] = b"PK a driver";

/// A system that takes what begins as an APK does.
struct System {
    /// Whether apps may install at all.
    allows: bool,
    /// Whether it looks at what it takes.
    looks: bool,
    driver: Mutex<Option<String>>,
}

impl System {
    fn new(allows: bool, looks: bool) -> Arc<Self> {
        Arc::new(Self { allows, looks, driver: Mutex::default() })
    }
}

impl PackageInstaller for System {
    fn install(&self, package: PackageData) -> Result<bool, PackageRefused> {
        if !self.allows {
            return Ok(false);
        }
        if self.looks && !package.bytes.starts_with(b"PK") {
            return Err(PackageRefused::Refused { what: "no package".to_owned() });
        }
        *self.driver.lock().expect("no panic holds it") = Some(package.version);
        Ok(true)
    }

    fn installed(&self, is_driver: bool) -> Option<String> {
        if is_driver { self.driver.lock().expect("no panic holds it").clone() } else { Some("1.0".to_owned()) }
    }
}

// R: A5 A6
#[test]
fn what_installs_is_judged() {
    let good = || PackageData { is_driver: true, version: "2.1".to_owned(), bytes: APK.to_vec() };
    assert_eq!(check_package_installer(System::new(true, true), good()), None);
    assert_eq!(check_package_installer(System::new(false, true), good()), None);
    let blind = check_package_installer(System::new(true, false), good());
    assert_eq!(blind.as_deref(), Some("what is no package is not installed"));
}

/// A kiosk's reader, in whose field the phone is; `deaf`: without the kiosk's application.
struct Field {
    card: Mutex<Card>,
    deaf: bool,
}

impl NfcLink for Field {
    fn transceive(&self, command: Vec<u8>) -> Result<Vec<u8>, NfcFailure> {
        let mut card = self.card.lock().expect("no panic holds it");
        match card.process(&command) {
            Done::Selected if self.deaf => Ok(vec![0x6A, 0x82]),
            Done::Selected => Ok(card.accept()),
            Done::Answer(answer) if answer == [0x6A, 0x82] && self.deaf => {
                Err(NfcFailure::Gone { what: "6A82".to_owned() })
            }
            Done::Answer(answer) => Ok(answer),
            Done::Exchanged { .. } => Ok(card.answer(None, false)),
        }
    }
}

// R: A2
#[test]
fn a_tag_is_judged() {
    let field = |deaf| Arc::new(Field { card: Mutex::default(), deaf });
    assert_eq!(check_nfc_link(field(false)), None);
    assert!(check_nfc_link(field(true)).is_some_and(|what| what.contains("6A82")), "a refusal is no failure");
}

/// Who is asked, and answers from another thread.
struct User(fn(&ProposalInfo, &Answering));

impl Consent for User {
    fn ask(&self, proposal: ProposalInfo, answer: Arc<Answering>) {
        let says = self.0;
        std::thread::spawn(move || says(&proposal, &answer));
    }
}

// R: F3
#[tokio::test]
async fn a_question_is_judged() {
    let willing = User(|proposal, answer| answer.agree(proposal.needs_code.then(|| b"4711".to_vec())));
    assert_eq!(check_consent(Arc::new(willing)).await, None);
    let careless = check_consent(Arc::new(User(|_, answer| answer.agree(None)))).await;
    assert_eq!(careless.as_deref(), Some("a code comes where it is asked for, and only there"));
    // Let go without a word: that is later.
    let silent = check_consent(Arc::new(User(|_, _| {}))).await;
    assert_eq!(silent.as_deref(), Some("who agrees has agreed"));
}
