//! Profile policy rules (SGP.22 §2.9): a profile that its operator protects.

use crate::harness::{
    Operator, Phone, Shop, download,
    lpa::load_instead,
    profiles::{self, metadata},
};
use crate::session::{delete, disable, enable};
use rsp::{
    bpp::Payload,
    es10::{DeleteResult, DisableResult, EnableResult},
    metadata::{OperatorId, PprIds, StoreMetadataRequest},
    notification::FinalResult,
};

/// A phone with profile 1 under `rules`, and profile 2 without any.
fn phone(rules: PprIds) -> Phone {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let owner = OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: None, gid2: None };
    let owned = StoreMetadataRequest { profile_policy_rules: Some(rules), profile_owner: Some(owner), ..metadata(1) };
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    let upp = profiles::own(1);
    let result = load_instead(&mut phone, &mut shop, |phone, shop| shop.bind(phone, owned, Payload::Unprotected(&upp)));
    assert!(matches!(result, FinalResult::Success { .. }), "{result:?}");
    shop.stock(metadata(2), &profiles::own(2));
    download(&mut phone, &mut shop);
    phone
}

// R: E7
#[test]
fn ppr1_forbids_to_disable() {
    let mut phone = phone(PprIds::PPR1);
    assert_eq!(enable(&mut phone, 2), EnableResult::Ok);
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    assert_eq!(disable(&mut phone, 1), DisableResult::DisallowedByPolicy);
    assert_eq!(enable(&mut phone, 2), EnableResult::DisallowedByPolicy);
    assert_eq!(delete(&mut phone, 2), DeleteResult::Ok);
}

// R: E7
#[test]
fn ppr2_forbids_to_delete() {
    let mut phone = phone(PprIds::PPR2);
    assert_eq!(delete(&mut phone, 1), DeleteResult::DisallowedByPolicy);
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    assert_eq!(disable(&mut phone, 1), DisableResult::Ok);
}
