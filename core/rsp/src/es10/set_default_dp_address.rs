use super::empty_request::result_response;
use crate::message::{Message, MessageError, codes};
use tlv::{Reader, Writer};

/// ES10a.SetDefaultDpAddress, BF3F (SGP.22 §5.7.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetDefaultDpAddressRequest {
    /// FQDN; empty removes it.
    pub default_dp_address: String,
}

impl Message for SetDefaultDpAddressRequest {
    const TAG: u32 = 0xBF3F;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self { default_dp_address: body.require(0x80)?.as_str()?.to_owned() })
    }

    fn write(&self, w: &mut Writer) {
        w.text(0x80u32, &self.default_dp_address);
    }
}

codes! {
    /// How it went.
    pub enum SetDefaultDpAddressResult {
        /// Set.
        Ok = 0,
        /// Not.
        UndefinedError = 127,
    }
}

result_response! {
    /// BF3F.
    SetDefaultDpAddressResponse = 0xBF3F, SetDefaultDpAddressResult
}
