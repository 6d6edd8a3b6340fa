//! EnableProfile, DisableProfile, DeleteProfile (SGP.22 §5.7.16 to §5.7.18).

mod switch;
#[cfg(test)]
mod tests;

pub(crate) use switch::Switch;

use super::answer;
use crate::{
    Euicc,
    act::Act,
    checks,
    state::{ProfileEntry, State},
};
use rsp::{
    es10::{
        DeleteProfileRequest, DeleteProfileResponse, DeleteResult, DisableProfileRequest, DisableProfileResponse,
        DisableResult, EnableProfileRequest, EnableProfileResponse, EnableResult, ProfileIdentifier,
    },
    metadata::{NotificationEvent, PprIds},
};

fn find<'s>(state: &'s State, identifier: &ProfileIdentifier) -> Option<&'s ProfileEntry> {
    match identifier {
        ProfileIdentifier::Iccid(iccid) => state.profiles.get(iccid),
        ProfileIdentifier::IsdpAid(aid) => state.profiles.values().find(|entry| entry.isdp_aid[..] == aid[..]),
    }
}

pub(super) fn enable(euicc: &Euicc, request: &EnableProfileRequest) -> Act {
    let respond = |result| answer(&EnableProfileResponse { result });
    let (target, before) = match may_enable(euicc, request) {
        Ok(found) => found,
        Err(result) => return respond(result),
    };
    let mut switch = Switch::new(&euicc.state);
    switch.remember(match before {
        Some(before) if target.is_test() && before.is_test() => euicc.state.settings.before_test,
        Some(before) if target.is_test() => Some(before.iccid),
        _ => None,
    });
    if let Some(before) = before {
        switch.set_enabled(before, false, NotificationEvent::DISABLE);
    }
    switch.set_enabled(target, true, NotificationEvent::ENABLE);
    let refresh = request.refresh_flag;
    switch.commit(move |euicc, done| {
        if done {
            euicc.tell_terminal(refresh);
        }
        respond(if done { EnableResult::Ok } else { EnableResult::UndefinedError })
    })
}

/// The profile to enable, and the one that is enabled now.
fn may_enable<'e>(
    euicc: &'e Euicc,
    request: &EnableProfileRequest,
) -> Result<(&'e ProfileEntry, Option<&'e ProfileEntry>), EnableResult> {
    let target = find(&euicc.state, &request.profile_identifier).ok_or(EnableResult::IccidOrAidNotFound)?;
    let before = may_take_over(&euicc.state, target)?;
    if euicc.is_toolkit_busy(request.refresh_flag) { Err(EnableResult::CatBusy) } else { Ok((target, before)) }
}

/// The profile whose place `target` takes, if policy and states let it.
pub(super) fn may_take_over<'s>(
    state: &'s State,
    target: &ProfileEntry,
) -> Result<Option<&'s ProfileEntry>, EnableResult> {
    if target.enabled {
        return Err(EnableResult::ProfileNotInDisabledState);
    }
    // Another copy of it is the live one.
    if target.home.is_dormant() && checks::DORMANT.on() {
        return Err(EnableResult::DisallowedByPolicy);
    }
    let before = state.enabled();
    if let Some(before) = before.filter(|_| !target.is_test()) {
        // A test profile may take the place of any other, and gives it back to that one alone.
        let displaced = state.settings.before_test.filter(|iccid| state.profiles.contains_key(iccid));
        if before.is_test() && displaced.is_some_and(|iccid| iccid != target.iccid) {
            return Err(EnableResult::WrongProfileReenabling);
        }
        if before.metadata.rules().contains(PprIds::PPR1) {
            return Err(EnableResult::DisallowedByPolicy);
        }
    }
    Ok(before)
}

pub(super) fn disable(euicc: &Euicc, request: &DisableProfileRequest) -> Act {
    let respond = |result| answer(&DisableProfileResponse { result });
    let Some(entry) = find(&euicc.state, &request.profile_identifier) else {
        return respond(DisableResult::IccidOrAidNotFound);
    };
    if !entry.enabled {
        return respond(DisableResult::ProfileNotInEnabledState);
    }
    if entry.metadata.rules().contains(PprIds::PPR1) {
        return respond(DisableResult::DisallowedByPolicy);
    }
    if euicc.is_toolkit_busy(request.refresh_flag) {
        return respond(DisableResult::CatBusy);
    }
    let mut switch = Switch::new(&euicc.state);
    let returning = if entry.is_test() { switch.before_test() } else { None };
    switch.remember(None);
    switch.set_enabled(entry, false, NotificationEvent::DISABLE);
    if let Some(returning) = returning {
        switch.set_enabled(&returning, true, NotificationEvent::ENABLE);
    }
    let refresh = request.refresh_flag;
    switch.commit(move |euicc, done| {
        if done {
            euicc.tell_terminal(refresh);
        }
        respond(if done { DisableResult::Ok } else { DisableResult::UndefinedError })
    })
}

pub(super) fn delete(euicc: &Euicc, request: &DeleteProfileRequest) -> Act {
    let respond = |result| answer(&DeleteProfileResponse { result });
    let Some(entry) = find(&euicc.state, &request.profile_identifier) else {
        return respond(DeleteResult::IccidOrAidNotFound);
    };
    // Until the terminal answered the REFRESH, a profile that was disabled is still in use.
    if entry.enabled || euicc.is_in_use(&entry.iccid) {
        return respond(DeleteResult::ProfileNotInDisabledState);
    }
    if !entry.may_be_deleted() {
        return respond(DeleteResult::DisallowedByPolicy);
    }
    let mut switch = Switch::new(&euicc.state);
    switch.remove(entry, NotificationEvent::DELETE);
    switch.commit(move |_, done| respond(if done { DeleteResult::Ok } else { DeleteResult::UndefinedError }))
}
