//! GetEUICCInfo1, GetEUICCInfo2, GetEUICCChallenge, GetEID (SGP.22 §5.7.7, §5.7.8, §5.7.20).

use super::{HIGHEST_SVN, LOWEST_SVN, answer};
use crate::{
    Euicc,
    act::Act,
    install::{LARGEST_PACKAGE, MOST_PROFILES},
    isdr::Session,
};
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
        euicc_rsp_capability: Some(capability(euicc)),
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
        euicc_rsp_capability: capability(euicc),
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

fn capability(euicc: &Euicc) -> EuiccRspCapability {
    let always = EuiccRspCapability::TEST_PROFILE_SUPPORT
        | EuiccRspCapability::RPM_SUPPORT
        // As far as it is the eUICC's: the configuration is kept, and commands to contact the platform are answered.
        | EuiccRspCapability::LPA_PROXY_SUPPORT
        | EuiccRspCapability::DEVICE_INFO_EXTENSIBILITY_SUPPORT
        | EuiccRspCapability::EUICC_RSP_CAP_IN_INFO1;
    // At least one more profile can be installed.
    let room = euicc.state.profiles.len() < MOST_PROFILES;
    if room { always | EuiccRspCapability::ADDITIONAL_PROFILE } else { always }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        State,
        state::{Home, Identity, ProfileEntry},
    };
    use model::{Eid, Iccid};
    use rsp::{
        message::Message,
        metadata::{ConfigureIsdpRequest, StoreMetadataRequest},
    };
    use uicc::{KeyId, Transport};

    fn entry(number: usize) -> ProfileEntry {
        let iccid = Iccid::with_check_digit(&format!("8900101{number:011}")).expect("18 digits");
        ProfileEntry {
            iccid,
            isdp_aid: [0; 16],
            enabled: false,
            nickname: None,
            metadata: StoreMetadataRequest::new(iccid, "Harbour", "Week"),
            smdp_oid: Vec::new(),
            ci_key_id: Vec::new(),
            configuration: ConfigureIsdpRequest::default(),
            home: Home::default(),
        }
    }

    // R: E7
    #[test]
    fn a_full_card_takes_no_further_profile() {
        let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
        let identity = Identity { eid, key: KeyId("key".to_owned()), chains: Vec::new(), roots: Vec::new() };
        for (count, room) in [(0, true), (MOST_PROFILES - 1, true), (MOST_PROFILES, false)] {
            let mut state = State::new(identity.clone());
            state.profiles.extend((0..count).map(entry).map(|entry| (entry.iccid, entry)));
            let Act::Answer(answer) = info1(&Euicc::new(state, Transport::Block)) else { panic!("no answer") };
            let capability = EuiccInfo1::decode(&answer).expect("its own answer").euicc_rsp_capability;
            let capability = capability.expect("it stands there");
            assert_eq!(capability.contains(EuiccRspCapability::ADDITIONAL_PROFILE), room, "{count} profiles");
            assert!(capability.contains(EuiccRspCapability::TEST_PROFILE_SUPPORT));
        }
    }
}
