//! eUICCMemoryReset (SGP.22 §5.7.19).

use crate::harness::{
    Fate, Operator, Phone, Shop, download,
    profiles::{self, metadata},
    shop, sim,
};
use crate::notifications::{listed, listened};
use crate::session::{enable, list};
use rsp::{
    es10::{
        EnableResult, EuiccConfiguredAddressesRequest, EuiccConfiguredAddressesResponse, EuiccMemoryResetRequest,
        EuiccMemoryResetResponse, ResetOptions, ResetResult, SetDefaultDpAddressRequest, SetDefaultDpAddressResponse,
    },
    metadata::{NotificationEvent, OperatorId, PprIds, StoreMetadataRequest},
};

fn reset(phone: &mut Phone, reset_options: ResetOptions) -> ResetResult {
    phone.ask::<EuiccMemoryResetResponse>(&EuiccMemoryResetRequest { reset_options }).result
}

// R: E7
#[test]
fn operational_profiles_go_whatever_their_policy() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    assert_eq!(reset(&mut phone, ResetOptions::DELETE_OPERATIONAL_PROFILES), ResetResult::NothingToDelete);
    let owner = OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: None, gid2: None };
    let locked = StoreMetadataRequest {
        profile_policy_rules: Some(PprIds::PPR1 | PprIds::PPR2),
        profile_owner: Some(owner),
        ..listened(1, &[shop::ADDRESS])
    };
    let mut shop = Shop::new(&operator, locked.clone(), &profiles::own(1));
    let upp = profiles::own(1);
    crate::harness::lpa::load_instead(&mut phone, &mut shop, |phone, shop| {
        shop.bind(phone, locked, rsp::bpp::Payload::Unprotected(&upp))
    });
    shop.stock(metadata(2), &profiles::own(2));
    download(&mut phone, &mut shop);
    assert_eq!(enable(&mut phone, 1), EnableResult::Ok);
    sim::select_usim(&mut phone);
    phone.fate = Fate::CommitsFail;
    assert_eq!(reset(&mut phone, ResetOptions::DELETE_OPERATIONAL_PROFILES), ResetResult::UndefinedError);
    phone.fate = Fate::SigningFails;
    assert_eq!(reset(&mut phone, ResetOptions::DELETE_OPERATIONAL_PROFILES), ResetResult::UndefinedError);
    phone.fate = Fate::Works;
    assert_eq!(list(&mut phone).len(), 2, "all or nothing");
    assert_eq!(reset(&mut phone, ResetOptions::DELETE_FIELD_LOADED_TEST_PROFILES), ResetResult::NothingToDelete);
    assert_eq!(reset(&mut phone, ResetOptions::DELETE_OPERATIONAL_PROFILES), ResetResult::Ok);
    assert_eq!(list(&mut phone), []);
    assert_eq!(phone.send(sim::USIM), "6a82", "the profile in use is gone at once");
    assert_eq!(phone.disk.scan(uicc::profile::TABLE, &[]), []);
    phone.restart();
    assert_eq!(listed(&mut phone, Some(NotificationEvent::DELETE)).len(), 1);
}

// R: E7
#[test]
fn the_default_server_goes_only_if_asked() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    download(&mut phone, &mut shop);
    let address = SetDefaultDpAddressRequest { default_dp_address: "dp.example".into() };
    phone.ask::<SetDefaultDpAddressResponse>(&address);
    let get = |phone: &mut Phone| {
        phone.ask::<EuiccConfiguredAddressesResponse>(&EuiccConfiguredAddressesRequest).default_dp_address
    };
    assert_eq!(reset(&mut phone, ResetOptions::DELETE_OPERATIONAL_PROFILES), ResetResult::Ok);
    assert_eq!(get(&mut phone).as_deref(), Some("dp.example"));
    assert_eq!(reset(&mut phone, ResetOptions::RESET_DEFAULT_SMDP_ADDRESS), ResetResult::Ok);
    assert_eq!(get(&mut phone), None);
    assert_eq!(reset(&mut phone, ResetOptions::RESET_DEFAULT_SMDP_ADDRESS), ResetResult::NothingToDelete);
}
