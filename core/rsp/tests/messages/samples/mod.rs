//! A message of every kind, with what stands in it.

mod es10;
mod es8;
mod es9;

pub(crate) use es9::es9;

use landfall_rsp::bpp::{ControlRefTemplate, InitialiseSecureChannelRequest, ReplaceSessionKeysRequest};
use landfall_rsp::cert::Assurance;
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
    let mut all = es10::es10();
    all.extend(es10::profiles());
    all.extend(es9());
    all.extend(es8::es8());
    all.extend(crate::rpm::samples());
    all
}
