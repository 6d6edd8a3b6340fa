use landfall_rsp::bpp::{ControlRefTemplate, InitialiseSecureChannelRequest, ReplaceSessionKeysRequest};
use landfall_rsp::crypto::SessionKeys;
use landfall_rsp::es9::*;
use landfall_rsp::es10::*;
use landfall_rsp::es11;
use landfall_rsp::message::{HashCc, PublicKey};
use landfall_rsp::metadata::*;
use landfall_rsp::notification::*;
use landfall_rsp::reason::StatusCode;
use landfall_rsp::rpm::{
    LprConfiguration, ManagingDp, RpmCommand, RpmCommandDetails, RpmConfiguration, RpmPackage, RpmType, SmdpSigned3,
};
use landfall_rsp::version::WrittenVersions;
use landfall_rsp::{Message, MessageError, Raw, TransactionId, VersionType};

/// A message by its name, its encoding, and what comes of reading and writing bytes as one of its kind.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) encoded: Vec<u8>,
    pub(crate) again: fn(&[u8]) -> Result<Vec<u8>, MessageError>,
}

pub(crate) fn sample<M: Message>(name: &'static str, message: M) -> Sample {
    Sample { name, encoded: message.encode(), again: |bytes| M::decode(bytes).map(|message| message.encode()) }
}

fn request(name: &'static str, request: Request) -> Sample {
    Sample { name, encoded: request.encode(), again: |bytes| Request::decode(bytes).map(|r| r.encode()) }
}

/// Nothing at all is a response too, but none of these.
fn read_response(bytes: &[u8]) -> Result<Vec<u8>, MessageError> {
    match Response::decode(bytes)? {
        Response::NotificationAccepted => Err(MessageError::Value { what: "sample" }),
        response => Ok(response.encode_with_status()),
    }
}

pub(crate) fn response(name: &'static str, response: Response) -> Sample {
    Sample { name, encoded: response.encode_with_status(), again: read_response }
}

pub(crate) fn transaction_id() -> TransactionId {
    TransactionId::new(&[1, 2, 3, 4]).expect("4 bytes")
}

pub(crate) fn iccid() -> model::Iccid {
    "8900112233445566778".parse().expect("19 digits")
}

fn point() -> PublicKey {
    let mut point = [0x11; 65];
    point[0] = 4;
    point
}

fn certificate() -> Vec<u8> {
    vec![0x30, 0x03, 0x02, 0x01, 0x05]
}

fn version(major: u8) -> VersionType {
    VersionType::new(major, 1, 0)
}

fn operator() -> OperatorId {
    OperatorId { mcc_mnc: [0x00, 0xF1, 0x10], gid1: Some(vec![0xAA]), gid2: None }
}

fn metadata() -> StoreMetadataRequest {
    StoreMetadataRequest {
        icon_type: Some(IconType::Png),
        icon: Some(vec![0x89, 0x50]),
        profile_class: Some(ProfileClass::Operational),
        notification_configuration_info: vec![NotificationConfigurationInformation {
            profile_management_operation: NotificationEvent::ENABLE | NotificationEvent::DELETE,
            notification_address: "a.b".to_owned(),
        }],
        profile_owner: Some(operator()),
        profile_policy_rules: Some(PprIds::PPR1),
        ..StoreMetadataRequest::new(iccid(), "SP", "Name")
    }
}

fn info1() -> EuiccInfo1 {
    EuiccInfo1 {
        lowest_svn: version(2),
        euicc_ci_pk_id_list_for_verification: vec![vec![0xC1; 2]],
        euicc_ci_pk_id_list_for_signing: vec![vec![0xC2; 2]],
        euicc_ci_pk_id_list_for_signing_v3: vec![vec![0xC3; 2]],
        euicc_rsp_capability: Some(EuiccRspCapability::ADDITIONAL_PROFILE | EuiccRspCapability::EUICC_RSP_CAP_IN_INFO1),
        highest_svn: Some(version(3)),
    }
}

