//! A profile's whole life: downloaded, listed, enabled, used, disabled, deleted.

use crate::harness::{
    Operator, Phone, Shop, download,
    profiles::{self, iccid, metadata, milenage, package, subscriber, tuak},
    sim,
};
use model::{Algorithm, Subscriber};
use rsp::{
    es10::{
        DeleteProfileRequest, DeleteProfileResponse, DeleteResult, DisableProfileRequest, DisableProfileResponse,
        DisableResult, EnableProfileRequest, EnableProfileResponse, EnableResult, ProfileIdentifier,
        ProfileInfoListRequest, ProfileInfoListResponse, SetNicknameRequest, SetNicknameResponse, SetNicknameResult,
    },
    metadata::{ProfileInfo, ProfileState},
    notification::FinalResult,
};
use uicc::aka::{Aka, comp128::Comp128, comp128::Version, milenage::Milenage, tuak::Tuak};

pub(crate) fn enable(phone: &mut Phone, number: u32) -> EnableResult {
    phone.ask::<EnableProfileResponse>(&enabling(number, false)).result
}

pub(crate) fn enabling(number: u32, refresh_flag: bool) -> EnableProfileRequest {
    EnableProfileRequest { profile_identifier: ProfileIdentifier::Iccid(iccid(number)), refresh_flag }
}

pub(crate) fn disable(phone: &mut Phone, number: u32) -> DisableResult {
    phone.ask::<DisableProfileResponse>(&disabling(number, false)).result
}

pub(crate) fn disabling(number: u32, refresh_flag: bool) -> DisableProfileRequest {
    DisableProfileRequest { profile_identifier: ProfileIdentifier::Iccid(iccid(number)), refresh_flag }
}

pub(crate) fn delete(phone: &mut Phone, number: u32) -> DeleteResult {
    let profile_identifier = ProfileIdentifier::Iccid(iccid(number));
    phone.ask::<DeleteProfileResponse>(&DeleteProfileRequest { profile_identifier }).result
}

pub(crate) fn list(phone: &mut Phone) -> Vec<ProfileInfo> {
    match phone.ask(&ProfileInfoListRequest::default()) {
        ProfileInfoListResponse::Ok(list) => list,
        ProfileInfoListResponse::Error(error) => panic!("{error:?}"),
    }
}

/// Installed on a new phone, by whichever way the package is protected.
fn installed(row: &Subscriber, protected: bool) -> Phone {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let shop = Shop::new(&operator, metadata(1), &package(row));
    let mut shop = if protected { shop.protected() } else { shop };
    let result = download(&mut phone, &mut shop);
    let FinalResult::Success { aid, sima_response } = result else { panic!("{result:?}") };
    assert_eq!(hex::encode(&aid), "a0000005591010ffffffff8900001000");
    assert_eq!(hex::encode(sima_response), "3007a0053003800100");
    phone
}

/// A phone with profiles 1 to `count`, none of them enabled.
pub(crate) fn with_profiles(count: u32) -> (Phone, Shop) {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    for number in 1..=count {
        shop.stock(metadata(number), &profiles::own(number));
        assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
    }
    (phone, shop)
}

/// The IMSI that the card gives once its PIN was given, and what it said before.
fn open(phone: &mut Phone, pin: &[u8]) {
    assert_eq!(enable(phone, 1), EnableResult::Ok);
    sim::select_usim(phone);
    assert_eq!(phone.send("00A4 000C 02 6F07"), "9000");
    assert_eq!(phone.send("00B0 0000 09"), "6982", "not without its PIN");
    assert_eq!(sim::verify(phone, 0x01, b"0000"), "63c2");
    assert_eq!(sim::verify(phone, 0x01, pin), "9000");
    assert_eq!(phone.send("00B0 0000 09"), "0809101000000000109000", "the IMSI 001010000000001");
}

/// Authentication against the network's side of the algorithm, with a resynchronisation.
fn attach(phone: &mut Phone, network: &Aka) {
    let (rand, amf) = ([0x5A; 16], [0x80, 0x00]);
    let vector = network.vector(&rand, 32, &amf).expect("a 3G algorithm");
    let answer = sim::authenticate(phone, &rand, &vector.autn).expect("genuine and fresh");
    let res = vector.xres.len();
    assert_eq!(answer[..2], [0xDB, res as u8]);
    assert_eq!(answer[2..2 + res], *vector.xres);
    assert_eq!(answer[2 + res..19 + res], [&[0x10], &*vector.ck].concat());
    assert_eq!(answer[19 + res..36 + res], [&[0x10], &*vector.ik].concat());
    // The same again is out of sequence: the card says where it stands.
    let stale = sim::authenticate(phone, &rand, &vector.autn).expect("genuine");
    let auts: [u8; 14] = stale[2..].try_into().expect("AUTS");
    assert_eq!(stale[..2], [0xDC, 0x0E]);
    let highest = network.resynchronise(&rand, &auts).expect("of this card");
    assert_eq!(highest, 32);
    let next = network.vector(&rand, highest + 32, &amf).expect("a 3G algorithm");
    assert_eq!(sim::authenticate(phone, &rand, &next.autn).expect("fresh")[0], 0xDB);
    let mut forged = next.autn;
    forged[15] ^= 1;
    assert_eq!(sim::authenticate(phone, &rand, &forged), Err(0x9862));
}

