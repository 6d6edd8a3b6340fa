//! eUICCMemoryReset (SGP.22 §5.7.19).

use super::{
    answer,
    notify::{sign_all, unsent},
};
use crate::{Euicc, act::Act};
use model::Batch;
use rsp::{
    es10::{EuiccMemoryResetRequest, EuiccMemoryResetResponse, ResetOptions, ResetResult},
    metadata::{NotificationEvent, ProfileClass},
};

pub(super) fn memory_reset(euicc: &Euicc, request: EuiccMemoryResetRequest) -> Act {
    let options = request.reset_options;
    if euicc.refresh.is_waiting() {
        return answer(&EuiccMemoryResetResponse { result: ResetResult::CatBusy });
    }
    let mut next = euicc.state.clone();
    let mut batch = Batch::new();
    let goes = |class| match class {
        ProfileClass::Test => options.contains(ResetOptions::DELETE_FIELD_LOADED_TEST_PROFILES),
        _ => options.contains(ResetOptions::DELETE_OPERATIONAL_PROFILES),
    };
    let gone: Vec<_> = euicc.state.profiles.values().filter(|e| goes(e.metadata.class())).cloned().collect();
    let has_address = !euicc.state.settings.default_dp_address.is_empty();
    let resets_address = has_address && options.contains(ResetOptions::RESET_DEFAULT_SMDP_ADDRESS);
    if gone.is_empty() && !resets_address {
        return answer(&EuiccMemoryResetResponse { result: ResetResult::NothingToDelete });
    }
    let was_enabled = gone.iter().any(|entry| entry.enabled);
    for entry in &gone {
        next.remove_profile(&entry.iccid, &mut batch);
    }
    if resets_address {
        next.settings.default_dp_address.clear();
        next.put_settings(&mut batch);
    }
    let events = gone.iter().flat_map(|entry| unsent(NotificationEvent::DELETE, entry)).collect();
    sign_all(next, batch, events, move |signed| {
        let failed = EuiccMemoryResetResponse { result: ResetResult::UndefinedError };
        let Some((next, batch)) = signed else { return answer(&failed) };
        Act::commit(batch, move |euicc, done| {
            if !done {
                return answer(&failed);
            }
            euicc.state = next;
            if was_enabled {
                euicc.refresh.queue();
            }
            answer(&EuiccMemoryResetResponse { result: ResetResult::Ok })
        })
    })
}
