//! A package that was loaded is kept and loaded again, to bring a profile back that was deleted: with its sequence numbers
//! and code counters as they were at first.

use crate::harness::{
    Operator, Phone, Shop, fetch, load,
    profiles::{self, iccid, metadata},
};
use landfall_euicc::checks::ONCE;
use model::without;
use rsp::{
    es10::{DeleteProfileRequest, DeleteProfileResponse, DeleteResult, ProfileIdentifier},
    lpa::Kept,
    notification::FinalResult,
};

fn delete(phone: &mut Phone) {
    let request = DeleteProfileRequest { profile_identifier: ProfileIdentifier::Iccid(iccid(1)) };
    assert_eq!(phone.ask::<DeleteProfileResponse>(&request).result, DeleteResult::Ok);
}

fn fetched() -> (Phone, Kept) {
    let operator = Operator::new();
    let (mut phone, mut shop) = (operator.phone(), Shop::new(&operator, metadata(1), &profiles::own(1)));
    let kept = fetch(&mut phone, &mut shop);
    (phone, kept)
}

// R: F1
#[test]
fn a_deleted_profile_is_not_resurrected_from_its_package() {
    let (mut phone, kept) = fetched();
    assert!(matches!(load(&mut phone, &kept), Ok(FinalResult::Success { .. })));
    delete(&mut phone);
    assert_eq!(load(&mut phone, &kept), Err(0x6985));
    phone.restart();
    assert_eq!(load(&mut phone, &kept), Err(0x6985));

    let (mut phone, kept) = fetched();
    without(&[ONCE], || load(&mut phone, &kept)).expect("installed");
    delete(&mut phone);
    assert!(matches!(load(&mut phone, &kept), Ok(FinalResult::Success { .. })), "the key was kept: it is back");
}
