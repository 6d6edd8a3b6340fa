use crate::{
    es2::Request,
    json::{EidText, RequestHeader},
};
use serde::{Deserialize, Serialize};

/// ES12.DeleteEvent (SGP.22 §5.9.2): what was announced is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteEventRequest {
    /// Who registered it.
    pub header: RequestHeader,
    /// The eUICC.
    pub eid: EidText,
    /// The event.
    pub event_id: String,
}

impl Request for DeleteEventRequest {
    const FUNCTION: &'static str = "deleteEvent";

    fn header(&self) -> &RequestHeader {
        &self.header
    }
}
