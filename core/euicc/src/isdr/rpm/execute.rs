//! Carrying a package out: on a copy of the state, which becomes the eUICC's only when all of it is durable.

use super::powers::{may, may_update};
use crate::{
    Euicc,
    isdr::{
        profiles,
        session::Authenticated,
        states::{Switch, may_take_over},
    },
    state::{ProfileEntry, State},
};
use model::Iccid;
use rsp::{
    Raw,
    es10::{DeleteResult, DisableResult, EnableResult, ProfileInfoListRequest, ProfileInfoListResponse},
    metadata::{NotificationEvent, PprIds, UpdateMetadataRequest},
    rpm::{
        ContactPcmpError, ListProfileInfo, ListedProfiles, RpmCommand, RpmCommandDetails as Details, RpmCommandResult,
        RpmCommandResultData as Data, RpmFinalResult, RpmPackage, RpmProcessingTerminated as Terminated, RpmType,
        UpdateMetadataResult,
    },
};
use tlv::{Reader, Tag};

/// What a package did.
pub(super) struct Executed {
    pub(super) switch: Switch,
    pub(super) result: RpmFinalResult,
    /// Whether another profile is in use now, so that the terminal must read the card anew.
    pub(super) refresh: bool,
}

impl Executed {
    pub(super) fn nothing(state: &State, result: RpmFinalResult) -> Self {
        Self { switch: Switch::new(state), result, refresh: false }
    }
}

/// Carries out the commands in their order, up to the first one that fails and does not let the others go on.
pub(super) fn execute(euicc: &Euicc, server: &Authenticated, package: &RpmPackage) -> Executed {
    let mut run = Run { euicc, server, switch: Switch::new(&euicc.state), enabled: false, disabled: false };
    let mut results = Vec::new();
    let mut contacted = false;
    let terminated = |why| RpmCommandResult { iccid: None, data: Data::Terminated(why) };
    if !package.fits() {
        results.push(terminated(Terminated::CommandPackageTooLarge));
        return Executed::nothing(&euicc.state, RpmFinalResult::Executed(results));
    }
    for command in &package.commands {
        if contacted {
            results.push(terminated(Terminated::CommandAfterContactPcmp));
            break;
        }
        contacted = matches!(command.details, Details::ContactPcmp { .. });
        match run.one(command) {
            Ok(data) => {
                let goes_on = data.is_success() || command.continue_on_failure;
                results.push(RpmCommandResult { iccid: command.iccid().copied(), data });
                if !goes_on {
                    break;
                }
            }
            Err(why) => {
                results.push(terminated(why));
                break;
            }
        }
    }
    let in_use = |state: &State| state.enabled().map(|entry| entry.iccid);
    let refresh = in_use(&euicc.state) != in_use(run.switch.next());
    Executed { switch: run.switch, result: RpmFinalResult::Executed(results), refresh }
}

struct Run<'e> {
    euicc: &'e Euicc,
    server: &'e Authenticated,
    switch: Switch,
    /// A package has room for one of each, disabling first: the terminal reads the card anew once.
    enabled: bool,
    disabled: bool,
}

