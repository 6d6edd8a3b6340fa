use crate::{
    es2::Request,
    json::{EidText, RequestHeader, text},
};
use serde::{Deserialize, Serialize};

/// ES12.RegisterEvent (SGP.22 §5.9.1): a server has something for this eUICC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterEventRequest {
    /// Who registers it.
    pub header: RequestHeader,
    /// The eUICC.
    pub eid: EidText,
    /// The server that the LPA is to ask.
    pub rsp_server_address: String,
    /// Names the event at that server.
    pub event_id: String,
    /// Whether an SM-DS that is not the root is to tell the root of it.
    #[serde(deserialize_with = "text::flag")]
    pub forwarding_indicator: bool,
}

impl Request for RegisterEventRequest {
    const FUNCTION: &'static str = "registerEvent";

    fn header(&self) -> &RequestHeader {
        &self.header
    }
}