fn info2() -> EuiccInfo2 {
    EuiccInfo2 {
        profile_version: version(3),
        lowest_svn: version(2),
        euicc_firmware_ver: version(1),
        ext_card_resource: vec![0x81, 0x01, 0x00],
        uicc_capability: UiccCapability::USIM_SUPPORT | UiccCapability::AKA_MILENAGE,
        ts102241_version: Some(version(9)),
        globalplatform_version: Some(version(2)),
        euicc_rsp_capability: EuiccRspCapability::ADDITIONAL_PROFILE,
        euicc_ci_pk_id_list_for_verification: vec![vec![0xC1; 2]],
        euicc_ci_pk_id_list_for_signing: vec![vec![0xC2; 2]],
        euicc_category: Some(EuiccCategory::Medium),
        forbidden_profile_policy_rules: Some(PprIds::PPR1),
        pp_version: version(1),
        sas_acreditation_number: "SAS".to_owned(),
        certification_data_object: Some(CertificationDataObject {
            platform_label: "p".to_owned(),
            discovery_base_url: "u".to_owned(),
        }),
        additional_profile_package_versions: vec![version(2)],
        euicc_ci_pk_id_list_for_signing_v3: vec![vec![0xC3; 2]],
        additional_euicc_info: Some(vec![0xEE]),
        highest_svn: Some(version(3)),
    }
}

fn context() -> Raw<CtxParams1> {
    CtxParamsForCommonAuthentication {
        matching_id: Some("M-1".to_owned()),
        device_info: DeviceInfo {
            tac: [0x35, 0x29, 0x06, 0x11],
            device_capabilities: DeviceCapabilities {
                gsm_supported_release: Some(version(15)),
                eutran_epc_supported_release: Some(version(16)),
                lpa_svn: Some(version(3)),
                ..DeviceCapabilities::default()
            },
            imei: Some([0x53; 8]),
            preferred_languages: vec!["ja".to_owned()],
            lpa_rsp_capability: Some(LpaRspCapability::CERT_CHAIN_V3_SUPPORT),
        },
        operation_type: Some(OperationType::PROFILE_DOWNLOAD | OperationType::RPM),
        iccid: Some(iccid()),
        written_versions: None,
    }
    .into_ctx_params1()
}

fn server_signed1() -> ServerSigned1 {
    ServerSigned1 {
        transaction_id: transaction_id(),
        euicc_challenge: [0xE1; 16],
        server_address: "a.b".to_owned(),
        server_challenge: [0xE2; 16],
        session_context: Some(SessionContext {
            server_svn: version(3),
            crl_stapling_v3_used: false,
            euicc_ci_pk_id_to_be_used_v3: Some(vec![0xC3; 2]),
        }),
        server_rsp_capability: Some(ServerRspCapability::CRL_STAPLING_V3_SUPPORT),
        written_version: None,
    }
}

fn authenticate_server_response() -> AuthenticateServerResponse {
    let signed = EuiccSigned1 {
        transaction_id: transaction_id(),
        server_address: "a.b".to_owned(),
        server_challenge: [0xE2; 16],
        euicc_info2: Raw::new(info2()),
        ctx_params1: context(),
    };
    AuthenticateResponseOk::unsigned(signed, certificate(), certificate()).signed([0xF1; 64])
}

fn smdp_signed2() -> SmdpSigned2 {
    SmdpSigned2 { transaction_id: transaction_id(), cc_required_flag: true, bpp_euicc_otpk: Some(point()) }
}

fn authenticate_client_ok() -> AuthenticateClientOk {
    AuthenticateClientOk::unsigned(Raw::new(metadata()), smdp_signed2(), &[0xF1; 64], certificate()).signed([0xF2; 64])
}

fn prepare_download_response() -> PrepareDownloadResponse {
    let signed =
        EuiccSigned2 { transaction_id: transaction_id(), euicc_otpk: point(), hash_cc: Some(HashCc([0xCC; 32])) };
    PrepareDownloadResponseOk::unsigned(signed, &[0xF2; 64]).signed([0xF3; 64])
}

fn cancel_session_response() -> CancelSessionResponse {
    let signed = EuiccCancelSessionSigned {
        transaction_id: transaction_id(),
        smdp_oid: vec![0x88, 0x37],
        reason: CancelSessionReason::Postponed,
    };
    CancelSessionResponseOk::unsigned(signed).signed([0xF4; 64])
}

pub(crate) fn notification_metadata() -> NotificationMetadata {
    NotificationMetadata {
        seq_number: 300,
        profile_management_operation: NotificationEvent::INSTALL,
        notification_address: "a.b".to_owned(),
        iccid: Some(iccid()),
    }
}