impl Run<'_> {
    fn one(&mut self, command: &RpmCommand) -> Result<Data, Terminated> {
        Ok(match &command.details {
            Details::Enable(iccid) => {
                if std::mem::replace(&mut self.enabled, true) {
                    return Err(Terminated::CommandsWithRefreshExceeded);
                }
                Data::Enable(self.enable(iccid))
            }
            Details::Disable(iccid) => {
                if self.enabled || std::mem::replace(&mut self.disabled, true) {
                    return Err(Terminated::CommandsWithRefreshExceeded);
                }
                Data::Disable(self.disable(iccid))
            }
            Details::Delete(iccid) => Data::Delete(self.delete(iccid)),
            Details::ListProfileInfo(list) => Data::ListProfileInfo(self.list(list)),
            Details::UpdateMetadata { iccid, request } => Data::UpdateMetadata(self.update(iccid, request)),
            Details::ContactPcmp { iccid, .. } => Data::ContactPcmp(self.contact(iccid)),
            Details::Unreadable(_) => return Err(Terminated::UnknownOrDamagedCommand),
        })
    }

    fn entry(&self, iccid: &Iccid) -> Option<ProfileEntry> {
        self.switch.next().profiles.get(iccid).cloned()
    }

    fn enable(&mut self, iccid: &Iccid) -> EnableResult {
        let Some(target) = self.entry(iccid) else { return EnableResult::IccidOrAidNotFound };
        if !may(&target, self.server, RpmType::ENABLE) {
            return EnableResult::DisallowedForRpm;
        }
        let before = match may_take_over(self.switch.next(), &target) {
            Ok(before) => before.cloned(),
            Err(result) => return result,
        };
        if self.euicc.is_toolkit_busy(true) {
            return EnableResult::CatBusy;
        }
        self.switch.remember(None);
        if let Some(before) = before {
            self.switch.set_enabled(&before, false, NotificationEvent::RPM_DISABLE);
        }
        self.switch.set_enabled(&target, true, NotificationEvent::RPM_ENABLE);
        EnableResult::Ok
    }

    fn disable(&mut self, iccid: &Iccid) -> DisableResult {
        let Some(entry) = self.entry(iccid) else { return DisableResult::IccidOrAidNotFound };
        if !may(&entry, self.server, RpmType::DISABLE) {
            return DisableResult::DisallowedForRpm;
        }
        if !entry.enabled {
            return DisableResult::ProfileNotInEnabledState;
        }
        if entry.metadata.rules().contains(PprIds::PPR1) {
            return DisableResult::DisallowedByPolicy;
        }
        if self.euicc.is_toolkit_busy(true) {
            return DisableResult::CatBusy;
        }
        self.switch.set_enabled(&entry, false, NotificationEvent::RPM_DISABLE);
        DisableResult::Ok
    }

    fn delete(&mut self, iccid: &Iccid) -> DeleteResult {
        let Some(entry) = self.entry(iccid) else { return DeleteResult::IccidOrAidNotFound };
        if !may(&entry, self.server, RpmType::DELETE) {
            return DeleteResult::CommandError;
        }
        // One that was disabled by this very package stays in use until the terminal has read the card anew, which it is asked to once the
        // package is done: until then its state is changing (SGP.22 v3 has profileChangeOngoing(11) for it), and it is not in the
        // disabled state that a deletion asks for. A server sends the deletion in the next package (rpmPending).
        if entry.enabled || self.euicc.is_in_use(iccid) {
            return DeleteResult::ProfileNotInDisabledState;
        }
        if !entry.may_be_deleted() {
            return DeleteResult::DisallowedByPolicy;
        }
        self.switch.remove(&entry, NotificationEvent::RPM_DELETE);
        DeleteResult::Ok
    }

    /// Of those that match, the ones that this server may see.
    fn list(&self, list: &ListProfileInfo) -> ProfileInfoListResponse {
        let request = ProfileInfoListRequest { search_criteria: None, tag_list: list.tag_list.clone() };
        let matches = |entry: &&ProfileEntry| match &list.search_criteria {
            ListedProfiles::Iccid(iccid) => entry.iccid == *iccid,
            ListedProfiles::ProfileOwnerOid(oid) => {
                entry.metadata.rpm_configuration.as_ref().is_some_and(|c| c.profile_owner_oid == *oid)
            }
        };
        let all = self.switch.next().profiles.values().filter(matches);
        let seen = all.filter(|entry| may(entry, self.server, RpmType::LIST_PROFILE_INFO));
        ProfileInfoListResponse::Ok(seen.map(|entry| profiles::info(entry, &request)).collect())
    }

    fn update(&mut self, iccid: &Iccid, request: &Raw<UpdateMetadataRequest>) -> UpdateMetadataResult {
        let Some(mut entry) = self.entry(iccid) else { return UpdateMetadataResult::CommandError };
        let Some(tags) = tags(request.raw()) else { return UpdateMetadataResult::CommandError };
        let known = tags.iter().all(|tag| matches!(tag.0, 0x91..=0x94 | 0x99));
        if !known || !may_update(&entry, self.server, &tags) {
            return UpdateMetadataResult::CommandError;
        }
        let metadata = &mut entry.metadata;
        if let Some(rules) = request.profile_policy_rules {
            // Rules can be taken back, not set.
            if !metadata.rules().contains(rules) {
                return UpdateMetadataResult::PprUpdateInvalidSetting;
            }
            metadata.profile_policy_rules = Some(rules).filter(|rules| *rules != PprIds::NONE);
        }
        if let Some(icon) = &request.icon {
            if !icon.is_empty() && request.icon_type.is_none() {
                return UpdateMetadataResult::CommandError;
            }
            metadata.icon = Some(icon.clone()).filter(|icon| !icon.is_empty());
            metadata.icon_type = request.icon_type.filter(|_| metadata.icon.is_some());
        }
        if let Some(name) = &request.service_provider_name {
            metadata.service_provider_name.clone_from(name);
        }
        if let Some(name) = &request.profile_name {
            metadata.profile_name.clone_from(name);
        }
        self.switch.update(entry);
        UpdateMetadataResult::Ok
    }

    fn contact(&self, iccid: &Iccid) -> Result<String, ContactPcmpError> {
        let entry = self.entry(iccid).filter(|entry| may(entry, self.server, RpmType::CONTACT_PCMP));
        let entry = entry.ok_or(ContactPcmpError::CommandError)?;
        if !entry.enabled {
            return Err(ContactPcmpError::ProfileNotEnabled);
        }
        entry.metadata.lpr_configuration.map(|lpr| lpr.pcmp_address).ok_or(ContactPcmpError::NoLprConfiguration)
    }
}

/// What an update is about; `None` if it is malformed.
fn tags(update: &[u8]) -> Option<Vec<Tag>> {
    let mut body = Reader::new(update).next().ok()??.children();
    let mut tags = Vec::new();
    while let Some(object) = body.next().ok()? {
        tags.push(object.tag);
    }
    Some(tags)
}
