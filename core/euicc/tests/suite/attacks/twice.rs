//! A second profile of a number that is installed: its records would take the place of the first one's.

use crate::harness::{
    Operator, Shop, download,
    profiles::{self, iccid, metadata},
};
use landfall_euicc::checks::ICCID;
use model::without;
use rsp::notification::{ErrorReason, FinalResult};
use uicc::profile::TABLE;

// R: F1
#[test]
fn a_duplicate_iccid() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    assert!(matches!(download(&mut phone, &mut shop), FinalResult::Success { .. }));
    let own = phone.disk.scan(TABLE, iccid(1).as_ef());
    // The same number with other keys.
    let mut other = profiles::subscriber(1, profiles::milenage());
    other.ki = [0xEE; 16].into();
    shop.stock(metadata(1), &profiles::package(&other));
    let FinalResult::Error { error_reason, .. } = download(&mut phone, &mut shop) else { panic!("installed") };
    assert_eq!(error_reason, ErrorReason::InstallFailedDueToIccidAlreadyExistsOnEuicc);
    assert_eq!(phone.disk.scan(TABLE, iccid(1).as_ef()), own);
    shop.reopen();
    let result = without(&[ICCID], || download(&mut phone, &mut shop));
    assert!(matches!(result, FinalResult::Success { .. }));
    assert_ne!(phone.disk.scan(TABLE, iccid(1).as_ef()), own, "the first one's keys are gone");
}
