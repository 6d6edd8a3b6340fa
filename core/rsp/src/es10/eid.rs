use crate::message::{Message, MessageError};
use model::Eid;
use tlv::{Reader, Writer};

/// ES10c.GetEID, BF3E (SGP.22 §5.7.20): the tag list is always `5A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GetEuiccDataRequest;

impl Message for GetEuiccDataRequest {
    const TAG: u32 = 0xBF3E;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        match body.require(0x5C)?.value {
            [0x5A] => Ok(Self),
            _ => Err(MessageError::Value { what: "tagList" }),
        }
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x5Cu32, &[0x5A]);
    }
}

/// BF3E.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetEuiccDataResponse {
    /// Tag 5A.
    pub eid_value: Eid,
}

impl Message for GetEuiccDataResponse {
    const TAG: u32 = 0xBF3E;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let eid_value =
            Eid::from_bytes(body.require(0x5A)?.value).map_err(|_| MessageError::Value { what: "eidValue" })?;
        Ok(Self { eid_value })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x5Au32, self.eid_value.as_bytes());
    }
}
