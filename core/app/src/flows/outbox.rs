//! Notifications: kept by the eUICC until their server accepts them, delivered in order whenever it is met (F2).

use super::download::{Line, NoAnswer};
use crate::{
    CardRefusal, Error,
    card::{Apdu, Isdr},
    chip,
    landfall::EuiccDriver,
    session::SessionError,
};
use model::Iccid;
use rsp::{
    es9::{self, HandleNotification},
    es10::{NotificationSearch, RetrieveNotificationsListRequest, RetrieveNotificationsListResponse},
};
use std::collections::BTreeSet;

/// Delivers what waits for the server at `address`, the oldest first; returns how many it accepted. One that is refused stays, and so do
/// later ones about the same profile.
pub(crate) async fn deliver(card: &mut dyn Apdu, address: &str, line: &mut dyn Line) -> Result<usize, Error> {
    let mut waiting = chip::notifications(card)?;
    waiting.retain(|one| one.notification_address.eq_ignore_ascii_case(address));
    let (mut accepted, mut held) = (0, BTreeSet::new());
    for metadata in waiting {
        if metadata.iccid.is_some_and(|iccid| held.contains(&iccid)) {
            continue;
        }
        let search = Some(NotificationSearch::SeqNumber(metadata.seq_number));
        let list = Isdr::open(card)?.ask(&RetrieveNotificationsListRequest { search_criteria: search })?;
        let RetrieveNotificationsListResponse::Ok(list) = list else { continue };
        let Some(pending_notification) = list.into_iter().next() else { continue };
        let request = es9::Request::HandleNotification(HandleNotification { pending_notification }).encode();
        match line.ask(request, &mut |_, _| ()).await {
            Ok(answer) if answer.is_empty() => {}
            Ok(_) => return Err(SessionError::Unexpected.into()),
            Err(NoAnswer::Refused(error)) => {
                tracing::warn!(%error, "the server does not take a result");
                held.extend(metadata.iccid);
                continue;
            }
            Err(NoAnswer::Lost(error)) => return Err(error),
        }
        match chip::remove_notification(card, metadata.seq_number) {
            // Another delivery of the same one came first.
            Ok(()) | Err(Error::Refused(CardRefusal::NoNotification)) => accepted += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(accepted)
}

/// Whether something about this profile still waits.
pub(crate) fn is_waiting(driver: &EuiccDriver, iccid: &Iccid) -> bool {
    driver.card().state().notifications.iter().any(|pending| pending.metadata.iccid == Some(*iccid))
}
