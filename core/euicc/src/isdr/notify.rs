//! Notifications of enabling, disabling and deleting: one for each listener, each signed (SGP.22 §3.5, §5.7.10).

use crate::{
    Euicc,
    act::Act,
    state::{Pending, ProfileEntry, State},
};
use model::{Batch, Iccid, Random};
use rsp::{
    message::Message,
    metadata::NotificationEvent,
    notification::{NotificationMetadata, OtherSignedNotification},
};

/// A notification that is still to be signed: what happened to which profile, and who is to hear of it.
pub(crate) struct Unsent {
    event: NotificationEvent,
    address: String,
    iccid: Iccid,
}

/// Everybody who is to hear that `event` happened to the profile.
pub(crate) fn unsent(event: NotificationEvent, entry: &ProfileEntry) -> Vec<Unsent> {
    let to = |address| Unsent { event, address, iccid: entry.iccid };
    State::addresses(entry, event).into_iter().map(to).collect()
}

/// Everybody but the SM-DP+ itself who is to hear of an installation; the SM-DP+ gets the result.
pub(crate) fn listeners(entry: &ProfileEntry, smdp_address: &str) -> Vec<Unsent> {
    let mut all = unsent(NotificationEvent::INSTALL, entry);
    all.retain(|unsent| unsent.address != smdp_address);
    all
}

/// Signs the notifications in order and goes on with the state and batch that hold them. Without a signature it goes
/// on with `None`: nothing may be changed then.
pub(crate) fn sign_all(
    next: State,
    batch: Batch,
    mut waiting: Vec<Unsent>,
    then: impl FnOnce(Option<(State, Batch)>) -> Act + Send + 'static,
) -> Act {
    waiting.reverse();
    sign_next(next, batch, waiting, Box::new(then))
}

/// Goes on with what was signed, or with nothing if a signature could not be had.
type Then = Box<dyn FnOnce(Option<(State, Batch)>) -> Act + Send>;

fn sign_next(mut next: State, mut batch: Batch, mut waiting: Vec<Unsent>, then: Then) -> Act {
    let Some(Unsent { event, address, iccid }) = waiting.pop() else { return then(Some((next, batch))) };
    // Each is signed under the preferred chain; the server checks it on its own.
    let Some(chain) = next.identity.chains.first() else { return then(None) };
    let (euicc_certificate, eum_certificate) = (chain.euicc_certificate.clone(), chain.eum_certificate.clone());
    let metadata = NotificationMetadata {
        seq_number: next.next_sequence(&mut batch),
        profile_management_operation: event,
        notification_address: address,
        iccid: Some(iccid),
    };
    let unsigned = OtherSignedNotification::unsigned(metadata.clone(), euicc_certificate, eum_certificate);
    Act::sign(unsigned.message.clone(), move |_: &mut Euicc, signature, _: &mut dyn Random| {
        let Some(signature) = signature else { return then(None) };
        let encoded = unsigned.signed(signature).encode();
        next.add_notification(Pending { metadata, encoded }, &mut batch);
        sign_next(next, batch, waiting, then)
    })
}
