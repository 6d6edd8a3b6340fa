use super::{Service, ServiceError, allowances::Tried, sizes};
use rsp::notification::PendingNotification;
use std::net::IpAddr;

/// So many wait for a kiosk at most. Whoever sends them shows nothing, and the kiosk may have no network for weeks.
const WAITING: u32 = 1_000;

impl Service {
    /// Keeps what a phone hands in since it has left its kiosk (a PendingNotification, DER), for each kiosk whose SM-DP+ has the name that it names: which
    /// of them sold the card is known there alone, and one that did not refuses it. It is judged there.
    ///
    /// # Errors
    /// [`ServiceError::Malformed`] if it is none, or too long; [`ServiceError::Missing`] if there is no such kiosk; [`ServiceError::TooMany`] if too many
    /// come from one address; [`ServiceError::Waiting`] if as many as are kept wait for one of the kiosks: the phone is to keep it, too.
    pub async fn late_result(&self, notification: &[u8], from: IpAddr) -> Result<(), ServiceError> {
        sizes::notification(notification)?;
        let read = PendingNotification::decode(notification);
        let read = read.map_err(|_| ServiceError::Malformed("it is no notification of an eUICC"))?;
        self.take(Tried::Result(from)).await?;
        let kiosks = self.storage.kiosks_at(&read.metadata().notification_address).await?;
        if kiosks.is_empty() {
            return Err(ServiceError::Missing("kiosk"));
        }
        let mut kept = true;
        for kiosk in kiosks {
            // The others have it all the same: one that never comes holds up none of them.
            kept &= self.storage.put_result(&kiosk.id, notification, WAITING, self.now()).await?;
        }
        kept.then_some(()).ok_or(ServiceError::Waiting(WAITING))
    }
}
