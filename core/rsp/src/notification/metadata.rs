use crate::message::{Message, MessageError, read_iccid};
use crate::metadata::NotificationEvent;
use model::Iccid;
use tlv::{Reader, Tag, Writer};

/// Which event, to whom, in which order: tag BF2F (SGP.22 §5.7.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationMetadata {
    /// Rises with each notification of this eUICC.
    pub seq_number: u64,
    /// Exactly one bit.
    pub profile_management_operation: NotificationEvent,
    /// FQDN of the server to tell.
    pub notification_address: String,
    /// The profile; absent only if it has none (a failed installation).
    pub iccid: Option<Iccid>,
}

impl Message for NotificationMetadata {
    const TAG: u32 = 0xBF2F;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self {
            seq_number: body.require(0x80)?.as_u64()?,
            profile_management_operation: NotificationEvent::read(&body.require(0x81)?)?,
            notification_address: body.require(Tag::UTF8_STRING)?.as_str()?.to_owned(),
            iccid: body.find(0x5A)?.map(|o| read_iccid(&o)).transpose()?,
        })
    }

    fn write(&self, w: &mut Writer) {
        w.uint(0x80u32, self.seq_number);
        self.profile_management_operation.put(w, 0x81u32);
        w.text(Tag::UTF8_STRING, &self.notification_address);
        w.put_some(0x5Au32, self.iccid.as_ref().map(|i| &i.as_ef()[..]));
    }
}
