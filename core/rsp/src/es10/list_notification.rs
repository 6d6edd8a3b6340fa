use crate::message::{Message, MessageError, codes};
use crate::metadata::NotificationEvent;
use crate::notification::NotificationMetadata;
use tlv::{Reader, Tag, Writer};

/// ES10b.ListNotification, BF28 (SGP.22 §5.7.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListNotificationRequest {
    /// Only those of these events.
    pub profile_management_operation: Option<NotificationEvent>,
}

impl Message for ListNotificationRequest {
    const TAG: u32 = 0xBF28;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        Ok(Self { profile_management_operation: body.find(0x81)?.map(|o| NotificationEvent::read(&o)).transpose()? })
    }

    fn write(&self, w: &mut Writer) {
        if let Some(events) = self.profile_management_operation {
            events.put(w, 0x81u32);
        }
    }
}

codes! {
    /// Why there is no list.
    pub enum ListNotificationError {
        /// Anything.
        UndefinedError = 127,
    }
}

/// The notifications that wait, without their content, BF28.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListNotificationResponse {
    /// In no particular order.
    Ok(Vec<NotificationMetadata>),
    /// Refused.
    Error(ListNotificationError),
}

impl Message for ListNotificationResponse {
    const TAG: u32 = 0xBF28;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => {
                let mut items = choice.children();
                let mut list = Vec::new();
                while let Some(item) = items.next()? {
                    list.push(NotificationMetadata::decode_tlv(&item.expect_tag(NotificationMetadata::TAG)?)?);
                }
                Ok(Self::Ok(list))
            }
            0x81 => Ok(Self::Error(ListNotificationError::read(&choice)?)),
            _ => Err(MessageError::Choice { what: "ListNotificationResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(list) => w.nest(0xA0u32, |w| list.iter().for_each(|item| w.raw(&item.encode()))),
            Self::Error(code) => code.put(w, 0x81u32),
        }
    }
}
