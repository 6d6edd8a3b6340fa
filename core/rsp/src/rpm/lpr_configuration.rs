use crate::message::MessageError;
use tlv::{Tlv, Writer};

/// The platform that manages a profile's content, through a proxy in the LPA, tag BC (SGP.22 v3 §2.4a.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LprConfiguration {
    /// Where it is.
    pub pcmp_address: String,
    /// Data to give there when the profile is enabled.
    pub dpi_enable: Option<String>,
    /// Whether it is contacted whenever the profile is enabled.
    pub trigger_lpr_on_enable_profile: bool,
}

impl LprConfiguration {
    /// The tag it stands under in a profile's metadata.
    pub const TAG: u32 = 0xBC;

    /// Reads it.
    ///
    /// # Errors
    /// [`MessageError`] if a field is missing or malformed.
    pub fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        let body = object.children();
        Ok(Self {
            pcmp_address: body.require(0x80)?.as_str()?.to_owned(),
            dpi_enable: body.find(0x81)?.map(|o| o.as_str().map(str::to_owned)).transpose()?,
            trigger_lpr_on_enable_profile: body.find(0x82)?.is_some(),
        })
    }

    /// Writes it under its tag.
    pub fn put(&self, w: &mut Writer) {
        w.nest(Self::TAG, |w| {
            w.text(0x80u32, &self.pcmp_address);
            w.put_some(0x81u32, self.dpi_enable.as_deref().map(str::as_bytes));
            if self.trigger_lpr_on_enable_profile {
                w.put(0x82u32, &[]);
            }
        });
    }
}
