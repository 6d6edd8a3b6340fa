use super::{Broken, Opened};
use crate::{
    act::Act,
    isdr::notify,
    state::{Pending, Prepared, ProfileEntry, State},
};
use model::Batch;
use rsp::{
    message::Message,
    metadata::NotificationEvent,
    notification::{FinalResult, NotificationMetadata, ProfileInstallationResult, ProfileInstallationResultData},
};

/// First bytes of every ISD-P's AID (SGP.22 §2.4.3); a number of the profile and `00` follow.
const ISD_P: [u8; 13] = [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00];
/// Numbers below this are kept for others.
const FIRST_ISD_P: u32 = 0x10;

/// Signs the result, makes it durable together with the profile, the notifications and the end of the prepared download, and answers with
/// it. Nothing of a profile is left if that fails.
pub(crate) fn finish(state: &State, prepared: Prepared, outcome: Result<Opened, Broken>) -> Act {
    let mut next = state.clone();
    let mut batch = Batch::new();
    let iccid = outcome.as_ref().ok().map(|opened| opened.metadata.iccid);
    let (final_result, entry) = match outcome {
        Ok(opened) => {
            let entry = install(&mut next, &prepared, &opened, &mut batch);
            let success = FinalResult::Success { aid: entry.isdp_aid.to_vec(), sima_response: opened.sima_response };
            (success, Some(entry))
        }
        Err(Broken { command, reason, sima_response }) => {
            (FinalResult::Error { bpp_command_id: command, error_reason: reason, sima_response }, None)
        }
    };
    next.set_prepared(None, &mut batch);
    let metadata = NotificationMetadata {
        seq_number: next.next_sequence(&mut batch),
        profile_management_operation: NotificationEvent::INSTALL,
        notification_address: prepared.server_address.clone(),
        iccid,
    };
    let data = ProfileInstallationResultData {
        transaction_id: prepared.transaction_id,
        notification_metadata: metadata.clone(),
        smdp_oid: Some(prepared.smdp_oid),
        final_result,
    };
    let unsigned = ProfileInstallationResult::unsigned(data);
    Act::sign(unsigned.message.clone(), move |_, signature, _| {
        // Without a signature nobody would believe the result: the package may be loaded again.
        let Some(signature) = signature else { return Act::Status(0x6985) };
        let encoded = unsigned.signed(signature).encode();
        next.add_notification(Pending { metadata, encoded: encoded.clone() }, &mut batch);
        let others = entry.map(|entry| notify::listeners(&entry, &prepared.server_address)).unwrap_or_default();
        notify::sign_all(next, batch, others, move |signed| {
            let Some((next, batch)) = signed else { return Act::Status(0x6985) };
            Act::commit(batch, move |euicc, done| {
                if done {
                    euicc.state = next;
                    Act::Answer(encoded)
                } else {
                    Act::Status(0x6581)
                }
            })
        })
    })
}

fn install(next: &mut State, prepared: &Prepared, opened: &Opened, batch: &mut Batch) -> ProfileEntry {
    let number = FIRST_ISD_P + next.settings.isdps;
    next.settings.isdps += 1;
    let mut isdp_aid = [0; 16];
    isdp_aid[..13].copy_from_slice(&ISD_P);
    isdp_aid[13..15].copy_from_slice(&(number as u16).to_be_bytes());
    let entry = ProfileEntry {
        iccid: opened.metadata.iccid,
        isdp_aid,
        enabled: false,
        nickname: None,
        metadata: (*opened.metadata).clone(),
        smdp_oid: prepared.smdp_oid.clone(),
    };
    batch.append(opened.profile.records());
    next.put_profile(entry.clone(), batch);
    entry
}