fn installation_result(final_result: FinalResult) -> ProfileInstallationResult {
    ProfileInstallationResult::unsigned(ProfileInstallationResultData {
        transaction_id: transaction_id(),
        notification_metadata: notification_metadata(),
        smdp_oid: Some(vec![0x88, 0x37]),
        final_result,
    })
    .signed([0xF5; 64])
}

fn installed() -> ProfileInstallationResult {
    installation_result(FinalResult::Success { aid: vec![0xA0; 5], sima_response: vec![0x30, 0] })
}

fn not_installed() -> ProfileInstallationResult {
    installation_result(FinalResult::Error {
        bpp_command_id: BppCommandId::LoadProfileElements,
        error_reason: ErrorReason::InstallFailedDueToPeProcessingError,
        sima_response: Some(vec![0x30, 0]),
    })
}

fn other_notification() -> OtherSignedNotification {
    OtherSignedNotification::unsigned(notification_metadata(), certificate(), certificate()).signed([0xF6; 64])
}

fn pending() -> PendingNotification {
    PendingNotification::ProfileInstallationResult(Raw::new(installed()))
}

fn refused_with<C: ErrorCode>(subject: &'static str, reason: &'static str) -> Refused<C> {
    Refused::from_status(StatusCode::new(subject, reason))
}

pub(crate) fn samples() -> Vec<Sample> {
    let mut all = es10();
    all.extend(es10_profiles());
    all.extend(es9());
    all.extend(es8());
    all.extend(crate::rpm::samples());
    all
}

