//! EnableProfile, DisableProfile, DeleteProfile (SGP.22 §5.7.16 to §5.7.18).

use super::{
    answer,
    notify::{sign_all, unsent},
};
use crate::{
    Euicc,
    act::Act,
    state::{ProfileEntry, State},
};
use model::Batch;
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
    let refuse = |result| answer(&EnableProfileResponse { result });
    let Some(entry) = find(&euicc.state, &request.profile_identifier) else {
        return refuse(EnableResult::IccidOrAidNotFound);
    };
    if entry.enabled {
        return refuse(EnableResult::ProfileNotInDisabledState);
    }
    if euicc.refresh.is_waiting() {
        return refuse(EnableResult::CatBusy);
    }
    let before = euicc.state.enabled().cloned();
    if before.as_ref().is_some_and(|e| e.metadata.rules().contains(PprIds::PPR1)) {
        return refuse(EnableResult::DisallowedByPolicy);
    }
    let mut changes = Vec::new();
    if let Some(before) = before {
        changes.push((ProfileEntry { enabled: false, ..before }, NotificationEvent::DISABLE));
    }
    changes.push((ProfileEntry { enabled: true, ..entry.clone() }, NotificationEvent::ENABLE));
    switch(euicc, changes, request.refresh_flag, move |done| {
        answer(&EnableProfileResponse { result: if done { EnableResult::Ok } else { EnableResult::UndefinedError } })
    })
}

pub(super) fn disable(euicc: &Euicc, request: &DisableProfileRequest) -> Act {
    let refuse = |result| answer(&DisableProfileResponse { result });
    let Some(entry) = find(&euicc.state, &request.profile_identifier) else {
        return refuse(DisableResult::IccidOrAidNotFound);
    };
    if !entry.enabled {
        return refuse(DisableResult::ProfileNotInEnabledState);
    }
    if entry.metadata.rules().contains(PprIds::PPR1) {
        return refuse(DisableResult::DisallowedByPolicy);
    }
    if euicc.refresh.is_waiting() {
        return refuse(DisableResult::CatBusy);
    }
    let changes = vec![(ProfileEntry { enabled: false, ..entry.clone() }, NotificationEvent::DISABLE)];
    switch(euicc, changes, request.refresh_flag, move |done| {
        answer(&DisableProfileResponse { result: if done { DisableResult::Ok } else { DisableResult::UndefinedError } })
    })
}

/// Makes the new states durable with their notifications, then lets the terminal know.
fn switch(
    euicc: &Euicc,
    changes: Vec<(ProfileEntry, NotificationEvent)>,
    refresh: bool,
    respond: impl FnOnce(bool) -> Act + Send + 'static,
) -> Act {
    let mut next = euicc.state.clone();
    let mut batch = Batch::new();
    let mut events = Vec::new();
    for (entry, event) in changes {
        events.extend(unsent(event, &entry));
        next.put_profile(entry, &mut batch);
    }
    sign_all(next, batch, events, move |signed| {
        let Some((next, batch)) = signed else { return respond(false) };
        Act::commit(batch, move |euicc, done| {
            if done {
                euicc.state = next;
                if refresh {
                    euicc.refresh.queue();
                } else {
                    euicc.drop_active();
                }
            }
            respond(done)
        })
    })
}

pub(super) fn delete(euicc: &Euicc, request: &DeleteProfileRequest) -> Act {
    let refuse = |result| answer(&DeleteProfileResponse { result });
    let Some(entry) = find(&euicc.state, &request.profile_identifier).cloned() else {
        return refuse(DeleteResult::IccidOrAidNotFound);
    };
    if entry.enabled {
        return refuse(DeleteResult::ProfileNotInDisabledState);
    }
    if entry.metadata.rules().contains(PprIds::PPR2) {
        return refuse(DeleteResult::DisallowedByPolicy);
    }
    let mut next = euicc.state.clone();
    let mut batch = Batch::new();
    next.remove_profile(&entry.iccid, &mut batch);
    let events = unsent(NotificationEvent::DELETE, &entry);
    sign_all(next, batch, events, move |signed| {
        let failed = DeleteProfileResponse { result: DeleteResult::UndefinedError };
        let Some((next, batch)) = signed else { return answer(&failed) };
        Act::commit(batch, move |euicc, done| {
            if done {
                euicc.state = next;
                answer(&DeleteProfileResponse { result: DeleteResult::Ok })
            } else {
                answer(&failed)
            }
        })
    })
}
