use super::FunctionExecutionStatus;
use crate::reason::StatusCode;
use serde::{Deserialize, Serialize};

/// The `header` of a request (SGP.22 §6.5.1.3): ES2+ has it, ES9+ has none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestHeader {
    /// Who asks: an object identifier, in digits and dots.
    pub function_requester_identifier: String,
    /// Names the call among those of this requester. The same one again is the same call, sent again.
    pub function_call_identifier: String,
}

/// The `header` of a response (SGP.22 §6.5.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseHeader {
    /// Whether the function was executed.
    pub function_execution_status: FunctionExecutionStatus,
}

impl ResponseHeader {
    /// It was done as asked.
    #[must_use]
    pub const fn success() -> Self {
        Self { function_execution_status: FunctionExecutionStatus::success() }
    }

    /// It was not done, for this reason.
    #[must_use]
    pub fn failed(status: &StatusCode) -> Self {
        Self { function_execution_status: FunctionExecutionStatus::failed(status.into()) }
    }
}
