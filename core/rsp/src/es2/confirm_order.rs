use super::{Function, Request};
use crate::json::{EidText, IccidText, RequestHeader, ResponseHeader, SecretText, text};
use serde::{Deserialize, Serialize};

/// ES2+.ConfirmOrder (SGP.22 §5.3.2): the sale is made; how its profile is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmOrderRequest {
    /// Who asks.
    pub header: RequestHeader,
    /// The profile, as DownloadOrder answered.
    pub iccid: IccidText,
    /// The eUICC it is for, if that is known.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub eid: Option<EidText>,
    /// The order's name. Absent: the SM-DP+ makes one. Empty: the eUICC alone names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching_id: Option<String>,
    /// What the user is to type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation_code: Option<SecretText>,
    /// Where the order is to be announced.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub smds_address: Option<String>,
    /// Whether it may be downloaded at once; else ReleaseProfile says when.
    #[serde(deserialize_with = "text::flag")]
    pub release_flag: bool,
}

impl Request for ConfirmOrderRequest {
    const FUNCTION: &'static str = Function::ConfirmOrder.name();

    fn header(&self) -> &RequestHeader {
        &self.header
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmOrderResponse {
    /// What became of it.
    pub header: ResponseHeader,
    /// The eUICC it is for, if that is known.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub eid: Option<EidText>,
    /// The order's name; empty if the eUICC alone names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching_id: Option<String>,
    /// Where to ask for it.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub smdp_address: Option<String>,
}
