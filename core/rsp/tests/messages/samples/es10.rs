//! ES10: what LPA and eUICC say to each other (SGP.22 §5.7).

use super::*;

pub(super) fn es10() -> Vec<Sample> {
    vec![
        sample("GetEuiccInfo1Request", GetEuiccInfo1Request),
        sample("EuiccInfo1", info1()),
        sample("EuiccInfo1/v2", EuiccInfo1 { lowest_svn: version(2), ..EuiccInfo1::default() }),
        sample("GetEuiccInfo2Request", GetEuiccInfo2Request),
        sample("EuiccInfo2", info2()),
        sample("GetEuiccChallengeRequest", GetEuiccChallengeRequest),
        sample("GetEuiccChallengeResponse", GetEuiccChallengeResponse { euicc_challenge: [0xE1; 16] }),
        sample("ServerSigned1", server_signed1()),
        sample(
            "AuthenticateServerRequest",
            AuthenticateServerRequest {
                server_signed1: Raw::new(server_signed1()),
                server_signature1: [0xF0; 64],
                euicc_ci_pk_id_to_be_used: vec![0xC2; 2],
                server_certificate: certificate(),
                ctx_params1: context(),
            },
        ),
        sample("AuthenticateServerResponse/ok", authenticate_server_response()),
        sample(
            "AuthenticateServerResponse/error",
            AuthenticateServerResponse::Error(AuthenticateResponseError {
                transaction_id: transaction_id(),
                authenticate_error_code: AuthenticateErrorCode::CiPkUnknown,
            }),
        ),
        sample("PrepareDownloadRequest", authenticate_client_ok().prepare_download(Some(HashCc([0xCC; 32])))),
        sample("PrepareDownloadResponse/ok", prepare_download_response()),
        sample(
            "PrepareDownloadResponse/error",
            PrepareDownloadResponse::Error(PrepareDownloadResponseError {
                transaction_id: transaction_id(),
                download_error_code: DownloadErrorCode::InvalidSignature,
            }),
        ),
        sample(
            "CancelSessionRequest",
            CancelSessionRequest { transaction_id: transaction_id(), reason: CancelSessionReason::MetadataMismatch },
        ),
        sample("CancelSessionResponse/ok", cancel_session_response()),
        sample(
            "CancelSessionResponse/error",
            CancelSessionResponse::Error(CancelSessionErrorCode::InvalidTransactionId),
        ),
        sample(
            "ListNotificationRequest",
            ListNotificationRequest { profile_management_operation: Some(NotificationEvent::DISABLE) },
        ),
        sample("ListNotificationResponse/ok", ListNotificationResponse::Ok(vec![notification_metadata()])),
        sample(
            "ListNotificationResponse/error",
            ListNotificationResponse::Error(ListNotificationError::UndefinedError),
        ),
        sample("RetrieveNotificationsListRequest/all", RetrieveNotificationsListRequest::default()),
        sample(
            "RetrieveNotificationsListRequest/number",
            RetrieveNotificationsListRequest { search_criteria: Some(NotificationSearch::SeqNumber(300)) },
        ),
        sample(
            "RetrieveNotificationsListRequest/events",
            RetrieveNotificationsListRequest {
                search_criteria: Some(NotificationSearch::Events(NotificationEvent::INSTALL)),
            },
        ),
        sample(
            "RetrieveNotificationsListResponse/ok",
            RetrieveNotificationsListResponse::Ok(vec![
                pending(),
                PendingNotification::Other(Raw::new(other_notification())),
            ]),
        ),
        sample(
            "RetrieveNotificationsListResponse/error",
            RetrieveNotificationsListResponse::Error(NotificationsListResultError::NoResultAvailable),
        ),
        sample("NotificationSentRequest", NotificationSentRequest { seq_number: 300 }),
        sample(
            "NotificationSentResponse",
            NotificationSentResponse { result: DeleteNotificationStatus::NothingToDelete },
        ),
        sample("LpaeActivationRequest", LpaeActivationRequest { lpae_option: LpaeOption::CAT }),
        sample("LpaeActivationResponse", LpaeActivationResponse { result: LpaeActivationResult::NotSupported }),
        sample("GetRatRequest", GetRatRequest),
        sample(
            "GetRatResponse",
            GetRatResponse {
                rat: vec![ProfilePolicyAuthorisationRule {
                    ppr_ids: PprIds::PPR1 | PprIds::PPR2,
                    allowed_operators: vec![operator()],
                    ppr_flags: PprFlags::CONSENT_REQUIRED,
                }],
            },
        ),
        sample("ProfileInstallationResult/ok", installed()),
        sample("ProfileInstallationResult/error", not_installed()),
        sample("OtherSignedNotification", other_notification()),
    ]
}

