//! Notifications on any eUICC: what waits there for a server, and to forget one. To deliver them is for whoever reaches the servers
//! (over the near-field link [`crate::flows::outbox`]); once one is accepted, it is removed here.

use crate::{
    CardRefusal, Error,
    card::{Apdu, Isdr},
};
use rsp::{
    es10::{
        DeleteNotificationStatus, ListNotificationRequest, ListNotificationResponse, NotificationSentRequest,
        NotificationSentResponse,
    },
    notification::NotificationMetadata,
};

/// The notifications that wait, the oldest first.
///
/// # Errors
/// [`Error::Card`].
pub fn notifications(card: &mut dyn Apdu) -> Result<Vec<NotificationMetadata>, Error> {
    match Isdr::open(card)?.ask(&ListNotificationRequest::default())? {
        ListNotificationResponse::Ok(mut waiting) => {
            waiting.sort_by_key(|one| one.seq_number);
            Ok(waiting)
        }
        ListNotificationResponse::Error(_) => Err(CardRefusal::Unlisted.into()),
    }
}

/// Has the eUICC forget a notification: its server has it, or never will.
///
/// # Errors
/// [`Error::Refused`] if there is none with this number.
pub fn remove_notification(card: &mut dyn Apdu, seq_number: u64) -> Result<(), Error> {
    let response: NotificationSentResponse = Isdr::open(card)?.ask(&NotificationSentRequest { seq_number })?;
    match response.result {
        DeleteNotificationStatus::Ok => Ok(()),
        DeleteNotificationStatus::NothingToDelete => Err(CardRefusal::NoNotification.into()),
        _ => Err(CardRefusal::NoReason.into()),
    }
}
