//! GetProfilesInfo and SetNickname (SGP.22 §5.7.15, §5.7.21).

use super::answer;
use crate::{Euicc, act::Act, state::ProfileEntry};
use model::Batch;
use rsp::{
    es10::{
        ProfileInfoListRequest, ProfileInfoListResponse, SearchCriteria, SetNicknameRequest, SetNicknameResponse,
        SetNicknameResult,
    },
    metadata::{ProfileInfo, ProfileState},
};

pub(super) fn list(euicc: &Euicc, request: &ProfileInfoListRequest) -> Act {
    let found = euicc
        .state
        .profiles
        .values()
        .filter(|entry| match &request.search_criteria {
            None => true,
            Some(SearchCriteria::IsdpAid(aid)) => entry.isdp_aid[..] == aid[..],
            Some(SearchCriteria::Iccid(iccid)) => entry.iccid == *iccid,
            Some(SearchCriteria::ProfileClass(class)) => entry.metadata.class() == *class,
        })
        .map(|entry| info(entry, request))
        .collect();
    answer(&ProfileInfoListResponse::Ok(found))
}

/// The fields of `entry` that the request's tag list asks for.
pub(super) fn info(entry: &ProfileEntry, request: &ProfileInfoListRequest) -> ProfileInfo {
    let metadata = &entry.metadata;
    let state = if entry.enabled { ProfileState::Enabled } else { ProfileState::Disabled };
    let wants = |tag| request.wants(tag);
    ProfileInfo {
        iccid: wants(0x5A).then_some(entry.iccid),
        isdp_aid: wants(0x4F).then(|| entry.isdp_aid.to_vec()),
        profile_state: wants(0x9F70).then_some(state),
        profile_nickname: entry.nickname.clone().filter(|_| wants(0x90)),
        service_provider_name: wants(0x91).then(|| metadata.service_provider_name.clone()),
        profile_name: wants(0x92).then(|| metadata.profile_name.clone()),
        icon_type: metadata.icon_type.filter(|_| wants(0x93)),
        icon: metadata.icon.clone().filter(|_| wants(0x94)),
        profile_class: wants(0x95).then(|| metadata.class()),
        notification_configuration_info: if wants(0xB6) {
            metadata.notification_configuration_info.clone()
        } else {
            Vec::new()
        },
        profile_owner: metadata.profile_owner.clone().filter(|_| wants(0xB7)),
        dp_proprietary_data: entry.configuration.dp_proprietary_data.clone().filter(|_| wants(0xB8)),
        profile_policy_rules: metadata.profile_policy_rules.filter(|_| wants(0x99)),
        service_specific_data: if wants(0xBF22) { metadata.service_specific_data.clone() } else { Vec::new() },
        rpm_configuration: metadata.rpm_configuration.clone().filter(|_| wants(0xBA)),
        lpr_configuration: metadata.lpr_configuration.clone().filter(|_| wants(0xBC)),
    }
}

pub(super) fn set_nickname(euicc: &Euicc, request: SetNicknameRequest) -> Act {
    let Some(entry) = euicc.state.profiles.get(&request.iccid) else {
        return answer(&SetNicknameResponse { result: SetNicknameResult::IccidNotFound });
    };
    let nickname = Some(request.profile_nickname).filter(|name| !name.is_empty());
    let entry = ProfileEntry { nickname, ..entry.clone() };
    let mut next = euicc.state.clone();
    let mut batch = Batch::new();
    next.put_profile(entry, &mut batch);
    Act::commit(batch, move |euicc, done| {
        let result = if done {
            euicc.state = next;
            SetNicknameResult::Ok
        } else {
            SetNicknameResult::UndefinedError
        };
        answer(&SetNicknameResponse { result })
    })
}