pub(super) fn profiles() -> Vec<Sample> {
    let by_iccid = || ProfileIdentifier::Iccid(iccid());
    let by_aid = || ProfileIdentifier::IsdpAid(vec![0xA0; 5]);
    vec![
        sample("EuiccConfiguredAddressesRequest", EuiccConfiguredAddressesRequest),
        sample(
            "EuiccConfiguredAddressesResponse",
            EuiccConfiguredAddressesResponse {
                default_dp_address: Some("a.b".to_owned()),
                root_ds_address: "c.d".to_owned(),
            },
        ),
        sample("SetDefaultDpAddressRequest", SetDefaultDpAddressRequest { default_dp_address: "a.b".to_owned() }),
        sample("SetDefaultDpAddressResponse", SetDefaultDpAddressResponse { result: SetDefaultDpAddressResult::Ok }),
        sample("ProfileInfoListRequest/all", ProfileInfoListRequest::default()),
        sample(
            "ProfileInfoListRequest/iccid",
            ProfileInfoListRequest {
                search_criteria: Some(SearchCriteria::Iccid(iccid())),
                tag_list: Some([0x5A, 0x9F70, 0xBF76].map(tlv::Tag).to_vec()),
            },
        ),
        sample(
            "ProfileInfoListRequest/class",
            ProfileInfoListRequest {
                search_criteria: Some(SearchCriteria::ProfileClass(ProfileClass::Operational)),
                tag_list: None,
            },
        ),
        sample(
            "ProfileInfoListResponse/ok",
            ProfileInfoListResponse::Ok(vec![ProfileInfo {
                iccid: Some(iccid()),
                isdp_aid: Some(vec![0xA0; 5]),
                profile_state: Some(ProfileState::Enabled),
                profile_nickname: Some("mine".to_owned()),
                service_provider_name: Some("SP".to_owned()),
                profile_name: Some("Name".to_owned()),
                icon_type: Some(IconType::Jpg),
                icon: Some(vec![0xFF]),
                profile_class: Some(ProfileClass::Operational),
                notification_configuration_info: metadata().notification_configuration_info,
                profile_owner: Some(operator()),
                dp_proprietary_data: Some(DpProprietaryData { dp_oid: vec![0x88, 0x37], rest: vec![0x81, 0] }),
                profile_policy_rules: Some(PprIds::PPR2),
                service_specific_data: vec![VendorSpecific { vendor_oid: vec![0x88, 0x37], rest: vec![0xA1, 0] }],
                rpm_configuration: Some(Box::new(RpmConfiguration {
                    managing_dp_list: vec![ManagingDp {
                        oid: vec![0x2A, 3],
                        rpm_type: Some(RpmType::ENABLE),
                        tag_list: None,
                    }],
                    polling_address: Some("a.b".to_owned()),
                    allowed_ci_pk_id: None,
                    profile_owner_oid: vec![0x2A, 4],
                })),
                lpr_configuration: Some(Box::new(LprConfiguration {
                    pcmp_address: "c.d".to_owned(),
                    dpi_enable: None,
                    trigger_lpr_on_enable_profile: true,
                })),
            }]),
        ),
        sample(
            "ProfileInfoListResponse/error",
            ProfileInfoListResponse::Error(ProfileInfoListError::IncorrectInputValues),
        ),
        sample("EnableProfileRequest", EnableProfileRequest { profile_identifier: by_iccid(), refresh_flag: true }),
        sample("EnableProfileResponse", EnableProfileResponse { result: EnableResult::CatBusy }),
        sample("DisableProfileRequest", DisableProfileRequest { profile_identifier: by_aid(), refresh_flag: false }),
        sample("DisableProfileResponse", DisableProfileResponse { result: DisableResult::Ok }),
        sample("DeleteProfileRequest", DeleteProfileRequest { profile_identifier: by_iccid() }),
        sample("DeleteProfileResponse", DeleteProfileResponse { result: DeleteResult::DisallowedByPolicy }),
        sample(
            "EuiccMemoryResetRequest",
            EuiccMemoryResetRequest {
                reset_options: ResetOptions::DELETE_OPERATIONAL_PROFILES | ResetOptions::RESET_DEFAULT_SMDP_ADDRESS,
            },
        ),
        sample("EuiccMemoryResetResponse", EuiccMemoryResetResponse { result: ResetResult::Ok }),
        sample("GetEuiccDataRequest", GetEuiccDataRequest),
        sample(
            "GetEuiccDataResponse",
            GetEuiccDataResponse { eid_value: "89049032123451234512345678901235".parse().expect("the test EID") },
        ),
        sample("SetNicknameRequest", SetNicknameRequest { iccid: iccid(), profile_nickname: "mine".to_owned() }),
        sample("SetNicknameResponse", SetNicknameResponse { result: SetNicknameResult::IccidNotFound }),
    ]
}
