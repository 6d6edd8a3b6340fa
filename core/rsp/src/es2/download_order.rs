use super::{Function, Request};
use crate::json::{EidText, IccidText, RequestHeader, ResponseHeader, text};
use serde::{Deserialize, Serialize};

/// ES2+.DownloadOrder (SGP.22 §5.3.1): sets a profile aside, by its ICCID or by its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DownloadOrderRequest {
    /// Who asks.
    pub header: RequestHeader,
    /// The eUICC it is for, if that is known.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub eid: Option<EidText>,
    /// The profile.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub iccid: Option<IccidText>,
    /// Any profile of this type.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub profile_type: Option<String>,
}

impl Request for DownloadOrderRequest {
    const FUNCTION: &'static str = Function::DownloadOrder.name();

    fn header(&self) -> &RequestHeader {
        &self.header
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DownloadOrderResponse {
    /// What became of it.
    pub header: ResponseHeader,
    /// The profile that is set aside.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub iccid: Option<IccidText>,
}
