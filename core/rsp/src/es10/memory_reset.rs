use super::empty_request::result_response;
use crate::message::{Message, MessageError, codes, named_bits};
use tlv::{Reader, Writer};

named_bits! {
    /// What a reset takes away.
    pub struct ResetOptions {
        /// All operational profiles, whatever their policy.
        DELETE_OPERATIONAL_PROFILES = 0,
        /// Test profiles that were downloaded.
        DELETE_FIELD_LOADED_TEST_PROFILES = 1,
        /// The default SM-DP+ address goes back to what it was at delivery.
        RESET_DEFAULT_SMDP_ADDRESS = 2,
    }
}

/// ES10c.eUICCMemoryReset, BF34 (SGP.22 §5.7.19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EuiccMemoryResetRequest {
    /// What.
    pub reset_options: ResetOptions,
}

impl Message for EuiccMemoryResetRequest {
    const TAG: u32 = 0xBF34;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self { reset_options: ResetOptions::read(&body.require(0x82)?)? })
    }

    fn write(&self, w: &mut Writer) {
        self.reset_options.put(w, 0x82u32);
    }
}

codes! {
    /// How it went.
    pub enum ResetResult {
        /// Done.
        Ok = 0,
        /// There was nothing of the kind.
        NothingToDelete = 1,
        /// A proactive session is under way: try again.
        CatBusy = 5,
        /// Anything else.
        UndefinedError = 127,
    }
}

result_response! {
    /// BF34.
    EuiccMemoryResetResponse = 0xBF34, ResetResult
}
