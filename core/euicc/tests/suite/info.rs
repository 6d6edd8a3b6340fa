//! What the eUICC says of itself, and its addresses (SGP.22 §5.7.3, §5.7.4, §5.7.7, §5.7.8, §5.7.20, §5.7.22).

use crate::harness::{
    Fate, Operator, Phone, Shop, download,
    profiles::{self, metadata},
};
use rsp::{
    Message,
    es10::{
        EuiccConfiguredAddressesRequest, EuiccConfiguredAddressesResponse, EuiccInfo1, EuiccInfo2,
        GetEuiccChallengeRequest, GetEuiccChallengeResponse, GetEuiccDataRequest, GetEuiccDataResponse,
        GetEuiccInfo1Request, GetEuiccInfo2Request, GetRatRequest, GetRatResponse, LpaeActivationRequest,
        LpaeActivationResponse, LpaeActivationResult, LpaeOption, PprFlags, ProfileInfoListRequest,
        ProfileInfoListResponse, SearchCriteria, SetDefaultDpAddressRequest, SetDefaultDpAddressResponse,
        SetDefaultDpAddressResult, UiccCapability,
    },
    message::VersionType,
    metadata::{ConfigureIsdpRequest, DpProprietaryData, PprIds, ProfileClass},
};
use tlv::Tag;

// R: E1
#[test]
fn versions_and_roots() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let info1: EuiccInfo1 = phone.ask(&GetEuiccInfo1Request);
    let info2: EuiccInfo2 = phone.ask(&GetEuiccInfo2Request);
    for (lowest, highest, trusts, signs) in [
        (
            info1.lowest_svn,
            info1.highest_svn,
            &info1.euicc_ci_pk_id_list_for_verification,
            &info1.euicc_ci_pk_id_list_for_signing,
        ),
        (
            info2.lowest_svn,
            info2.highest_svn,
            &info2.euicc_ci_pk_id_list_for_verification,
            &info2.euicc_ci_pk_id_list_for_signing,
        ),
    ] {
        assert_eq!((lowest, highest), (VersionType::new(2, 2, 0), Some(VersionType::new(3, 0, 0))));
        assert_eq!((trusts, signs), (&vec![operator.root_id()], &vec![operator.root_id()]));
    }
    assert_eq!(info2.ext_card_resource[..3], [0x81, 0x01, 0x00], "no application yet");
    // What is announced is what a header may demand (PEDefinitions: UICCCapability, ServicesList), runtimes aside.
    let announced = [
        (1, UiccCapability::USIM_SUPPORT),
        (2, UiccCapability::ISIM_SUPPORT),
        (3, UiccCapability::CSIM_SUPPORT),
        (4, UiccCapability::AKA_MILENAGE),
        (5, UiccCapability::AKA_TUAK128),
        (13, UiccCapability::MULTIPLE_USIM_SUPPORT),
        (14, UiccCapability::MULTIPLE_ISIM_SUPPORT),
        (15, UiccCapability::MULTIPLE_CSIM_SUPPORT),
        (16, UiccCapability::AKA_TUAK256),
        (17, UiccCapability::USIM_TEST_ALGORITHM),
        (18, UiccCapability::BER_TLV_FILE_SUPPORT),
        (19, UiccCapability::DF_LINK_SUPPORT),
        (21, UiccCapability::GET_IDENTITY),
        (22, UiccCapability::PROFILE_A_X25519),
        (23, UiccCapability::PROFILE_B_P256),
    ];
    for (service, capability) in announced {
        assert!(saip::element::Service(service).supported(), "{service}");
        assert!(info2.uicc_capability.contains(capability), "{service}");
    }
    assert_eq!(info2.uicc_capability.count(), 15, "and nothing else");
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    download(&mut phone, &mut shop);
    let info2: EuiccInfo2 = phone.ask(&GetEuiccInfo2Request);
    assert_eq!(info2.ext_card_resource[..3], [0x81, 0x01, 0x01]);
}

#[test]
fn eid_challenge_and_rules() {
    let mut phone = Operator::new().phone();
    assert_eq!(phone.ask::<GetEuiccDataResponse>(&GetEuiccDataRequest).eid_value, phone.eid);
    let mut challenge = || phone.ask::<GetEuiccChallengeResponse>(&GetEuiccChallengeRequest).euicc_challenge;
    assert_ne!(challenge(), challenge());
    let rules: GetRatResponse = phone.ask(&GetRatRequest);
    assert_eq!(rules.rat[0].ppr_flags, PprFlags::CONSENT_REQUIRED);
    assert!(rules.rat[0].ppr_ids.contains(PprIds::PPR1 | PprIds::PPR2));
}

