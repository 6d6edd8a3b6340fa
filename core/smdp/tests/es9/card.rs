//! An eUICC as far as a server sees it.

use crate::desk::{Key, Operator, days, random};
use crate::names::iccid;
use model::Eid;
use rsp::{
    Message, Raw, TransactionId, VersionType,
    bpp::{Opener, Part},
    cert::{Assurance, Certificate, issue},
    crypto::{OneTimeKey, hash_confirmation_code},
    es9::{
        AuthenticateClientOk, AuthenticateClientRequest, CancelSessionRequestEs9, GetBoundProfilePackageRequest,
        HandleNotification, InitiateAuthenticationOk, InitiateAuthenticationRequest,
    },
    es10::{
        AuthenticateResponseOk, CancelSessionReason, CancelSessionResponseOk, CtxParamsForCommonAuthentication,
        DeviceInfo, EuiccCancelSessionSigned, EuiccInfo1, EuiccInfo2, EuiccSigned1, EuiccSigned2, LpaRspCapability,
        OperationType, PrepareDownloadResponseOk,
    },
    metadata::NotificationEvent,
    notification::{
        BppCommandId, ErrorReason, FinalResult, NotificationMetadata, OtherSignedNotification, PendingNotification,
        ProfileInstallationResult, ProfileInstallationResultData,
    },
};

pub(crate) struct Card {
    pub(crate) key: Key,
    pub(crate) certificate: Certificate,
    pub(crate) eum: Certificate,
    pub(crate) eid: Eid,
    pub(crate) root: Vec<u8>,
    pub(crate) lowest: VersionType,
    pub(crate) highest: Option<VersionType>,
    pub(crate) operation: Option<OperationType>,
    pub(crate) lpa_rsp_capability: Option<LpaRspCapability>,
    pub(crate) info2: EuiccInfo2,
    pub(crate) one_time: OneTimeKey,
}

impl Card {
    pub(crate) fn new(operator: &Operator, eid_body: &str, assurance: Assurance) -> Self {
        let key = Key::generate();
        let eid = Eid::with_check_digits(eid_body).expect("30 digits");
        let certificate = issue::euicc_with_key(&operator.eum, &key.public(), &eid, assurance, days(3650), &mut random);
        let certificate = operator.eum_key.finish(certificate.expect("fits"));
        let root = operator.root_id();
        Self {
            key,
            certificate,
            eum: operator.eum.clone(),
            eid,
            root,
            lowest: VersionType::new(2, 2, 0),
            highest: Some(VersionType::new(3, 0, 0)),
            operation: Some(OperationType::PROFILE_DOWNLOAD),
            lpa_rsp_capability: None,
            info2: EuiccInfo2::default(),
            one_time: OneTimeKey::generate(&mut random),
        }
    }

    pub(crate) fn info1(&self) -> EuiccInfo1 {
        EuiccInfo1 {
            lowest_svn: self.lowest,
            highest_svn: self.highest,
            euicc_ci_pk_id_list_for_signing: vec![self.root.clone()],
            euicc_ci_pk_id_list_for_verification: vec![self.root.clone()],
            ..EuiccInfo1::default()
        }
    }

    pub(crate) fn initiate(&self, address: &str) -> InitiateAuthenticationRequest {
        InitiateAuthenticationRequest {
            euicc_challenge: [0xC4; 16],
            smdp_address: address.into(),
            euicc_info1: Raw::new(self.info1()),
            lpa_rsp_capability: self.lpa_rsp_capability,
            written_versions: None,
        }
    }

    pub(crate) fn signed1(&self, ok: &InitiateAuthenticationOk, matching_id: Option<&str>) -> EuiccSigned1 {
        let context = CtxParamsForCommonAuthentication {
            matching_id: matching_id.map(str::to_owned),
            operation_type: self.operation,
            device_info: DeviceInfo { lpa_rsp_capability: self.lpa_rsp_capability, ..DeviceInfo::default() },
            ..CtxParamsForCommonAuthentication::default()
        };
        let info2 = EuiccInfo2 {
            lowest_svn: self.lowest,
            highest_svn: self.highest,
            euicc_ci_pk_id_list_for_signing: vec![self.root.clone()],
            euicc_ci_pk_id_list_for_verification: vec![self.root.clone()],
            ..self.info2.clone()
        };
        EuiccSigned1 {
            transaction_id: ok.transaction_id.clone(),
            server_address: ok.server_signed1.server_address.clone(),
            server_challenge: ok.server_signed1.server_challenge,
            euicc_info2: Raw::new(info2),
            ctx_params1: context.into_ctx_params1(),
        }
    }

    pub(crate) fn authenticate(
        &self,
        ok: &InitiateAuthenticationOk,
        matching_id: Option<&str>,
    ) -> AuthenticateClientRequest {
        self.authenticate_with(&ok.transaction_id, self.signed1(ok, matching_id), &self.key)
    }

