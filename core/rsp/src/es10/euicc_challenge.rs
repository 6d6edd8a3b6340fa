use super::empty_request::empty_request;
use crate::message::{Message, MessageError};
use tlv::{Reader, Writer};

empty_request! {
    /// ES10b.GetEUICCChallenge, BF2E (SGP.22 §5.7.7): starts an authentication and forgets the one before.
    GetEuiccChallengeRequest = 0xBF2E
}

/// The eUICC's challenge, BF2E.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetEuiccChallengeResponse {
    /// Random.
    pub euicc_challenge: [u8; 16],
}

impl Message for GetEuiccChallengeResponse {
    const TAG: u32 = 0xBF2E;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self { euicc_challenge: body.require(0x80)?.as_array()? })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0x80u32, &self.euicc_challenge);
    }
}