fn addresses(phone: &mut Phone) -> Option<String> {
    phone.ask::<EuiccConfiguredAddressesResponse>(&EuiccConfiguredAddressesRequest).default_dp_address
}

fn set_address(phone: &mut Phone, address: &str) -> SetDefaultDpAddressResult {
    let request = SetDefaultDpAddressRequest { default_dp_address: address.into() };
    phone.ask::<SetDefaultDpAddressResponse>(&request).result
}

#[test]
fn the_default_server_is_kept() {
    let mut phone = Operator::new().phone();
    assert_eq!(addresses(&mut phone), None);
    assert_eq!(set_address(&mut phone, "dp.example:8443"), SetDefaultDpAddressResult::Ok);
    phone.restart();
    assert_eq!(addresses(&mut phone).as_deref(), Some("dp.example:8443"));
    phone.fate = Fate::CommitsFail;
    assert_eq!(set_address(&mut phone, "other.example"), SetDefaultDpAddressResult::UndefinedError);
    phone.fate = Fate::Works;
    assert_eq!(set_address(&mut phone, &"x".repeat(300)), SetDefaultDpAddressResult::UndefinedError);
    assert_eq!(addresses(&mut phone).as_deref(), Some("dp.example:8443"));
    assert_eq!(set_address(&mut phone, ""), SetDefaultDpAddressResult::Ok);
    assert_eq!(addresses(&mut phone), None);
}

#[test]
fn profiles_are_found_and_shown_as_asked() {
    let operator = Operator::new();
    let mut phone = operator.phone();
    let mut shop = Shop::new(&operator, metadata(1), &profiles::own(1));
    download(&mut phone, &mut shop);
    let own = DpProprietaryData { dp_oid: vec![0x88, 0x37, 0x07], rest: vec![0x81, 0x01, 0x2A] };
    let configuration = ConfigureIsdpRequest { dp_proprietary_data: Some(own.clone()) };
    shop.stock(metadata(2), &profiles::own(2));
    crate::harness::lpa::load_instead(&mut phone, &mut shop, |phone, shop| {
        let upp = profiles::own(2);
        let payload = rsp::bpp::Payload::Unprotected(&upp);
        // The binder's references must outlive the change.
        let configuration: &'static ConfigureIsdpRequest = Box::leak(Box::new(configuration));
        shop.bind_with(phone, metadata(2), payload, |binder| binder.configure_isdp = configuration)
    });
    phone.restart();
    let mut ask = |search_criteria, tags: Option<&[u32]>| {
        let tag_list = tags.map(|tags| tags.iter().map(|tag| Tag(*tag)).collect());
        match phone.ask(&ProfileInfoListRequest { search_criteria, tag_list }) {
            ProfileInfoListResponse::Ok(list) => list,
            ProfileInfoListResponse::Error(error) => panic!("{error:?}"),
        }
    };
    let second = ask(Some(SearchCriteria::Iccid(profiles::iccid(2))), Some(&[0x5A, 0xB8, 0x99]));
    assert_eq!(second.len(), 1);
    assert_eq!((second[0].iccid, &second[0].dp_proprietary_data), (Some(profiles::iccid(2)), &Some(own)));
    assert_eq!((&second[0].profile_name, second[0].profile_state), (&None, None), "not asked for");
    let aid = ask(None, Some(&[0x4F]))[0].isdp_aid.clone().expect("asked for");
    assert_eq!(ask(Some(SearchCriteria::IsdpAid(aid)), None)[0].iccid, Some(profiles::iccid(1)));
    assert_eq!(ask(Some(SearchCriteria::ProfileClass(ProfileClass::Operational)), None).len(), 2);
    assert_eq!(ask(Some(SearchCriteria::ProfileClass(ProfileClass::Test)), None), []);
}

#[test]
fn what_is_malformed_or_unknown_is_said_to_be() {
    let mut phone = Operator::new().phone();
    // A search for what can't be searched for.
    let answer = phone.es10(&[0xBF, 0x2D, 0x05, 0xA0, 0x03, 0x91, 0x01, 0x41]).expect("an answer");
    let error = ProfileInfoListResponse::decode(&answer).expect("its own answer");
    assert!(matches!(error, ProfileInfoListResponse::Error(_)), "{error:?}");
    assert_eq!(phone.es10(&[0xBF, 0x31, 0x00]), Err(0x6A80));
    assert_eq!(phone.es10(&[0xBF, 0x7F, 0x00]), Err(0x6A88));
    let own_lpa = LpaeActivationRequest { lpae_option: LpaeOption::CAT };
    let answer: LpaeActivationResponse = phone.ask(&own_lpa);
    assert_eq!(answer.result, LpaeActivationResult::NotSupported);
    assert_eq!(phone.es10(&[]), Err(0x6A80));
}
