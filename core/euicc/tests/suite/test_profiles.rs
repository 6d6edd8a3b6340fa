//! Test profiles (SGP.21 TPRO1 to TPRO12, SGP.22 §5.7.16, §5.7.17): they take any profile's place and give it back.

use crate::harness::{
    Operator, Phone, Shop, download,
    lpa::{load_instead, reason},
    profiles::{self, iccid, metadata},
};
use crate::notifications::listed;
use crate::session::{delete, disable, enable, list};
use rsp::{
    bpp::Payload,
    es10::{
        DeleteResult, DisableResult, EnableResult, EuiccMemoryResetRequest, EuiccMemoryResetResponse, ResetOptions,
        ResetResult,
    },
    metadata::{
        NotificationConfigurationInformation, NotificationEvent, OperatorId, PprIds, ProfileClass, ProfileState,
        StoreMetadataRequest,
    },
    notification::{ErrorReason, FinalResult},
};

/// K of the test USIM (TS 34.108 §8.1.2).
const TEST_K: [u8; 16] = *b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F";
/// `algorithmID`s.
const MILENAGE: u8 = 1;
const USIM_TEST: u8 = 3;

/// A package with this algorithm and key.
fn package_with(number: u32, algorithm: u8, key: &[u8; 16]) -> Vec<u8> {
    let mut upp = profiles::own(number);
    // algorithmID milenage, its options, Ki.
    let milenage = [&[0x80, 0x01, MILENAGE, 0x81, 0x01, 0x01, 0x82, 0x10][..], &profiles::KI].concat();
    let place = upp.windows(milenage.len()).position(|w| w == milenage).expect("its parameters");
    upp[place + 2] = algorithm;
    upp[place + 8..place + 24].copy_from_slice(key);
    upp
}

/// A package with the test algorithm and the test key.
fn test_package(number: u32) -> Vec<u8> {
    package_with(number, USIM_TEST, &TEST_K)
}

/// Operational profiles 1 (under PPR1) and 2, test profiles 3 and 4.
fn phone() -> Phone {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    let owner = OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: None, gid2: None };
    let listener = NotificationConfigurationInformation {
        profile_management_operation: NotificationEvent::ENABLE | NotificationEvent::DISABLE,
        notification_address: "dp.example".into(),
    };
    let locked = StoreMetadataRequest {
        profile_policy_rules: Some(PprIds::PPR1),
        profile_owner: Some(owner),
        notification_configuration_info: vec![listener],
        ..metadata(1)
    };
    let test = |number| StoreMetadataRequest { profile_class: Some(ProfileClass::Test), ..metadata(number) };
    for (metadata, upp) in [
        (locked, profiles::own(1)),
        (metadata(2), profiles::own(2)),
        (test(3), test_package(3)),
        (test(4), test_package(4)),
    ] {
        shop.stock(StoreMetadataRequest { profile_policy_rules: None, ..metadata.clone() }, &upp);
        let result =
            load_instead(&mut phone, &mut shop, |phone, shop| shop.bind(phone, metadata, Payload::Unprotected(&upp)));
        assert!(matches!(result, FinalResult::Success { .. }), "{result:?}");
    }
    phone
}

fn enabled(phone: &mut Phone) -> Option<u32> {
    let on = list(phone).into_iter().find(|p| p.profile_state == Some(ProfileState::Enabled));
    on.map(|p| (1..5).find(|n| p.iccid == Some(iccid(*n))).expect("one of the four"))
}

// R: E7
#[test]
fn a_test_profile_overrides_ppr1_and_gives_the_place_back() {
    let mut phone = phone();
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    assert_eq!(enable(&mut phone, 2), EnableResult::DisallowedByPolicy);
    assert_eq!(enable(&mut phone, 3), EnableResult::Ok, "a test profile may");
    phone.restart();
    assert_eq!(enable(&mut phone, 2), EnableResult::WrongProfileReenabling, "not to another one");
    assert_eq!(enable(&mut phone, 4), EnableResult::Ok, "to another test profile");
    assert_eq!(enable(&mut phone, 2), EnableResult::WrongProfileReenabling);
    assert_eq!(disable(&mut phone, 4), DisableResult::Ok);
    phone.restart();
    assert_eq!(enabled(&mut phone), Some(1), "the one before all test profiles");
    assert_eq!(enable(&mut phone, 3), EnableResult::Ok);
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    assert_eq!(enabled(&mut phone), Some(1));
    // Its server heard of each change.
    let events = listed(&mut phone, Some(NotificationEvent::ENABLE | NotificationEvent::DISABLE));
    let events: Vec<_> = events.iter().map(|n| n.profile_management_operation).collect();
    let (on, off) = (NotificationEvent::ENABLE, NotificationEvent::DISABLE);
    assert_eq!(events, [on, off, on, off, on]);
}

// R: E7
#[test]
fn with_nothing_before_it_nothing_comes_back() {
    let mut phone = phone();
    assert_eq!(enable(&mut phone, 3), EnableResult::Ok);
    assert_eq!(disable(&mut phone, 3), DisableResult::Ok);
    assert_eq!(enabled(&mut phone), None);
    assert_eq!(enable(&mut phone, 3), EnableResult::Ok);
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok, "any operational one may follow");
    // One that was deleted meanwhile does not come back either.
    assert_eq!(enable(&mut phone, 3), EnableResult::Ok);
    assert_eq!(delete(&mut phone, 2), DeleteResult::Ok);
    assert_eq!(disable(&mut phone, 3), DisableResult::Ok);
    assert_eq!(enabled(&mut phone), None);
}

// R: E7
#[test]
fn a_reset_of_test_profiles_gives_the_place_back() {
    let mut phone = phone();
    enable(&mut phone, 2);
    enable(&mut phone, 3);
    let request = EuiccMemoryResetRequest { reset_options: ResetOptions::DELETE_FIELD_LOADED_TEST_PROFILES };
    assert_eq!(phone.ask::<EuiccMemoryResetResponse>(&request).result, ResetResult::Ok);
    phone.restart();
    assert_eq!(list(&mut phone).len(), 2);
    assert_eq!(enabled(&mut phone), Some(2));
}

// R: E7
#[test]
fn they_are_installed_in_the_ordinary_way() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let test = StoreMetadataRequest { profile_class: Some(ProfileClass::Test), ..metadata(3) };
    let mut shop = Shop::new(&operator, test, &test_package(3));
    assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
}

// R: E7
#[test]
fn their_keys_are_those_that_no_operator_has() {
    let install = |algorithm, key: &[u8; 16]| {
        let operator = Operator::new();
        let mut phone = operator.phone();
        let test = StoreMetadataRequest { profile_class: Some(ProfileClass::Test), ..metadata(3) };
        reason(&download(&mut phone, &mut Shop::new(&operator, test, &package_with(3, algorithm, key))))
    };
    let refused = Some(ErrorReason::TestProfileInstallFailedDueToInvalidNaaKey);
    for algorithm in [MILENAGE, USIM_TEST] {
        assert_eq!(install(algorithm, &TEST_K), None);
        assert_eq!(install(algorithm, &[0; 16]), None);
        assert_eq!(install(algorithm, &profiles::KI), refused);
        let mut near = TEST_K;
        near[15] ^= 1;
        assert_eq!(install(algorithm, &near), refused);
    }
}
