use super::empty_request::empty_request;
use crate::message::{Message, MessageError};
use tlv::{Reader, Writer};

empty_request! {
    /// ES10a.GetEuiccConfiguredAddresses, BF3C (SGP.22 §5.7.3).
    EuiccConfiguredAddressesRequest = 0xBF3C
}

/// BF3C.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EuiccConfiguredAddressesResponse {
    /// FQDN of the SM-DP+ to ask when no other is named.
    pub default_dp_address: Option<String>,
    /// FQDN of the root SM-DS.
    pub root_ds_address: String,
}

impl Message for EuiccConfiguredAddressesResponse {
    const TAG: u32 = 0xBF3C;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            default_dp_address: body.find(0x80)?.map(|o| o.as_str().map(str::to_owned)).transpose()?,
            root_ds_address: body.require(0x81)?.as_str()?.to_owned(),
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put_some(0x80u32, self.default_dp_address.as_deref().map(str::as_bytes));
        w.text(0x81u32, &self.root_ds_address);
    }
}
