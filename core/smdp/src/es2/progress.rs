//! What the operator is told of a download (ES2+.HandleDownloadProgressInfo, SGP.22 §5.3.5). The caller sends it, and may send it
//! again: nothing waits for it.

use super::Stocked;
use crate::{Function, Refusal, SessionCancelled, VerifiedNotification};
use model::{Eid, UnixTime};
use rsp::es2::{HandleDownloadProgressInfoRequest, NotificationPoint};
use rsp::es10::CancelSessionReason;
use rsp::json::{FunctionExecutionStatus, IccidText, RequestHeader, StatusCodeData};
use rsp::metadata::NotificationEvent;
use rsp::notification::FinalResult;
use rsp::reason::StatusCode;

/// Something happened to a profile that an operator ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// At which point.
    pub point: NotificationPoint,
    /// How it went.
    pub status: FunctionExecutionStatus,
    /// What the eUICC signed of it, DER.
    pub result_data: Option<Vec<u8>>,
}

impl Progress {
    /// The profile was offered, or its package made.
    ///
    /// `None` for the other functions, which are no such point.
    #[must_use]
    pub fn answered(function: Function) -> Option<Self> {
        let point = match function {
            Function::AuthenticateClient => NotificationPoint::Eligibility,
            Function::GetBoundProfilePackage => NotificationPoint::Download,
            _ => return None,
        };
        Some(Self { point, status: FunctionExecutionStatus::success(), result_data: None })
    }

    /// A client whose eUICC has proven itself was refused by a check of the order.
    ///
    /// `None` if the order had no part in it.
    #[must_use]
    pub fn refused(function: Function, refusal: &Refusal) -> Option<Self> {
        let point = match (function, refusal) {
            (
                Function::AuthenticateClient,
                Refusal::Eid
                | Refusal::NotReleased
                | Refusal::OrderExpired
                | Refusal::Attempts
                | Refusal::PolicyRules
                | Refusal::Assurance { .. }
                | Refusal::Memory { .. },
            ) => NotificationPoint::Eligibility,
            (Function::GetBoundProfilePackage, Refusal::CodeMissing | Refusal::CodeWrong | Refusal::CodeAttempts) => {
                NotificationPoint::ConfirmationFailure
            }
            (
                Function::GetBoundProfilePackage,
                Refusal::Rebinding | Refusal::Attempts | Refusal::OrderExpired | Refusal::Binding { .. },
            ) => NotificationPoint::Download,
            _ => return None,
        };
        Some(Self { point, status: failed(&refusal.told(function), &refusal.to_string()), result_data: None })
    }

    /// The client ended the session: before its package was made, or after.
    #[must_use]
    pub fn cancelled(cancelled: &SessionCancelled, downloaded: bool) -> Self {
        use CancelSessionReason as R;
        let (subject, reason) = match cancelled.reason {
            R::EndUserRejection => ("8.8.5", "3.8"),
            R::PprNotAllowed => ("8.2.8", "1.2"),
            R::MetadataMismatch => ("8.2.9", "3.11"),
            R::LoadBppExecutionError => ("8.2.10", "4.2"),
            _ => ("8", "4.2"),
        };
        let point = if downloaded { NotificationPoint::Installation } else { NotificationPoint::Download };
        let message = format!("the client cancelled: {:?}", cancelled.reason);
        Self { point, status: failed(&StatusCode::new(subject, reason), &message), result_data: None }
    }

    /// The eUICC told what became of the profile, in `signed`.
    ///
    /// `None` for what an operator is not told: that it was enabled or disabled.
    #[must_use]
    pub fn notified(notification: &VerifiedNotification, signed: &[u8]) -> Option<Self> {
        let (point, status) = match &notification.result {
            Some(FinalResult::Success { .. }) => (NotificationPoint::Installation, FunctionExecutionStatus::success()),
            Some(FinalResult::Error { error_reason, .. }) => {
                let message = format!("the card could not install it: {error_reason:?}");
                (NotificationPoint::Installation, failed(&StatusCode::new("8.2.10", "4.2"), &message))
            }
            None if notification.event == NotificationEvent::DELETE => {
                (NotificationPoint::Deletion, FunctionExecutionStatus::success())
            }
            None => return None,
        };
        Some(Self { point, status, result_data: Some(signed.to_vec()) })
    }

    /// The message to the profile's operator.
    #[must_use]
    pub fn message(
        self,
        header: RequestHeader,
        stocked: &Stocked,
        eid: Option<Eid>,
        now: UnixTime,
    ) -> HandleDownloadProgressInfoRequest {
        HandleDownloadProgressInfoRequest {
            header,
            eid: eid.map(Into::into),
            iccid: IccidText(stocked.order.iccid),
            profile_type: stocked.profile_type.clone(),
            timestamp: now.to_string(),
            notification_point_id: self.point.into(),
            notification_point_status: self.status,
            result_data: self.result_data,
        }
    }
}

fn failed(status: &StatusCode, message: &str) -> FunctionExecutionStatus {
    FunctionExecutionStatus::failed(StatusCodeData {
        message: Some(message.to_owned()),
        ..StatusCodeData::from(status)
    })
}
