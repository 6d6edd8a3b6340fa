use crate::message::{Message, MessageError};
use serde::{Deserialize, Serialize};
use tlv::{Reader, Tag, Writer};

/// An event: a server has something for the eUICC (SGP.22 §5.8.2, `EventEntries`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventEntry {
    /// Names it at the server: the matching id to come with.
    pub event_id: String,
    /// The server, an SM-DP+ or another SM-DS: a name, with a port if it has one.
    pub rsp_server_address: String,
}

impl Message for EventEntry {
    const TAG: u32 = Tag::SEQUENCE.0;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            event_id: body.require(0x80)?.as_str()?.to_owned(),
            rsp_server_address: body.require(0x81)?.as_str()?.to_owned(),
        })
    }

    fn write(&self, w: &mut Writer) {
        w.text(0x80u32, &self.event_id);
        w.text(0x81u32, &self.rsp_server_address);
    }
}
