//! Notifications: kept by the eUICC until their server accepts them, delivered in order whenever it is met (F2).

use crate::{
    Error,
    card::Isdr,
    landfall::EuiccDriver,
    session::{Session, SessionError},
};
use nearfield::message::{Request, Response};
use rsp::{
    es9::{self, HandleNotification},
    es10::{NotificationSentRequest, NotificationSentResponse},
    notification::PendingNotification,
};

/// Delivers what waits for the server at `address`, the oldest first; returns how many it accepted. One that is refused stays, and so do
/// those behind it.
pub(crate) async fn deliver(driver: &mut EuiccDriver, session: &mut Session, address: &str) -> Result<usize, Error> {
    let waiting: Vec<(u64, Vec<u8>)> = driver
        .card()
        .state()
        .notifications
        .iter()
        .filter(|pending| pending.metadata.notification_address == address)
        .map(|pending| (pending.metadata.seq_number, pending.encoded.clone()))
        .collect();
    let mut accepted = 0;
    for (seq_number, encoded) in waiting {
        let Ok(pending_notification) = PendingNotification::decode(&encoded) else { continue };
        let request = es9::Request::HandleNotification(HandleNotification { pending_notification }).encode();
        match session.ask(&Request::Es9(request), &mut |_, _| ()).await? {
            Response::Es9(answer) if answer.is_empty() => {}
            _ => return Err(SessionError::Unexpected.into()),
        }
        let _: NotificationSentResponse = Isdr::open(driver)?.ask(&NotificationSentRequest { seq_number })?;
        accepted += 1;
    }
    Ok(accepted)
}
