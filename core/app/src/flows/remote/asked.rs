//! What a server wants done, as the user is shown it, and whether the cards' policy rules bear it (SGP.22 v3 §3.7.2).

use crate::ports::{RemoteAction, RemoteCommand};
use model::Iccid;
use rsp::{
    metadata::{PprIds, ProfileInfo, ProfileState},
    rpm::{ListedProfiles, RpmCommand, RpmCommandDetails as Do},
};

/// What was found in the card, which each command changes for those behind it.
struct Known<'a> {
    profiles: &'a [ProfileInfo],
    rules: Vec<(Iccid, PprIds)>,
    enabled: Option<Iccid>,
}

/// The commands in words; `None` if a policy rule forbids one of them: what a server has signed as a whole is not carried out in part.
pub(super) fn shown(commands: &[RpmCommand], profiles: &[ProfileInfo]) -> Option<Vec<RemoteCommand>> {
    let on = |info: &&ProfileInfo| info.profile_state == Some(ProfileState::Enabled);
    let rules = profiles.iter().filter_map(|info| Some((info.iccid?, info.profile_policy_rules.unwrap_or_default())));
    let enabled = profiles.iter().find(on).and_then(|info| info.iccid);
    let mut known = Known { profiles, rules: rules.collect(), enabled };
    commands.iter().map(|command| known.one(command)).collect()
}

impl Known<'_> {
    fn one(&mut self, command: &RpmCommand) -> Option<RemoteCommand> {
        let action = match &command.details {
            Do::Enable(iccid) => {
                let displaces = self.enabled.filter(|enabled| enabled != iccid);
                if displaces.is_some_and(|enabled| self.has(&enabled, PprIds::PPR1)) {
                    return None;
                }
                self.enabled = Some(*iccid);
                RemoteAction::Enable
            }
            Do::Disable(iccid) => {
                if self.has(iccid, PprIds::PPR1) {
                    return None;
                }
                self.enabled = self.enabled.filter(|enabled| enabled != iccid);
                RemoteAction::Disable
            }
            Do::Delete(iccid) => {
                if self.has(iccid, PprIds::PPR2) {
                    return None;
                }
                RemoteAction::Delete
            }
            Do::ListProfileInfo(_) => RemoteAction::List,
            Do::UpdateMetadata { iccid, request } => {
                if let (Some(rules), Some(own)) =
                    (request.profile_policy_rules, self.rules.iter_mut().find(|(card, _)| card == iccid))
                {
                    own.1 = rules;
                }
                RemoteAction::Update {
                    name: request.profile_name.clone(),
                    operator: request.service_provider_name.clone(),
                    rules: request.profile_policy_rules.is_some(),
                    icon: request.icon.is_some(),
                }
            }
            Do::ContactPcmp { .. } => RemoteAction::ContactPlatform,
            // The session shows none that can't be read.
            Do::Unreadable(_) => return None,
        };
        let listed = match &command.details {
            Do::ListProfileInfo(list) => match &list.search_criteria {
                ListedProfiles::Iccid(iccid) => Some(*iccid),
                ListedProfiles::ProfileOwnerOid(_) => None,
            },
            _ => command.iccid().copied(),
        };
        let name = listed.map(|iccid| self.name(&iccid)).unwrap_or_default();
        Some(RemoteCommand { action, iccid: listed, name, goes_on: command.continue_on_failure })
    }

    fn has(&self, iccid: &Iccid, rule: PprIds) -> bool {
        self.rules.iter().any(|(card, rules)| card == iccid && rules.contains(rule))
    }

    /// The user's own name for it, else the operator's.
    fn name(&self, iccid: &Iccid) -> String {
        let info = self.profiles.iter().find(|info| info.iccid.as_ref() == Some(iccid));
        let name = info.and_then(|info| info.profile_nickname.clone().or_else(|| info.profile_name.clone()));
        name.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp::{Raw, metadata::UpdateMetadataRequest};

    const ONE: &str = "8900112233445566778";

    fn card(rules: PprIds) -> ProfileInfo {
        ProfileInfo {
            iccid: Some(ONE.parse().expect("19 digits")),
            profile_state: Some(ProfileState::Enabled),
            profile_nickname: Some("mine".to_owned()),
            profile_policy_rules: Some(rules),
            ..ProfileInfo::default()
        }
    }

    fn shows(details: Vec<Do>, rules: PprIds) -> Option<Vec<String>> {
        let commands: Vec<RpmCommand> = details.into_iter().map(RpmCommand::new).collect();
        Some(shown(&commands, &[card(rules)])?.iter().map(ToString::to_string).collect())
    }

    // R: E6
    #[test]
    fn policy_rules_end_it_before_anybody_is_asked() {
        let one: Iccid = ONE.parse().expect("19 digits");
        let two = Iccid::with_check_digit("899990100000000001").expect("18 digits");
        let free = |rules| {
            let request = Raw::new(UpdateMetadataRequest { profile_policy_rules: Some(rules), ..Default::default() });
            Do::UpdateMetadata { iccid: one, request }
        };
        assert_eq!(shows(vec![Do::Disable(one)], PprIds::PPR1), None);
        assert_eq!(shows(vec![Do::Enable(two)], PprIds::PPR1), None, "it would take the other's place");
        assert_eq!(shows(vec![Do::Delete(one)], PprIds::PPR2), None);
        assert!(shows(vec![Do::Disable(one), Do::Enable(two)], PprIds::PPR2).is_some());
        assert!(shows(vec![Do::Delete(one)], PprIds::PPR1).is_some());
        // A rule that is taken back first is no rule any more.
        assert!(shows(vec![free(PprIds::NONE), Do::Disable(one), Do::Enable(two)], PprIds::PPR1).is_some());
        assert_eq!(shows(vec![free(PprIds::PPR2), Do::Delete(one)], PprIds::PPR1 | PprIds::PPR2), None);
        let words = shows(vec![Do::Disable(one), Do::Delete(two)], PprIds::NONE).expect("nothing forbids it");
        assert_eq!(words[0], format!("take card {ONE} (mine) out of use"));
        assert_eq!(words[1], format!("delete card {two} for good"));
    }
}
