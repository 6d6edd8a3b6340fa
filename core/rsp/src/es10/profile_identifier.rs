use crate::message::{MessageError, read_iccid};
use model::Iccid;
use tlv::{Tlv, Writer};

/// Names an installed profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileIdentifier {
    /// AID of its ISD-P, tag 4F, 1 to 16 bytes.
    IsdpAid(Vec<u8>),
    /// Tag 5A.
    Iccid(Iccid),
}

impl ProfileIdentifier {
    pub(super) fn read(object: &Tlv<'_>) -> Result<Self, MessageError> {
        match object.tag.0 {
            0x4F if (1..=16).contains(&object.value.len()) => Ok(Self::IsdpAid(object.value.to_vec())),
            0x4F => Err(MessageError::Value { what: "isdpAid" }),
            0x5A => Ok(Self::Iccid(read_iccid(object)?)),
            _ => Err(MessageError::Choice { what: "profileIdentifier", found: object.tag }),
        }
    }

    pub(super) fn put(&self, w: &mut Writer) {
        match self {
            Self::IsdpAid(aid) => w.put(0x4Fu32, aid),
            Self::Iccid(iccid) => w.put(0x5Au32, iccid.as_ef()),
        }
    }
}

/// `profileIdentifier [0]` and `refreshFlag [1]`, as enable and disable share them.
pub(super) fn read_with_refresh(body: &tlv::Reader<'_>) -> Result<(ProfileIdentifier, bool), MessageError> {
    let choice = body.require(0xA0)?.children().next()?.ok_or(tlv::Error::Missing(tlv::Tag(0x5A)))?;
    let refresh = body.require(0x81)?.as_array::<1>()?[0] != 0;
    Ok((ProfileIdentifier::read(&choice)?, refresh))
}

pub(super) fn put_with_refresh(w: &mut Writer, identifier: &ProfileIdentifier, refresh: bool) {
    w.nest(0xA0u32, |w| identifier.put(w));
    w.bool(0x81u32, refresh);
}
