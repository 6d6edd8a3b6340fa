use super::{Function, Request};
use crate::json::{EidText, IccidText, RequestHeader, ResponseHeader, text};
use serde::{Deserialize, Serialize};

/// What becomes of the profile of a cancelled order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FinalProfileStatus {
    /// It goes back to the stock.
    Available,
    /// It is not to be had any more.
    Unavailable,
}

/// ES2+.CancelOrder (SGP.22 §5.3.3). What v3 wants an answer for is optional here, so that there can be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelOrderRequest {
    /// Who asks.
    pub header: RequestHeader,
    /// The profile.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub iccid: Option<IccidText>,
    /// The eUICC, if the order is for one.
    #[serde(default, deserialize_with = "text::given", skip_serializing_if = "Option::is_none")]
    pub eid: Option<EidText>,
    /// The order's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching_id: Option<String>,
    /// What becomes of the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_profile_status_indicator: Option<FinalProfileStatus>,
}

impl Request for CancelOrderRequest {
    const FUNCTION: &'static str = Function::CancelOrder.name();

    fn header(&self) -> &RequestHeader {
        &self.header
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelOrderResponse {
    /// What became of it.
    pub header: ResponseHeader,
}
