use super::ProfileIdentifier;
use super::empty_request::result_response;
use crate::message::{Message, MessageError, codes};
use tlv::{Reader, Tag, Writer};

/// ES10c.DeleteProfile, BF33 (SGP.22 §5.7.18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteProfileRequest {
    /// Which.
    pub profile_identifier: ProfileIdentifier,
}

impl Message for DeleteProfileRequest {
    const TAG: u32 = 0xBF33;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0x5A)))?;
        Ok(Self { profile_identifier: ProfileIdentifier::read(&choice)? })
    }

    fn write(&self, w: &mut Writer) {
        self.profile_identifier.put(w);
    }
}

codes! {
    /// How it went.
    pub enum DeleteResult {
        /// Gone.
        Ok = 0,
        /// There is no such profile.
        IccidOrAidNotFound = 1,
        /// It is enabled.
        ProfileNotInDisabledState = 2,
        /// It has PPR2.
        DisallowedByPolicy = 3,
        /// v3: not in test mode.
        DisallowedInTestMode = 4,
        /// v3: the command.
        CommandError = 7,
        /// Anything else.
        UndefinedError = 127,
    }
}

result_response! {
    /// BF33.
    DeleteProfileResponse = 0xBF33, DeleteResult
}
