//! eUICCMemoryReset (SGP.22 §5.7.19).

use super::{answer, states::Switch};
use crate::{Euicc, act::Act, state::ProfileEntry};
use rsp::{
    es10::{EuiccMemoryResetRequest, EuiccMemoryResetResponse, ResetOptions, ResetResult},
    metadata::NotificationEvent,
};

pub(super) fn memory_reset(euicc: &Euicc, request: EuiccMemoryResetRequest) -> Act {
    let options = request.reset_options;
    let respond = |result| answer(&EuiccMemoryResetResponse { result });
    let goes = |entry: &&ProfileEntry| match entry.is_test() {
        true => options.contains(ResetOptions::DELETE_FIELD_LOADED_TEST_PROFILES),
        false => options.contains(ResetOptions::DELETE_OPERATIONAL_PROFILES),
    };
    let gone: Vec<_> = euicc.state.profiles.values().filter(goes).cloned().collect();
    let has_address = !euicc.state.settings.default_dp_address.is_empty();
    let resets_address = has_address && options.contains(ResetOptions::RESET_DEFAULT_SMDP_ADDRESS);
    if gone.is_empty() && !resets_address {
        return respond(ResetResult::NothingToDelete);
    }
    // Policy rules don't count here: the user resets the device.
    if euicc.is_toolkit_busy(true) {
        return respond(ResetResult::CatBusy);
    }
    let mut switch = Switch::new(&euicc.state);
    let was_in_use = gone.iter().any(|entry| entry.enabled);
    let returning = gone.iter().find(|entry| entry.enabled && entry.is_test()).and_then(|_| switch.before_test());
    for entry in &gone {
        switch.remove(entry, NotificationEvent::DELETE);
    }
    if let Some(returning) = returning.filter(|entry| !gone.contains(entry)) {
        switch.set_enabled(&returning, true, NotificationEvent::ENABLE);
    }
    if resets_address {
        switch.reset_address();
    }
    switch.commit(move |euicc, done| {
        if done && was_in_use {
            // Its records are gone: nothing may write them again.
            euicc.take_over();
            euicc.tell_terminal(true);
        }
        respond(if done { ResetResult::Ok } else { ResetResult::UndefinedError })
    })
}
