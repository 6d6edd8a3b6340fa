//! The end of an installation, good or bad: a signed result.

use super::{Broken, Installation, Opened};
use crate::{
    act::Act,
    checks,
    isdr::notify,
    state::{Home, Pending, Prepared, ProfileEntry, State},
};
use model::{Batch, Iccid};
use rsp::{
    message::Message,
    metadata::NotificationEvent,
    notification::{
        ErrorReason, FinalResult, NotificationMetadata, ProfileInstallationResult, ProfileInstallationResultData,
    },
};
use uicc::{StatusWord, profile};

/// Installs what came out of the package, unless another eUICC of the same vault holds a profile of this number: their
/// records would be one another's.
pub(crate) fn installed(opened: Opened, installation: Installation) -> Act {
    let iccid = opened.metadata.iccid;
    Act::load(profile::TABLE, iccid.as_ef(), move |euicc, found, _| {
        if !found.is_empty() && checks::ICCID.on() {
            let broken = Broken::in_elements(ErrorReason::InstallFailedDueToIccidAlreadyExistsOnEuicc);
            return failed(&euicc.state, installation, broken);
        }
        let mut next = euicc.state.clone();
        let mut batch = opened.profile.records();
        let prepared = installation.prepared;
        let entry = ProfileEntry {
            iccid,
            isdp_aid: next.next_isdp(),
            enabled: false,
            nickname: None,
            metadata: opened.metadata,
            smdp_oid: prepared.smdp_oid.clone(),
            ci_key_id: prepared.ci_key_id.clone(),
            configuration: opened.configuration,
            home: Home::default(),
        };
        next.put_profile(entry.clone(), &mut batch);
        let aid = entry.isdp_aid.to_vec();
        let result = FinalResult::Success { aid, sima_response: opened.sima_response };
        conclude(Conclusion { next, batch, prepared, result, iccid: Some(iccid), entry: Some(entry) })
    })
}

/// Ends an installation of which nothing is left.
pub(crate) fn failed(state: &State, installation: Installation, broken: Broken) -> Act {
    let Broken { command, reason, sima_response } = broken;
    let result = FinalResult::Error { bpp_command_id: command, error_reason: reason, sima_response };
    let iccid = installation.iccid();
    let (next, prepared) = (state.clone(), installation.prepared);
    conclude(Conclusion { next, batch: Batch::new(), prepared, result, iccid, entry: None })
}

struct Conclusion {
    next: State,
    batch: Batch,
    prepared: Prepared,
    result: FinalResult,
    iccid: Option<Iccid>,
    entry: Option<ProfileEntry>,
}

/// Signs the result, makes it durable together with the profile, the notifications and the end of the prepared download, and
/// answers with it. If that fails nothing is changed, and the package may be loaded again.
fn conclude(conclusion: Conclusion) -> Act {
    let Conclusion { mut next, mut batch, prepared, result, iccid, entry } = conclusion;
    if checks::ONCE.on() {
        next.end_prepared(&prepared.smdp_oid, &prepared.transaction_id, &mut batch);
    }
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
        final_result: result,
    };
    let unsigned = ProfileInstallationResult::unsigned(data);
    Act::sign(unsigned.message.clone(), move |_, signature, _| {
        // Without a signature nobody would believe the result.
        let Some(signature) = signature else { return Act::Status(StatusWord::CONDITIONS_NOT_SATISFIED) };
        let encoded = unsigned.signed(signature).encode();
        next.add_notification(Pending { metadata, encoded: encoded.clone() }, &mut batch);
        let others = entry.map(|entry| notify::listeners(&entry, &prepared.server_address)).unwrap_or_default();
        notify::sign_all(next, batch, others, move |_, signed| {
            let Some((next, batch)) = signed else { return Act::Status(StatusWord::CONDITIONS_NOT_SATISFIED) };
            Act::commit(batch, move |euicc, done| {
                if !done {
                    return Act::Status(StatusWord::MEMORY_PROBLEM);
                }
                euicc.state = next;
                euicc.session.server = None;
                Act::Answer(encoded)
            })
        })
    })
}
