//! Commands in place of a profile (RPM): sent in a session of their card, told of by it.

use super::es9::{Es9, Stop, sign};
use crate::{Kiosk, remote};
use model::UnixTime;
use rsp::TransactionId;
use smdp::{ClientChecked, NotificationRead};
use store::crash;

/// Sends commands. They are in their card's hands once the answer leaves, so which session that is is durable before.
pub(super) fn sent(
    kiosk: &Kiosk,
    checked: ClientChecked,
    kept: Option<remote::Kept>,
    version: &str,
    now: UnixTime,
) -> Result<Es9, Stop> {
    let order = kept.as_ref().map(|kept| &kept.order);
    let offered = checked.with_rpm_order(&kiosk.server(), &mut kiosk.sessions(), order)?;
    let answer = sign(kiosk, offered.answer)?;
    if let (Some(kept), Some(to)) = (kept, offered.order.sent.last()) {
        crash::point("kiosk.remote.before");
        remote::sent(&kiosk.store, kept.id, to, version, now)?;
        crash::point("kiosk.remote.after");
        tracing::info!(commands = kept.id, version, "commands go to a card");
    }
    Ok(answer)
}

/// What became of commands.
pub(super) fn carried_out(
    kiosk: &Kiosk,
    read: NotificationRead,
    transaction_id: Option<&TransactionId>,
    now: UnixTime,
) -> Result<Es9, Stop> {
    let kept = transaction_id.map(|id| remote::by_transaction(&kiosk.store, id)).transpose()?.flatten();
    let verified = read.with_rpm_order(&kiosk.server(), kept.as_ref().map(|kept| &kept.order))?;
    let Some(kept) = kept else { return Err(smdp::Refusal::MatchingId.into()) };
    crash::point("kiosk.remote.told.before");
    let recorded = remote::record(&kiosk.store, &kept, &verified, now)?;
    crash::point("kiosk.remote.told.after");
    tracing::info!(commands = kept.id, ?recorded, "a card told what became of commands");
    Ok(Es9::NotificationAccepted)
}
