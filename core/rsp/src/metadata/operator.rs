use crate::message::MessageError;
use tlv::{Tlv, Writer};

/// The operator that owns a profile (SGP.22 §5.5.3, `OperatorId`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorId {
    /// MCC and MNC, three bytes (TS 24.008 §10.5.1.3).
    pub mcc_mnc: [u8; 3],
    /// EF.GID1.
    pub gid1: Option<Vec<u8>>,
    /// EF.GID2.
    pub gid2: Option<Vec<u8>>,
}

impl OperatorId {
    pub(crate) fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let body = object.children();
        Ok(Self {
            mcc_mnc: body.require(0x80)?.as_array()?,
            gid1: body.find(0x81)?.map(|o| o.value.to_vec()),
            gid2: body.find(0x82)?.map(|o| o.value.to_vec()),
        })
    }

    pub(crate) fn put(&self, w: &mut Writer, tag: u32) {
        w.nest(tag, |w| {
            w.put(0x80u32, &self.mcc_mnc);
            w.put_some(0x81u32, self.gid1.as_deref());
            w.put_some(0x82u32, self.gid2.as_deref());
        });
    }
}