// R: A6
// R: A10
// R: A11
// R: E5
#[test]
fn milenage_from_the_order_to_the_network() {
    let mut phone = installed(&subscriber(1, milenage()), false);
    open(&mut phone, profiles::PIN);
    attach(&mut phone, &Aka::milenage(Milenage::new(&profiles::KI, &profiles::OPC)));
}

// R: A10
#[test]
fn tuak_in_a_package_with_keys_of_its_own() {
    let mut phone = installed(&subscriber(1, tuak()), true);
    open(&mut phone, profiles::PIN);
    let sizes = uicc::aka::tuak::Sizes { mac: 8, res: 8, ck: 16, ik: 16 };
    let network = Tuak::new(&profiles::KI, &profiles::TOPC, 1, sizes).expect("sizes that TUAK has");
    attach(&mut phone, &Aka::tuak(network).expect("keys that fit"));
}

// R: A10
#[test]
fn comp128_in_each_version() {
    for (number, version) in [(1, Version::V1), (2, Version::V2), (3, Version::V3)] {
        let mut phone = installed(&subscriber(1, Algorithm::Comp128 { version: number }), number == 2);
        open(&mut phone, profiles::PIN);
        let (rand, network) = ([0xA5; 16], Aka::comp128(Comp128::new(version, &profiles::KI)));
        assert_eq!(sim::authenticate(&mut phone, &rand, &[0; 16]), Err(0x9864), "no 3G");
        // As a 2G reader asks.
        assert!(phone.send("A0A4 0000 02 7F20").ends_with("9000"));
        let answer = phone.transmit(&[&[0xA0, 0x88, 0x00, 0x00, 0x10][..], &rand].concat());
        let triplet = network.gsm(&rand);
        assert_eq!(answer, [&triplet.sres[..], &triplet.kc[..], &[0x90, 0x00]].concat(), "version {number}");
    }
}

// R: A6
// R: A10
#[test]
fn the_first_pin_is_its_users_own() {
    let mut phone = installed(&subscriber(1, milenage()), false);
    assert_eq!(phone.first_pin(b"2580"), [0x6A, 0x82], "nothing is enabled");
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    assert_eq!(phone.first_pin(b"25"), [0x6A, 0x80], "too short");
    assert_eq!(phone.first_pin(b"2580"), [0x90, 0x00]);
    assert_eq!(phone.first_pin(b"1111"), [0x69, 0x85], "once");
    phone.restart();
    assert_eq!(phone.first_pin(b"1111"), [0x69, 0x85], "and never again");
    sim::select_usim(&mut phone);
    assert_eq!(sim::verify(&mut phone, 0x01, profiles::PIN), "63c2", "the one of the order is gone");
    assert_eq!(sim::verify(&mut phone, 0x01, b"2580"), "9000");
}

// R: A11
#[test]
fn a_life_by_the_list() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    assert_eq!(list(&mut phone), []);
    for number in [1, 2] {
        shop.stock(metadata(number), &profiles::own(number));
        assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
    }
    let state = |phone: &mut Phone| list(phone).iter().map(|p| p.profile_state).collect::<Vec<_>>();
    let (on, off) = (Some(ProfileState::Enabled), Some(ProfileState::Disabled));
    assert_eq!(state(&mut phone), [off, off]);
    assert_eq!(disable(&mut phone, 1), DisableResult::ProfileNotInEnabledState);
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    assert_eq!(enable(&mut phone, 1), EnableResult::ProfileNotInDisabledState);
    assert_eq!(enable(&mut phone, 9), EnableResult::IccidOrAidNotFound);
    assert_eq!(state(&mut phone), [on, off]);
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok, "takes the other's place");
    assert_eq!(state(&mut phone), [off, on]);
    assert_eq!(delete(&mut phone, 2), DeleteResult::ProfileNotInDisabledState);
    assert_eq!(disable(&mut phone, 2), DisableResult::Ok);
    assert_eq!(phone.send(sim::USIM), "6a82", "no profile, no files");
    let request = SetNicknameRequest { iccid: iccid(2), profile_nickname: "Trip".into() };
    assert_eq!(phone.ask::<SetNicknameResponse>(&request).result, SetNicknameResult::Ok);
    phone.restart();
    let second = list(&mut phone).remove(1);
    assert_eq!(second.profile_nickname.as_deref(), Some("Trip"));
    assert_eq!(second.isdp_aid.map(hex::encode).as_deref(), Some("a0000005591010ffffffff8900001100"));
    assert_eq!(second.service_provider_name.as_deref(), Some("Harbour"));
    // By the AID of its ISD-P.
    let aid = hex::decode("a0000005591010ffffffff8900001100").expect("digits");
    let request = DeleteProfileRequest { profile_identifier: ProfileIdentifier::IsdpAid(aid) };
    assert_eq!(phone.ask::<DeleteProfileResponse>(&request).result, DeleteResult::Ok);
    assert_eq!(delete(&mut phone, 2), DeleteResult::IccidOrAidNotFound);
    assert_eq!(list(&mut phone).len(), 1);
    assert_eq!(phone.disk.scan(uicc::profile::TABLE, iccid(2).as_ef()), [], "no record is left");
}
