//! SM-DP+ ↔ SM-DS (SGP.22 §5.9): events are registered and deleted, in the JSON binding (§6.5.2). A function has no answer but its header.

mod delete_event;
mod register_event;

pub use delete_event::DeleteEventRequest;
pub use register_event::RegisterEventRequest;

use crate::json::ResponseHeader;
use serde::{Deserialize, Serialize};

/// The path before the name of a function.
pub const PATH: &str = "/gsma/rsp2/es12/";

/// The answer of both functions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Es12Response {
    /// What became of it.
    pub header: ResponseHeader,
}
