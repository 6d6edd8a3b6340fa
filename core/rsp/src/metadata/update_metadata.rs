use super::store_metadata::icon;
use super::{IconType, PprIds};
use crate::message::{Message, MessageError, read_text};
use tlv::{Reader, Writer};

/// ES6.UpdateMetadata, tag BF2A (SGP.22 §5.4.1): what the operator changes; absent fields stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateMetadataRequest {
    /// At most 32 characters.
    pub service_provider_name: Option<String>,
    /// At most 64 characters.
    pub profile_name: Option<String>,
    /// There if and only if there is an icon.
    pub icon_type: Option<IconType>,
    /// At most 1024 bytes; empty removes the icon.
    pub icon: Option<Vec<u8>>,
    /// The rules that hold from now on.
    pub profile_policy_rules: Option<PprIds>,
}

impl Message for UpdateMetadataRequest {
    const TAG: u32 = 0xBF2A;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let (icon_type, icon) = icon(&body)?;
        Ok(Self {
            service_provider_name: body.find(0x91)?.map(|o| read_text(&o, "serviceProviderName", 32)).transpose()?,
            profile_name: body.find(0x92)?.map(|o| read_text(&o, "profileName", 64)).transpose()?,
            icon_type,
            icon,
            profile_policy_rules: body.find(0x99)?.map(|o| PprIds::read(&o)).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.put_some(0x91u32, self.service_provider_name.as_deref().map(str::as_bytes));
        w.put_some(0x92u32, self.profile_name.as_deref().map(str::as_bytes));
        if let Some(kind) = self.icon_type {
            kind.put(w, 0x93u32);
        }
        w.put_some(0x94u32, self.icon.as_deref());
        if let Some(rules) = self.profile_policy_rules {
            rules.put(w, 0x99u32);
        }
    }
}
