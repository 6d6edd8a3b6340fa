use super::empty_request::result_response;
use crate::message::{Message, MessageError, codes};
use tlv::{Reader, Writer};

/// ES10b.RemoveNotificationFromList, BF30 (SGP.22 §5.7.11): the server has accepted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotificationSentRequest {
    /// Its number.
    pub seq_number: u64,
}

impl Message for NotificationSentRequest {
    const TAG: u32 = 0xBF30;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self { seq_number: body.require(0x80)?.as_u64()? })
    }

    fn write(&self, w: &mut Writer) {
        w.uint(0x80u32, self.seq_number);
    }
}

codes! {
    /// How a removal went.
    pub enum DeleteNotificationStatus {
        /// Gone.
        Ok = 0,
        /// There was none with this number.
        NothingToDelete = 1,
        /// Anything else.
        UndefinedError = 127,
    }
}

result_response! {
    /// BF30.
    NotificationSentResponse = 0xBF30, DeleteNotificationStatus
}
