use super::ProfileIdentifier;
use super::empty_request::result_response;
use super::profile_identifier::{put_with_refresh, read_with_refresh};
use crate::message::{Message, MessageError, codes};
use tlv::{Reader, Writer};

/// ES10c.EnableProfile, BF31 (SGP.22 §5.7.16): the one enabled before is disabled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnableProfileRequest {
    /// Which.
    pub profile_identifier: ProfileIdentifier,
    /// Whether the eUICC shall make the device read the card anew (REFRESH).
    pub refresh_flag: bool,
}

impl Message for EnableProfileRequest {
    const TAG: u32 = 0xBF31;

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
    pub enum EnableResult {
        /// Enabled, or will be after REFRESH.
        Ok = 0,
        /// There is no such profile.
        IccidOrAidNotFound = 1,
        /// It is enabled.
        ProfileNotInDisabledState = 2,
        /// The enabled profile has PPR1.
        DisallowedByPolicy = 3,
        /// A test profile is enabled, and another than the one before it was named.
        WrongProfileReenabling = 4,
        /// A proactive session is under way: try again.
        CatBusy = 5,
        /// v3: the command.
        CommandError = 7,
        /// v3: this profile is not managed from afar by this server.
        DisallowedForRpm = 9,
        /// v3: no port is free.
        NoEsimPortAvailable = 10,
        /// Anything else.
        UndefinedError = 127,
    }
}

result_response! {
    /// BF31.
    EnableProfileResponse = 0xBF31, EnableResult
}
