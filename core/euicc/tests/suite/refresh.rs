//! REFRESH after enabling and disabling (SGP.22 §5.7.16, TS 102 223 §6.4.7).

use crate::harness::{Phone, profiles, sim};
use crate::session::{delete, disable, disabling, enable, enabling, with_profiles};
use rsp::{
    Message,
    es10::{
        DeleteResult, DisableResult, EnableProfileResponse, EnableResult, EuiccMemoryResetRequest,
        EuiccMemoryResetResponse, ResetOptions, ResetResult,
    },
};
use uicc::Transport;

/// TERMINAL PROFILE with profile download and REFRESH.
const TERMINAL_PROFILE: &str = "8010 0000 03 010080";
const FETCH: &str = "8012 0000 0B";
const REFRESH: &str = "d009810301010482028182";
/// TERMINAL RESPONSE: done; unable for now.
const DONE: &str = "8014 0000 0C 810301010482028281030100";
const UNABLE: &str = "8014 0000 0C 810301010482028281030120";

/// Enables a profile with the refresh flag; the status word of the last block.
fn enable_with_refresh(phone: &mut Phone, number: u32) -> (EnableResult, String) {
    let request = enabling(number, true).encode();
    let command = [&[0x81, 0xE2, 0x91, 0x00, request.len() as u8][..], &request].concat();
    let mut answer = phone.transmit(&command);
    let status = answer.split_off(answer.len() - 2);
    (EnableProfileResponse::decode(&answer).expect("its own answer").result, hex::encode(status))
}

/// The IMSI's last digits, which tell whose file system it is.
fn imsi(phone: &mut Phone) -> String {
    sim::select_usim(phone);
    assert!(sim::verify(phone, 0x01, profiles::PIN).starts_with("9"));
    let selected = phone.send("00A4 000C 02 6F07");
    assert!(selected.starts_with('9'), "{selected}");
    phone.send("00B0 0000 09")[16..18].to_owned()
}

/// Profile 1 enabled and in use, with a terminal that knows REFRESH.
fn in_use() -> Phone {
    let (mut phone, _) = with_profiles(2);
    enable(&mut phone, 1);
    assert_eq!(phone.send(TERMINAL_PROFILE), "9000");
    assert_eq!(imsi(&mut phone), "10");
    phone
}

// R: A11
#[test]
fn the_old_profile_serves_until_the_terminal_answered() {
    let mut phone = in_use();
    assert_eq!(enable_with_refresh(&mut phone, 2), (EnableResult::Ok, "910b".into()));
    let read = phone.send("00B0 0000 09");
    assert!(read.ends_with("910b"), "every command says that one waits: {read}");
    assert_eq!(&read[16..18], "10");
    assert_eq!(phone.send(DONE), "6985", "it was not fetched yet");
    assert_eq!(phone.send("8012 0000 0A"), "6c0b");
    assert_eq!(phone.send(FETCH), REFRESH.to_owned() + "9000");
    assert!(phone.send("00B0 0000 09").ends_with("9000"), "fetched is not announced again");
    assert_eq!(phone.send("8014 0000 03 810301"), "6a80");
    assert_eq!(phone.send(UNABLE), "910b", "it is to be fetched again");
    assert_eq!(phone.send(FETCH), REFRESH.to_owned() + "9000");
    assert_eq!(phone.send(DONE), "9000");
    assert_eq!(phone.send("00B0 0000 09"), "6986", "another file system");
    assert_eq!(imsi(&mut phone), "20");
}

// R: A11
#[test]
fn a_reset_does_as_well() {
    let mut phone = in_use();
    enable_with_refresh(&mut phone, 2);
    phone.reset();
    assert_eq!(imsi(&mut phone), "20");
    assert_eq!(phone.send(FETCH), "6985");
}

#[test]
fn meanwhile_the_profiles_stay_as_they_are() {
    let mut phone = in_use();
    enable_with_refresh(&mut phone, 2);
    assert_eq!(enable(&mut phone, 1), EnableResult::CatBusy);
    assert_eq!(disable(&mut phone, 2), DisableResult::CatBusy);
    // The old one is disabled on paper, and in use.
    assert_eq!(delete(&mut phone, 1), DeleteResult::ProfileNotInDisabledState);
    let request = EuiccMemoryResetRequest { reset_options: ResetOptions::DELETE_OPERATIONAL_PROFILES };
    assert_eq!(phone.ask::<EuiccMemoryResetResponse>(&request).result, ResetResult::CatBusy);
    phone.send(FETCH);
    assert_eq!(phone.send(DONE), "9000");
    assert_eq!(delete(&mut phone, 1), DeleteResult::Ok);
}

#[test]
fn a_terminal_without_a_toolkit_is_not_waited_for() {
    for profile in [None, Some("8010 0000 03 010000")] {
        let (mut phone, _) = with_profiles(2);
        if let Some(profile) = profile {
            assert_eq!(phone.send(profile), "9000");
        }
        enable(&mut phone, 1);
        assert_eq!(enable_with_refresh(&mut phone, 2), (EnableResult::Ok, "9000".into()));
        assert_eq!(imsi(&mut phone), "20");
        let response: rsp::es10::DisableProfileResponse = phone.ask(&disabling(2, true));
        assert_eq!(response.result, DisableResult::Ok);
        assert_eq!(phone.send(sim::USIM), "6a82");
    }
}

#[test]
fn the_new_profile_knows_the_terminal() {
    let mut phone = in_use();
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok);
    // An ENVELOPE is taken only from a terminal that told of that facility: here, SMS-PP download (it did not).
    assert_eq!(phone.send("80C2 0000 02 D100"), "6985");
    phone.send("8010 0000 03 030080");
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    assert_eq!(phone.send("80C2 0000 02 D100"), "9000");
}

#[test]
fn a_reset_of_memory_refreshes_too() {
    let mut phone = in_use();
    let request = EuiccMemoryResetRequest { reset_options: ResetOptions::DELETE_OPERATIONAL_PROFILES };
    assert_eq!(phone.ask::<EuiccMemoryResetResponse>(&request).result, ResetResult::Ok);
    assert_eq!(phone.send(sim::USIM), "6a82", "gone at once");
    assert_eq!(phone.send("8010 0000 03 010080"), "910b");
    assert_eq!(phone.send(FETCH), REFRESH.to_owned() + "9000");
    assert_eq!(phone.send(DONE), "9000");
}

#[test]
fn over_t0() {
    let mut phone = in_use();
    phone.transport = Transport::T0;
    phone.restart();
    assert_eq!(phone.send(TERMINAL_PROFILE), "9000");
    let response: EnableProfileResponse = phone.ask(&enabling(2, true));
    assert_eq!(response.result, EnableResult::Ok);
    assert_eq!(phone.send(FETCH), REFRESH.to_owned() + "9000");
    assert_eq!(phone.send(DONE), "9000");
}
