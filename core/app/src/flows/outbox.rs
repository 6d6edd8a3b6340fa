//! Notifications: kept by the eUICC until their server accepts them, delivered in order whenever it is met (F2).

use super::acquire::Visit;
use crate::{Error, card::Isdr, landfall::EuiccDriver, session::SessionError};
use euicc::state::Pending;
use model::Iccid;
use nearfield::message::{Request, Response};
use rsp::{
    es9::{self, HandleNotification},
    es10::{NotificationSentRequest, NotificationSentResponse},
    notification::PendingNotification,
};
use std::collections::BTreeSet;

/// Delivers what waits for the kiosk's server, the oldest first; returns how many it accepted. One that is refused stays, and so do later
/// ones about the same profile.
pub(crate) async fn deliver(driver: &mut EuiccDriver, visit: &mut Visit) -> Result<usize, Error> {
    let waiting: Vec<Pending> = match visit.server() {
        Some(server) => {
            let all = driver.card().state().notifications.iter();
            all.filter(|pending| pending.metadata.notification_address == server).cloned().collect()
        }
        None => Vec::new(),
    };
    let (mut accepted, mut held) = (0, BTreeSet::new());
    for Pending { metadata, encoded } in waiting {
        if metadata.iccid.is_some_and(|iccid| held.contains(&iccid)) {
            continue;
        }
        let Ok(pending_notification) = PendingNotification::decode(&encoded) else { continue };
        let request = es9::Request::HandleNotification(HandleNotification { pending_notification }).encode();
        match visit.ask(&Request::Es9(request)).await {
            Ok(Response::Es9(answer)) if answer.is_empty() => {}
            Ok(_) => return Err(SessionError::Unexpected.into()),
            Err(Error::Session(SessionError::Refused(refusal))) => {
                tracing::warn!(%refusal, "the kiosk does not take a result");
                held.extend(metadata.iccid);
                continue;
            }
            Err(error) => return Err(error),
        }
        let seq_number = metadata.seq_number;
        let _: NotificationSentResponse = Isdr::open(driver)?.ask(&NotificationSentRequest { seq_number })?;
        accepted += 1;
    }
    Ok(accepted)
}

/// Whether something about this profile still waits.
pub(crate) fn is_waiting(driver: &EuiccDriver, iccid: &Iccid) -> bool {
    driver.card().state().notifications.iter().any(|pending| pending.metadata.iccid == Some(*iccid))
}
