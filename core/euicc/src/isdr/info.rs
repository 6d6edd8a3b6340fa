//! GetEUICCInfo1, GetEUICCInfo2, GetEUICCChallenge, GetEID (SGP.22 §5.7.7, §5.7.8, §5.7.20).

use super::{HIGHEST_SVN, LOWEST_SVN, answer};
use crate::{Euicc, act::Act, install::LARGEST_PACKAGE, isdr::Session};
use model::Random;
use rsp::{
    es10::{
        EuiccCategory, EuiccInfo1, EuiccInfo2, EuiccRspCapability, GetEuiccChallengeResponse, GetEuiccDataResponse,
        UiccCapability,
    },
    message::{SubjectKeyIdentifier, VersionType},
};

/// The newest version of the profile package format that is read whole.
const PROFILE_VERSION: VersionType = VersionType::new(2, 3, 1);
const OTHER_PROFILE_VERSION: VersionType = VersionType::new(3, 3, 1);
const FIRMWARE: VersionType = VersionType::new(1, 0, 0);

pub(super) fn info1(euicc: &Euicc) -> Act {
    answer(&EuiccInfo1 {
        lowest_svn: LOWEST_SVN,
        euicc_ci_pk_id_list_for_verification: verification_keys(euicc),
        euicc_ci_pk_id_list_for_signing: signing_keys(euicc),
        euicc_rsp_capability: Some(capability()),
        highest_svn: Some(HIGHEST_SVN),
        ..EuiccInfo1::default()
    })
}

pub(super) fn info2(euicc: &Euicc) -> EuiccInfo2 {
    EuiccInfo2 {
        profile_version: PROFILE_VERSION,
        lowest_svn: LOWEST_SVN,
        euicc_firmware_ver: FIRMWARE,
        ext_card_resource: card_resource(euicc),
        // What the header of a package may demand (`saip`'s `Service::supported`), but for the runtimes, which no application
        // gets here.
        uicc_capability: UiccCapability::USIM_SUPPORT
            | UiccCapability::ISIM_SUPPORT
            | UiccCapability::CSIM_SUPPORT
            | UiccCapability::AKA_MILENAGE
            | UiccCapability::AKA_TUAK128
            | UiccCapability::AKA_TUAK256
            | UiccCapability::USIM_TEST_ALGORITHM
            | UiccCapability::MULTIPLE_USIM_SUPPORT
            | UiccCapability::MULTIPLE_ISIM_SUPPORT
            | UiccCapability::MULTIPLE_CSIM_SUPPORT
            | UiccCapability::BER_TLV_FILE_SUPPORT
            | UiccCapability::DF_LINK_SUPPORT
            | UiccCapability::GET_IDENTITY
            | UiccCapability::PROFILE_A_X25519
            | UiccCapability::PROFILE_B_P256,
        euicc_rsp_capability: capability(),
        euicc_ci_pk_id_list_for_verification: verification_keys(euicc),
        euicc_ci_pk_id_list_for_signing: signing_keys(euicc),
        euicc_category: Some(EuiccCategory::Other0),
        pp_version: VersionType::new(0, 0, 1),
        sas_acreditation_number: "SOFTWARE".to_owned(),
        additional_profile_package_versions: vec![OTHER_PROFILE_VERSION],
        highest_svn: Some(HIGHEST_SVN),
        ..EuiccInfo2::default()
    }
}

pub(super) fn challenge(euicc: &mut Euicc, random: &mut dyn Random) -> Act {
    let mut challenge = [0; 16];
    random.fill(&mut challenge);
    euicc.session = Session { challenge: Some(challenge), server: None };
    answer(&GetEuiccChallengeResponse { euicc_challenge: challenge })
}

pub(super) fn eid(euicc: &Euicc) -> Act {
    answer(&GetEuiccDataResponse { eid_value: *euicc.state.eid() })
}

fn capability() -> EuiccRspCapability {
    EuiccRspCapability::ADDITIONAL_PROFILE
        | EuiccRspCapability::TEST_PROFILE_SUPPORT
        | EuiccRspCapability::DEVICE_INFO_EXTENSIBILITY_SUPPORT
        | EuiccRspCapability::EUICC_RSP_CAP_IN_INFO1
}

fn signing_keys(euicc: &Euicc) -> Vec<SubjectKeyIdentifier> {
    euicc.state.identity.chains.iter().map(|chain| chain.ci_key_id.clone()).collect()
}

fn verification_keys(euicc: &Euicc) -> Vec<SubjectKeyIdentifier> {
    euicc.roots().key_ids().map(<[u8]>::to_vec).collect()
}

/// Extended card resources (TS 102 226 §8.2.1.7.2): applications, free non-volatile and volatile memory.
fn card_resource(euicc: &Euicc) -> Vec<u8> {
    // A phone's memory is not the limit; what one package may take is.
    let memory = (LARGEST_PACKAGE as u32).to_be_bytes();
    tlv::Writer::build(|w| {
        w.uint(0x81u32, euicc.state.profiles.len() as u64);
        w.put(0x82u32, &memory);
        w.put(0x83u32, &memory);
    })
}
