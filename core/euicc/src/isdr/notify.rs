//! Notifications of enabling, disabling and deleting: one for each listener, each signed (SGP.22 §3.5, §5.7.10).

use crate::{
    Euicc,
    act::Act,
    state::{Pending, ProfileEntry, State},
};
use model::{Batch, Iccid};
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
    ci_key_id: Vec<u8>,
}

/// Everybody who is to hear that `event` happened to the profile.
pub(crate) fn unsent(event: NotificationEvent, entry: &ProfileEntry) -> Vec<Unsent> {
    let to = |address| Unsent { event, address, iccid: entry.iccid, ci_key_id: entry.ci_key_id.clone() };
    State::addresses(entry, event).into_iter().map(to).collect()
}

/// Everybody but the SM-DP+ itself who is to hear of an installation; the SM-DP+ gets the result.
pub(crate) fn listeners(entry: &ProfileEntry, smdp_address: &str) -> Vec<Unsent> {
    let mut all = unsent(NotificationEvent::INSTALL, entry);
    all.retain(|unsent| unsent.address != smdp_address);
    all
}

/// Goes on with what was signed, or with nothing if a signature could not be had.
type Then = Box<dyn FnOnce(&mut Euicc, Option<(State, Batch)>) -> Act + Send>;

/// Signs the notifications in order and goes on with the state and batch that hold them. Without a signature it goes
/// on with `None`: nothing may be changed then.
pub(crate) fn sign_all(
    next: State,
    batch: Batch,
    mut waiting: Vec<Unsent>,
    then: impl FnOnce(&mut Euicc, Option<(State, Batch)>) -> Act + Send + 'static,
) -> Act {
    waiting.reverse();
    sign_next(next, batch, waiting, Box::new(then))
}

fn sign_next(mut next: State, mut batch: Batch, mut waiting: Vec<Unsent>, then: Then) -> Act {
    let Some(Unsent { event, address, iccid, ci_key_id }) = waiting.pop() else {
        return Act::go_on(move |euicc| then(euicc, Some((next, batch))));
    };
    // Under the chain that the profile's SM-DP+ knows the eUICC by.
    let identity = &next.identity;
    let Some(chain) = identity.chain(&ci_key_id).or(identity.chains.first()) else {
        return Act::go_on(move |euicc| then(euicc, None));
    };
    let (euicc_certificate, eum_certificate) = (chain.euicc_certificate.clone(), chain.eum_certificate.clone());
    let metadata = NotificationMetadata {
        seq_number: next.next_sequence(&mut batch),
        profile_management_operation: event,
        notification_address: address,
        iccid: Some(iccid),
    };
    let unsigned = OtherSignedNotification::unsigned(metadata.clone(), euicc_certificate, eum_certificate);
    Act::sign(unsigned.message.clone(), move |euicc, signature, _| {
        let Some(signature) = signature else { return then(euicc, None) };
        let encoded = unsigned.signed(signature).encode();
        next.add_notification(Pending { metadata, encoded }, &mut batch);
        sign_next(next, batch, waiting, then)
    })
}
