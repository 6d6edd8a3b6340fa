use super::{Function, Request};
use crate::json::{IccidText, RequestHeader, ResponseHeader};
use serde::{Deserialize, Serialize};

/// ES2+.ReleaseProfile (SGP.22 §5.3.4): a confirmed order may be downloaded from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseProfileRequest {
    /// Who asks.
    pub header: RequestHeader,
    /// The profile.
    pub iccid: IccidText,
}

impl Request for ReleaseProfileRequest {
    const FUNCTION: &'static str = Function::ReleaseProfile.name();

    fn header(&self) -> &RequestHeader {
        &self.header
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseProfileResponse {
    /// What became of it.
    pub header: ResponseHeader,
}