fn es10() -> Vec<Sample> {
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

fn es10_profiles() -> Vec<Sample> {
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

fn event(address: &str) -> es11::EventEntry {
    es11::EventEntry { event_id: "EVENT-1".to_owned(), rsp_server_address: address.to_owned() }
}

pub(crate) fn es9() -> Vec<Sample> {
    let initiate_ok =
        InitiateAuthenticationOk::unsigned(server_signed1(), vec![0xC2; 2], certificate()).signed([0xF0; 64]);
    vec![
        request(
            "InitiateAuthenticationRequest",
            Request::InitiateAuthentication(InitiateAuthenticationRequest {
                euicc_challenge: [0xE1; 16],
                smdp_address: "a.b".to_owned(),
                euicc_info1: Raw::new(info1()),
                lpa_rsp_capability: Some(LpaRspCapability::CRL_STAPLING_V3_SUPPORT),
                written_versions: None,
            }),
        ),
        request(
            "InitiateAuthenticationRequest/written",
            Request::InitiateAuthentication(InitiateAuthenticationRequest {
                euicc_challenge: [0xE1; 16],
                smdp_address: "a.b".to_owned(),
                euicc_info1: Raw::new(info1()),
                lpa_rsp_capability: None,
                written_versions: Some(WrittenVersions {
                    minimum: "v2;1".parse().expect("a version"),
                    maximum: Some("profileDownload,rpm".parse().expect("a version")),
                }),
            }),
        ),
        response(
            "InitiateAuthenticationResponse/ok",
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Ok(Box::new(initiate_ok))),
        ),
        response(
            "InitiateAuthenticationResponse/error",
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(Refused::new(
                InitiateAuthenticationError::EuiccVersionNotSupportedByDp,
            ))),
        ),
        response(
            "InitiateAuthenticationResponse/error and status",
            Response::InitiateAuthentication(InitiateAuthenticationResponse::Error(refused_with("8.8.4", "3.7"))),
        ),
        request(
            "AuthenticateClientRequest",
            Request::AuthenticateClient(AuthenticateClientRequest {
                transaction_id: transaction_id(),
                authenticate_server_response: Raw::new(authenticate_server_response()),
            }),
        ),
        response(
            "AuthenticateClientResponse/ok",
            Response::AuthenticateClient(AuthenticateClientResponse::Ok(Box::new(authenticate_client_ok()))),
        ),
        response(
            "AuthenticateClientResponse/rpm",
            Response::AuthenticateClient(AuthenticateClientResponse::Rpm(Box::new(
                AuthenticateClientOkRpm::unsigned(
                    SmdpSigned3 {
                        transaction_id: transaction_id(),
                        rpm_package: RpmPackage { commands: vec![RpmCommand::new(RpmCommandDetails::Enable(iccid()))] },
                        rpm_pending: true,
                    },
                    &[0xF0; 64],
                )
                .signed([0xF3; 64]),
            ))),
        ),
        response(
            "AuthenticateClientResponse/error",
            Response::AuthenticateClient(AuthenticateClientResponse::Error(Refused::new(
                AuthenticateClientError::MatchingIdRefused,
            ))),
        ),
        response(
            "AuthenticateClientResponse/error and status",
            Response::AuthenticateClient(AuthenticateClientResponse::Error(refused_with("8.2", "1.2"))),
        ),
        response(
            "AuthenticateClientResponseEs11/ok",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Ok(es11::AuthenticateClientOk {
                transaction_id: transaction_id(),
                event_entries: ["a.b", "c.d:8443"].map(event).into(),
            })),
        ),
        response(
            "AuthenticateClientResponseEs11/no events",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Ok(es11::AuthenticateClientOk {
                transaction_id: transaction_id(),
                event_entries: Vec::new(),
            })),
        ),
        response(
            "AuthenticateClientResponseEs11/error",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Error(Refused::new(
                es11::AuthenticateClientError::EventIdUnknown,
            ))),
        ),
        response(
            "AuthenticateClientResponseEs11/error and status",
            Response::AuthenticateClientEs11(es11::AuthenticateClientResponse::Error(refused_with("8.11.1", "3.9"))),
        ),
        request(
            "GetBoundProfilePackageRequest",
            Request::GetBoundProfilePackage(GetBoundProfilePackageRequest {
                transaction_id: transaction_id(),
                prepare_download_response: Raw::new(prepare_download_response()),
            }),
        ),
        response(
            "GetBoundProfilePackageResponse/ok",
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Ok(GetBoundProfilePackageOk {
                transaction_id: transaction_id(),
                bound_profile_package: vec![0xBF, 0x36, 0x02, 0xA0, 0x00],
            })),
        ),
        response(
            "GetBoundProfilePackageResponse/error",
            Response::GetBoundProfilePackage(GetBoundProfilePackageResponse::Error(Refused::new(
                GetBoundProfilePackageError::InvalidTransactionId,
            ))),
        ),
        request(
            "HandleNotification",
            Request::HandleNotification(HandleNotification { pending_notification: pending() }),
        ),
        request(
            "CancelSessionRequestEs9",
            Request::CancelSession(CancelSessionRequestEs9 {
                transaction_id: transaction_id(),
                cancel_session_response: Raw::new(cancel_session_response()),
            }),
        ),
        response("CancelSessionResponseEs9/ok", Response::CancelSession(CancelSessionResponseEs9::Ok)),
        response(
            "CancelSessionResponseEs9/error and status",
            Response::CancelSession(CancelSessionResponseEs9::Error(refused_with("8.8", "3.10"))),
        ),
    ]
}

fn es8() -> Vec<Sample> {
    vec![
        sample(
            "InitialiseSecureChannelRequest",
            InitialiseSecureChannelRequest {
                remote_op_id: 1,
                transaction_id: transaction_id(),
                control_ref_template: ControlRefTemplate { key_type: 0x88, key_len: 16, host_id: b"host".to_vec() },
                smdp_otpk: point(),
                smdp_sign: [0xF7; 64],
            },
        ),
        sample("ConfigureIsdpRequest", ConfigureIsdpRequest::default()),
        sample(
            "ConfigureIsdpRequest/data",
            ConfigureIsdpRequest {
                dp_proprietary_data: Some(DpProprietaryData { dp_oid: vec![0x88, 0x37], rest: Vec::new() }),
            },
        ),
        sample("StoreMetadataRequest", metadata()),
        sample("StoreMetadataRequest/least", StoreMetadataRequest::new(iccid(), "SP", "Name")),
        sample(
            "UpdateMetadataRequest",
            UpdateMetadataRequest { profile_name: Some("New".to_owned()), ..UpdateMetadataRequest::default() },
        ),
        sample(
            "ReplaceSessionKeysRequest",
            ReplaceSessionKeysRequest {
                keys: SessionKeys {
                    initial_mac_chaining_value: [1; 16].into(),
                    enc: [2; 16].into(),
                    mac: [3; 16].into(),
                },
            },
        ),
    ]
}
