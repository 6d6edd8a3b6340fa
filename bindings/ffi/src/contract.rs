//! One test of each port, called from Kotlin's, Swift's and our own tests: the same judges every adapter. Each answers what was violated, or none.

use crate::{
    ports::{
        Clock, Consent, ConsentPort, DeviceInfo, Keystore, KeystorePort, NfcLink, PackageData, PackageInstaller,
        ProposalInfo, SecureElement, ServiceBrowser,
    },
    runtime::run,
    trouble::LandfallError,
};
use app::ports::Decision;
use radio::choice::Way;
use radio::nfc::{AID, apdu};
use std::{
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};
use tokio::time::timeout;
use vault::contract::keystore_contract;

/// This program was not there before (2026-01-01).
const FIRST_POSSIBLE: u64 = 1_767_225_600;
/// The ISD-R of every eUICC (SGP.22 §2.2.3).
const ISD_R: [u8; 16] = [0xA0, 0, 0, 5, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0, 0, 1, 0];

/// For so long a user may take over a question.
const PATIENCE: Duration = Duration::from_secs(60);

type Violated = Option<String>;

fn must(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// Judges a keystore. It makes keys under names that begin with `contract.`, and destroys them.
#[uniffi::export]
#[must_use]
pub fn check_keystore(keystore: Arc<dyn Keystore>) -> Violated {
    keystore_contract(&KeystorePort(keystore)).err().map(|violation| violation.to_string())
}

/// Judges a clock; takes a little over a second.
#[uniffi::export]
#[must_use]
pub fn check_clock(clock: Arc<dyn Clock>) -> Violated {
    let first = clock.read();
    sleep(Duration::from_millis(1_100));
    let second = clock.read();
    let judged = must(first.wall >= FIRST_POSSIBLE, "the wall clock is of this program's time")
        .and_then(|()| must(second.wall > first.wall, "the wall clock goes on"))
        .and_then(|()| must(first.boot.is_empty() || first.boot.len() == 16, "a start is named by 16 bytes, or none"))
        .and_then(|()| must(first.boot == second.boot, "a start keeps its name"))
        .and_then(|()| must(first.boot.is_empty() || second.uptime > first.uptime, "the time since the start goes on"));
    judged.err()
}

/// Judges what tells of the phone.
#[uniffi::export]
#[must_use]
pub fn check_device(device: Arc<dyn DeviceInfo>) -> Violated {
    let (facts, again) = (device.facts(), device.facts());
    let judged = must(!facts.os.is_empty() && !facts.cpu.is_empty(), "system and processor have names")
        .and_then(|()| must((1..=64).contains(&facts.hardware_id.len()), "an installation is named by 1 to 64 bytes"))
        .and_then(|()| must(facts == again, "what a phone is does not change from call to call"));
    judged.err()
}

/// Judges the way to an eUICC in `reader`: it must be one.
#[uniffi::export]
#[must_use]
pub fn check_secure_element(element: Arc<dyn SecureElement>, reader: String) -> Violated {
    let judge = || {
        must(element.readers().contains(&reader), "the reader is among those that have a card")?;
        let open = || element.open_channel(reader.clone(), ISD_R.to_vec()).map_err(|error| error.to_string());
        let (one, two) = (open()?, open()?);
        must(one != two, "two channels have two numbers")?;
        // GetEID (SGP.22 §5.7.20).
        let get_eid = [&[0x80, 0xE2, 0x91, 0, 6][..], &[0xBF, 0x3E, 3, 0x5C, 1, 0x5A, 0]].concat();
        let answer = element.transmit(one, get_eid.clone()).map_err(|error| error.to_string())?;
        must(answer.starts_with(&[0xBF, 0x3E]) && answer.ends_with(&[0x90, 0]), "the eUICC tells its EID")?;
        element.close_channel(one);
        element.close_channel(one);
        must(element.transmit(one, get_eid.clone()).is_err(), "a closed channel carries nothing")?;
        must(element.transmit(two, get_eid).is_ok(), "the other one stays open")?;
        element.close_channel(two);
        let nobody = element.open_channel(reader.clone(), vec![0xF0, 1, 2, 3, 4]);
        must(nobody.is_err(), "an application that is not there is not opened")
    };
    judge().err()
}

/// Judges what installs packages, with one that the system takes from this app, or lets no app install.
#[uniffi::export]
#[must_use]
pub fn check_package_installer(installer: Arc<dyn PackageInstaller>, good: PackageData) -> Violated {
    let judge = || {
        let there = || (installer.installed(good.is_driver), installer.installed(!good.is_driver));
        let before = there();
        let broken = PackageData { bytes: b"no package".to_vec(), ..good.clone() };
        must(!matches!(installer.install(broken), Ok(true)), "what is no package is not installed")?;
        must(there() == before, "what was not installed changes nothing")?;
        match installer.install(good.clone()) {
            Ok(true) => {
                let (release, other) = there();
                must(release.as_deref() == Some(&*good.version), "what was installed is there, of its release")?;
                must(other == before.1, "the other package stays what it was")
            }
            Ok(false) | Err(_) => must(there() == before, "what was not installed changes nothing"),
        }
    };
    judge().err()
}

/// Judges what searches the network: a service of the type `_landfall._tcp` is announced there as `name`, with TXT fields. Takes some seven seconds.
#[uniffi::export]
#[must_use]
pub fn check_service_browser(browser: Arc<dyn ServiceBrowser>, name: String) -> Violated {
    let seconds = 3;
    let browse = |service: &str| {
        let from = Instant::now();
        let found = browser.browse(service.to_owned(), seconds).map_err(|error| error.to_string())?;
        must(from.elapsed() < Duration::from_secs(2 * u64::from(seconds)), "a search ends in time").map(|()| found)
    };
    let judge = || {
        for _ in 0..2 {
            let found = browse("_landfall._tcp")?;
            let same: Vec<_> = found.iter().filter(|service| service.name == name).collect();
            let [service] = same[..] else {
                return must(false, "what is there is found once, each time, by its own name");
            };
            let ways =
                service.addresses.iter().filter(|address| format!("tcp:{address}").parse::<Way>().is_ok()).count();
            must(ways > 0 && ways == service.addresses.len(), "an address is HOST:PORT")?;
            must(service.fields.contains_key("v"), "the fields of the TXT record come with it")?;
        }
        must(browse("_landfall-no._tcp")?.is_empty(), "only services of the type are found")
    };
    judge().err()
}

/// Judges the way to a kiosk that the phone is held to.
#[uniffi::export]
#[must_use]
pub fn check_nfc_link(link: Arc<dyn NfcLink>) -> Violated {
    let select = |name: &[u8]| [&[0, 0xA4, 4, 0, name.len() as u8][..], name, &[0]].concat();
    let status = |command: Vec<u8>| {
        let answer = link.transceive(command).map_err(|error| error.to_string())?;
        let status = answer.last_chunk().copied().map(u16::from_be_bytes);
        status.ok_or_else(|| "an answer ends with its status word".to_owned())
    };
    let judge = || {
        must(status(select(&[0xF0, 1, 2, 3, 4]))? == apdu::NOT_FOUND, "a refusal comes as it is, and is no failure")?;
        must(status(select(&AID))? == apdu::OK, "the kiosk's application is selected")?;
        must(status(vec![0x80, 0xFE, 0, 0, 0])? == apdu::NO_INSTRUCTION, "commands reach that application")
    };
    judge().err()
}

/// Judges how the user is asked, by one who agrees, with a confirmation code where one is asked for.
#[uniffi::export]
pub async fn check_consent(consent: Arc<dyn Consent>) -> Violated {
    let judged = run(async move {
        for needs_code in [false, true] {
            if let Err(what) = asked(&consent, needs_code).await {
                return Ok::<_, LandfallError>(Some(what));
            }
        }
        Ok(None)
    });
    judged.await.unwrap_or_else(|error| Some(error.to_string()))
}

async fn asked(consent: &Arc<dyn Consent>, needs_code: bool) -> Result<(), String> {
    let proposal = ProposalInfo {
        iccid: "8999901000000000001".to_owned(),
        operator: "Test".to_owned(),
        name: "A test".to_owned(),
        rules: Vec::new(),
        needs_code,
        code_refused: false,
    };
    match timeout(PATIENCE, ConsentPort(consent.clone()).ask(proposal)).await {
        Ok(Decision::Agreed { code }) => {
            must(code.is_some() == needs_code, "a code comes where it is asked for, and only there")
        }
        Ok(_) => must(false, "who agrees has agreed"),
        Err(_) => must(false, "a question is answered, or let go"),
    }
}
