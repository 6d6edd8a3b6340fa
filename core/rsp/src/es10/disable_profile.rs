use super::ProfileIdentifier;
use super::empty_request::result_response;
use super::profile_identifier::{put_with_refresh, read_with_refresh};
use crate::message::{Message, MessageError, codes};
use tlv::{Reader, Writer};

/// ES10c.DisableProfile, BF32 (SGP.22 §5.7.17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisableProfileRequest {
    /// Which.
    pub profile_identifier: ProfileIdentifier,
    /// Whether the eUICC shall make the device read the card anew (REFRESH).
    pub refresh_flag: bool,
}

impl Message for DisableProfileRequest {
    const TAG: u32 = 0xBF32;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let (profile_identifier, refresh_flag) = read_with_refresh(&body)?;
        Ok(Self { profile_identifier, refresh_flag })
    }

    fn write(&self, w: &mut Writer) {
        put_with_refresh(w, &self.profile_identifier, self.refresh_flag);
    }
}

codes! {
    /// How it went.
    pub enum DisableResult {
        /// Disabled, or will be after REFRESH.
        Ok = 0,
        /// There is no such profile.
        IccidOrAidNotFound = 1,
        /// It is not enabled.
        ProfileNotInEnabledState = 2,
        /// It has PPR1.
        DisallowedByPolicy = 3,
        /// A proactive session is under way: try again.
        CatBusy = 5,
        /// v3: the command.
        CommandError = 7,
        /// v3: this profile is not managed from afar by this server.
        DisallowedForRpm = 10,
        /// Anything else.
        UndefinedError = 127,
    }
}

result_response! {
    /// BF32.
    DisableProfileResponse = 0xBF32, DisableResult
}
