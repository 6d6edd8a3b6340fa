use super::empty_request::result_response;
use crate::message::{Message, MessageError, codes, named_bits};
use tlv::{Reader, Writer};

named_bits! {
    /// How the LPA inside the eUICC is to meet its user.
    pub struct LpaeOption {
        /// By the card application toolkit.
        CAT = 0,
        /// By the smartcard web server.
        SCWS = 1,
    }
}

/// LpaeActivation, BF42 (SGP.22 §5.7.1): asks the eUICC for the LPA of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LpaeActivationRequest {
    /// How.
    pub lpae_option: LpaeOption,
}

impl Message for LpaeActivationRequest {
    const TAG: u32 = 0xBF42;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self { lpae_option: LpaeOption::read(&body.require(0x80)?)? })
    }

    fn write(&self, w: &mut Writer) {
        self.lpae_option.put(w, 0x80u32);
    }
}

codes! {
    /// How it went.
    pub enum LpaeActivationResult {
        /// It is active.
        Ok = 0,
        /// The eUICC has none.
        NotSupported = 1,
    }
}

result_response! {
    /// BF42.
    LpaeActivationResponse = 0xBF42, LpaeActivationResult
}
