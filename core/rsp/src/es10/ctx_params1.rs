use super::DeviceInfo;
use crate::message::{MessageError, Raw, named_bits, read_iccid};
use crate::version::WrittenVersions;
use model::Iccid;
use tlv::{Tlv, Writer};

named_bits! {
    /// What the LPA came for (v3; sent only at a version that has it).
    pub struct OperationType {
        /// A profile.
        PROFILE_DOWNLOAD = 0,
        /// Remote profile management.
        RPM = 1,
    }
}

/// The context of an authentication: what this session is to be about (SGP.22 §5.7.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CtxParams1 {
    /// A download or remote management.
    CommonAuthentication(CtxParamsForCommonAuthentication),
    /// Another purpose, of a version that this implementation has no words for: the tag.
    Other(u32),
}

/// The context of a download or of remote management.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CtxParamsForCommonAuthentication {
    /// Names the order: the activation code's token, an event id; empty or absent if the server shall find it by EID.
    pub matching_id: Option<String>,
    /// The device.
    pub device_info: DeviceInfo,
    /// v3; absent means a download.
    pub operation_type: Option<OperationType>,
    /// v3: the profile that remote management is asked for.
    pub iccid: Option<Iccid>,
    /// Ours: the versions as they were written to the server (E4), repeated under the eUICC's signature.
    pub written_versions: Option<Box<WrittenVersions>>,
}

impl CtxParams1 {
    /// The context of a common authentication, if it is one.
    #[must_use]
    pub const fn common(&self) -> Option<&CtxParamsForCommonAuthentication> {
        match self {
            Self::CommonAuthentication(params) => Some(params),
            Self::Other(_) => None,
        }
    }

    pub(super) fn read(object: &Tlv<'_>) -> Result<Raw<Self>, MessageError> {
        let value = if object.tag.0 == 0xA0 {
            let body = object.children();
            Self::CommonAuthentication(CtxParamsForCommonAuthentication {
                matching_id: body.find(0x80)?.map(|o| o.as_str().map(str::to_owned)).transpose()?,
                device_info: DeviceInfo::read(&body.require(0xA1)?)?,
                operation_type: body.find(0x82)?.map(|o| OperationType::read(&o)).transpose()?,
                iccid: body.find(0x5A)?.map(|o| read_iccid(&o)).transpose()?,
                written_versions: body
                    .find(WrittenVersions::TAG)?
                    .map(|o| WrittenVersions::read(&o).map(Box::new))
                    .transpose()?,
            })
        } else {
            Self::Other(object.tag.0)
        };
        Ok(Raw::from_parts(value, object.raw.to_vec()))
    }
}

impl CtxParamsForCommonAuthentication {
    /// As a context, encoded.
    #[must_use]
    pub fn into_ctx_params1(self) -> Raw<CtxParams1> {
        let raw = Writer::build(|w| {
            w.nest(0xA0u32, |w| {
                w.put_some(0x80u32, self.matching_id.as_deref().map(str::as_bytes));
                self.device_info.put(w, 0xA1);
                if let Some(operation) = self.operation_type {
                    operation.put(w, 0x82u32);
                }
                w.put_some(0x5Au32, self.iccid.as_ref().map(|i| &i.as_ef()[..]));
                if let Some(written) = &self.written_versions {
                    written.put(w);
                }
            });
        });
        Raw::from_parts(CtxParams1::CommonAuthentication(self), raw)
    }
}
