use crate::message::{Message, MessageError, codes};
use crate::metadata::NotificationEvent;
use crate::notification::PendingNotification;
use tlv::{Reader, Tag, Writer};

/// Which notifications are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotificationSearch {
    /// The one with this number.
    SeqNumber(u64),
    /// Those of these events.
    Events(NotificationEvent),
}

/// ES10b.RetrieveNotificationsList, BF2B (SGP.22 §5.7.10); without a search all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RetrieveNotificationsListRequest {
    /// Which.
    pub search_criteria: Option<NotificationSearch>,
}

impl Message for RetrieveNotificationsListRequest {
    const TAG: u32 = 0xBF2B;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let Some(criteria) = body.find(0xA0)? else { return Ok(Self::default()) };
        let choice = criteria.children().next()?.ok_or(tlv::Error::Missing(Tag(0x80)))?;
        let search = match choice.tag.0 {
            0x80 => NotificationSearch::SeqNumber(choice.as_u64()?),
            0x81 => NotificationSearch::Events(NotificationEvent::read(&choice)?),
            _ => return Err(MessageError::Choice { what: "searchCriteria", found: choice.tag }),
        };
        Ok(Self { search_criteria: Some(search) })
    }

    fn write(&self, w: &mut Writer) {
        if let Some(search) = self.search_criteria {
            w.nest(0xA0u32, |w| match search {
                NotificationSearch::SeqNumber(number) => w.uint(0x80u32, number),
                NotificationSearch::Events(events) => events.put(w, 0x81u32),
            });
        }
    }
}

codes! {
    /// Why there is no list.
    pub enum NotificationsListResultError {
        /// Before v2.6: nothing matches. From v2.6 on the list is empty then.
        NoResultAvailable = 1,
        /// Anything else.
        UndefinedError = 127,
    }
}

/// Notifications as they are to be sent, BF2B.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetrieveNotificationsListResponse {
    /// Those that match.
    Ok(Vec<PendingNotification>),
    /// None.
    Error(NotificationsListResultError),
}

impl Message for RetrieveNotificationsListResponse {
    const TAG: u32 = 0xBF2B;

    fn read(body: Reader<'_>) -> Result<Self, MessageError> {
        let choice = body.peek()?.ok_or(tlv::Error::Missing(Tag(0xA0)))?;
        match choice.tag.0 {
            0xA0 => {
                let mut items = choice.children();
                let mut list = Vec::new();
                while let Some(item) = items.next()? {
                    list.push(PendingNotification::from_tlv(&item)?);
                }
                Ok(Self::Ok(list))
            }
            0x81 => Ok(Self::Error(NotificationsListResultError::read(&choice)?)),
            _ => Err(MessageError::Choice { what: "RetrieveNotificationsListResponse", found: choice.tag }),
        }
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Self::Ok(list) => w.nest(0xA0u32, |w| list.iter().for_each(|item| w.raw(item.raw()))),
            Self::Error(code) => code.put(w, 0x81u32),
        }
    }
}