    pub(crate) fn authenticate_with(
        &self,
        transaction_id: &TransactionId,
        signed: EuiccSigned1,
        key: &Key,
    ) -> AuthenticateClientRequest {
        let (euicc, eum) = (self.certificate.as_der().to_vec(), self.eum.as_der().to_vec());
        let response = key.finish(AuthenticateResponseOk::unsigned(signed, euicc, eum));
        AuthenticateClientRequest {
            transaction_id: transaction_id.clone(),
            authenticate_server_response: Raw::new(response),
        }
    }

    pub(crate) fn prepare(&self, offer: &AuthenticateClientOk, code: Option<&[u8]>) -> GetBoundProfilePackageRequest {
        let id = &offer.transaction_id;
        let signed = EuiccSigned2 {
            transaction_id: id.clone(),
            euicc_otpk: self.one_time.public_key(),
            hash_cc: code.map(|code| hash_confirmation_code(code, id)),
        };
        self.prepare_with(id, signed, offer, &self.key)
    }

    pub(crate) fn prepare_with(
        &self,
        id: &TransactionId,
        signed: EuiccSigned2,
        offer: &AuthenticateClientOk,
        key: &Key,
    ) -> GetBoundProfilePackageRequest {
        let response = key.finish(PrepareDownloadResponseOk::unsigned(signed, &offer.smdp_signature2));
        GetBoundProfilePackageRequest { transaction_id: id.clone(), prepare_download_response: Raw::new(response) }
    }

    /// The profile in a package, if this eUICC can open it.
    pub(crate) fn open(&self, offer: &AuthenticateClientOk, package: &[u8]) -> Option<Vec<u8>> {
        let pb = Certificate::parse(&offer.smdp_certificate).expect("the server's certificate");
        let pb_key = *pb.public_key().expect("P-256");
        let mut opener = Opener::new(offer.transaction_id.clone(), self.eid, pb_key, self.one_time.clone());
        let parts = opener.feed(package).ok()?;
        assert!(parts.contains(&Part::StoreMetadata(offer.profile_metadata.clone())));
        let profile = parts.iter().filter_map(|part| match part {
            Part::Profile(bytes) => Some(bytes.to_vec()),
            _ => None,
        });
        Some(profile.flatten().collect())
    }

    pub(crate) fn cancel(
        &self,
        id: &TransactionId,
        smdp_oid: &[u8],
        reason: CancelSessionReason,
        key: &Key,
    ) -> CancelSessionRequestEs9 {
        let signed = EuiccCancelSessionSigned { transaction_id: id.clone(), smdp_oid: smdp_oid.to_vec(), reason };
        let response = key.finish(CancelSessionResponseOk::unsigned(signed));
        CancelSessionRequestEs9 { transaction_id: id.clone(), cancel_session_response: Raw::new(response) }
    }

    pub(crate) fn result(&self, id: &TransactionId) -> ProfileInstallationResultData {
        ProfileInstallationResultData {
            transaction_id: id.clone(),
            notification_metadata: metadata(NotificationEvent::INSTALL),
            smdp_oid: Some(vec![0x88, 0x37, 7]),
            final_result: success(),
        }
    }

    pub(crate) fn installed(&self, id: &TransactionId) -> HandleNotification {
        sign_result(self.result(id), &self.key)
    }

    pub(crate) fn event(&self, event: NotificationEvent, key: &Key) -> HandleNotification {
        sign_event(self, metadata(event), key)
    }
}

pub(crate) fn sign_event(card: &Card, metadata: NotificationMetadata, key: &Key) -> HandleNotification {
    let (euicc, eum) = (card.certificate.as_der().to_vec(), card.eum.as_der().to_vec());
    let notification = key.finish(OtherSignedNotification::unsigned(metadata, euicc, eum));
    let pending = PendingNotification::decode(&notification.encode()).expect("own encoding");
    HandleNotification { pending_notification: pending }
}

pub(crate) fn metadata(event: NotificationEvent) -> NotificationMetadata {
    NotificationMetadata {
        seq_number: 7,
        profile_management_operation: event,
        notification_address: crate::desk::ADDRESS.into(),
        iccid: Some(iccid()),
    }
}

pub(crate) fn success() -> FinalResult {
    FinalResult::Success { aid: vec![0xA0; 16], sima_response: vec![0x30, 0] }
}

pub(crate) fn failure(error_reason: ErrorReason) -> FinalResult {
    FinalResult::Error { bpp_command_id: BppCommandId::LoadProfileElements, error_reason, sima_response: None }
}

pub(crate) fn sign_result(data: ProfileInstallationResultData, key: &Key) -> HandleNotification {
    let result = key.finish(ProfileInstallationResult::unsigned(data));
    let pending = PendingNotification::decode(&result.encode()).expect("own encoding");
    HandleNotification { pending_notification: pending }
}
