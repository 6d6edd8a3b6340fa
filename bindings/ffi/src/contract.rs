//! One test of each port, called from Kotlin's, Swift's and our own tests: the same judges every adapter. Each answers what was violated, or none.

use crate::ports::{Clock, DeviceInfo, Keystore, KeystorePort, SecureElement};
use std::{sync::Arc, thread::sleep, time::Duration};
use vault::contract::keystore_contract;

/// This program was not there before (2026-01-01).
const FIRST_POSSIBLE: u64 = 1_767_225_600;
/// The ISD-R of every eUICC (SGP.22 §2.2.3).
const ISD_R: [u8; 16] = [0xA0, 0, 0, 5, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0, 0, 1, 0];

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
