//! Requests and answers; what they say is nobody's business here.

use model::Iccid;
use rsp::{
    Raw,
    es9::{
        CancelSessionRequestEs9, CancelSessionResponseEs9, HandleNotification, InitiateAuthenticationRequest, Request,
        Response,
    },
    es10::{CancelSessionErrorCode, CancelSessionResponse, EuiccInfo1},
    metadata::NotificationEvent,
    notification::{
        FinalResult, NotificationMetadata, PendingNotification, ProfileInstallationResult,
        ProfileInstallationResultData,
    },
};

/// It needs no database, so it is answered where it comes in.
pub(crate) fn initiate() -> Request {
    Request::InitiateAuthentication(InitiateAuthenticationRequest {
        euicc_challenge: [0xE1; 16],
        smdp_address: "dp.example".to_owned(),
        euicc_info1: Raw::new(EuiccInfo1::default()),
        lpa_rsp_capability: None,
        written_versions: None,
    })
}

/// It is answered on a thread that may block.
pub(crate) fn cancel() -> Request {
    Request::CancelSession(CancelSessionRequestEs9 {
        transaction_id: [7; 16].into(),
        cancel_session_response: Raw::new(CancelSessionResponse::Error(CancelSessionErrorCode::InvalidTransactionId)),
    })
}

pub(crate) fn cancelled() -> Response {
    Response::CancelSession(CancelSessionResponseEs9::Ok)
}

pub(crate) fn notification() -> Request {
    let data = ProfileInstallationResultData {
        transaction_id: [7; 16].into(),
        notification_metadata: NotificationMetadata {
            seq_number: 1,
            profile_management_operation: NotificationEvent::INSTALL,
            notification_address: "dp.example".to_owned(),
            iccid: Some(Iccid::with_check_digit("899990100000000001").expect("18 digits")),
        },
        smdp_oid: None,
        final_result: FinalResult::Success { aid: vec![0xA0; 16], sima_response: vec![0x30, 0] },
    };
    let result = Raw::new(ProfileInstallationResult::unsigned(data).signed([1; 64]));
    Request::HandleNotification(HandleNotification {
        pending_notification: PendingNotification::ProfileInstallationResult(result),
    })
}
