use super::{Function, Request};
use crate::json::{EidText, FunctionExecutionStatus, IccidText, RequestHeader, text};
use serde::{Deserialize, Serialize};

/// A point of a download at which the operator is told (SGP.22 §5.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotificationPoint {
    /// Eligibility and retry limit were checked.
    Eligibility,
    /// A confirmation code was missing or wrong.
    ConfirmationFailure,
    /// The bound package was downloaded.
    Download,
    /// It was installed.
    Installation,
    /// v3: the profile was deleted.
    Deletion,
    /// One of the operator's own, or of a newer version.
    Other(u32),
}

impl From<u32> for NotificationPoint {
    fn from(id: u32) -> Self {
        match id {
            1 => Self::Eligibility,
            2 => Self::ConfirmationFailure,
            3 => Self::Download,
            4 => Self::Installation,
            5 => Self::Deletion,
            other => Self::Other(other),
        }
    }
}

impl From<NotificationPoint> for u32 {
    fn from(point: NotificationPoint) -> Self {
        match point {
            NotificationPoint::Eligibility => 1,
            NotificationPoint::ConfirmationFailure => 2,
            NotificationPoint::Download => 3,
            NotificationPoint::Installation => 4,
            NotificationPoint::Deletion => 5,
            NotificationPoint::Other(id) => id,
        }
    }
}

/// ES2+.HandleDownloadProgressInfo (SGP.22 §5.3.5), which the SM-DP+ sends; answered by HTTP status 204 and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandleDownloadProgressInfoRequest {
    /// Who tells.
    pub header: RequestHeader,
    /// The eUICC, once it is known.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub eid: Option<EidText>,
    /// The profile.
    pub iccid: IccidText,
    /// Its type.
    pub profile_type: String,
    /// When: `YYYY-MM-DDThh:mm:ssTZD`.
    pub timestamp: String,
    /// At which point; a number, [`NotificationPoint`].
    #[serde(deserialize_with = "text::number")]
    pub notification_point_id: u32,
    /// How it went.
    pub notification_point_status: FunctionExecutionStatus,
    /// What the eUICC signed of it, DER.
    #[serde(default, with = "text::base64_bytes", skip_serializing_if = "Option::is_none")]
    pub result_data: Option<Vec<u8>>,
}

impl Request for HandleDownloadProgressInfoRequest {
    const FUNCTION: &'static str = Function::HandleDownloadProgressInfo.name();

    fn header(&self) -> &RequestHeader {
        &self.header
    }
}
