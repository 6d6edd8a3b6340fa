use crate::message::{Message, MessageError};
use tlv::{Reader, Tlv, Writer};

/// Data that an SM-DP+ keeps in the ISD-P, at most 128 bytes with tag and length (SGP.22 §5.5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DpProprietaryData {
    /// OBJECT IDENTIFIER in the tree of the SM-DP+, content bytes.
    pub dp_oid: Vec<u8>,
    /// Data objects of the SM-DP+'s own, as they stand behind the OID.
    pub rest: Vec<u8>,
}

impl DpProprietaryData {
    pub(crate) fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        if object.raw.len() > 128 {
            return Err(MessageError::TooLarge { what: "dpProprietaryData", limit: 128 });
        }
        let mut body = object.children();
        Ok(Self { dp_oid: body.expect(0x80)?.value.to_vec(), rest: body.rest().to_vec() })
    }

    pub(crate) fn put(&self, w: &mut Writer) {
        w.nest(0xB8u32, |w| {
            w.put(0x80u32, &self.dp_oid);
            w.raw(&self.rest);
        });
    }
}

/// ES8+.ConfigureISDP, tag BF24 (SGP.22 §5.5.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfigureIsdpRequest {
    /// Kept by the eUICC, shown in ProfileInfo.
    pub dp_proprietary_data: Option<DpProprietaryData>,
}

impl Message for ConfigureIsdpRequest {
    const TAG: u32 = 0xBF24;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self { dp_proprietary_data: body.find(0xB8)?.map(|o| DpProprietaryData::read(&o)).transpose()? })
    }

    fn write(&self, w: &mut Writer) {
        if let Some(data) = &self.dp_proprietary_data {
            data.put(w);
        }
    }
}
