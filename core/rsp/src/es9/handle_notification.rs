use crate::message::{Message, MessageError};
use crate::notification::PendingNotification;
use tlv::{Reader, Tag, Writer};

/// ES9+.HandleNotification, BF3D (SGP.22 §5.6.4). The answer is an empty one, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandleNotification {
    /// As the eUICC wrote it.
    pub pending_notification: PendingNotification,
}

impl Message for HandleNotification {
    const TAG: u32 = 0xBF3D;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let object = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        // Automatic tagging puts the CHOICE inside [0]; the bare notification is taken too.
        let object = match object.tag.0 {
            0xA0 => object.children().next()?.ok_or(tlv::Error::Missing(Tag(0xBF37)))?,
            _ => object,
        };
        Ok(Self { pending_notification: PendingNotification::from_tlv(&object)? })
    }

    fn write(&self, w: &mut Writer) {
        w.put(0xA0u32, self.pending_notification.raw());
    }
}
