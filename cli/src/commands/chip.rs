use super::{create, discovery, remote};
use crate::{
    any_card,
    args::{Chip, ChipAction, Cli, Management, Reset},
    failure::Failure,
    output::Answer,
    prompt::confirm,
};
use app::{
    card::Apdu,
    chip::{self, ChipInfo},
};
use model::Iccid;
use rsp::{
    es10::ResetOptions,
    metadata::{NotificationEvent, ProfileClass, ProfileInfo, ProfileState},
    notification::NotificationMetadata,
};
use serde_json::{Value, json};

pub(crate) fn run(cli: &Cli, wanted: &Chip) -> Result<Answer, Failure> {
    match &wanted.action {
        ChipAction::Create(files) => create::run(cli, &wanted.card, files),
        ChipAction::Discovery(from) => discovery::run(cli, &wanted.card, from),
        ChipAction::Remote(wanted_of) => remote::run(cli, &wanted.card, wanted_of),
        ChipAction::Manage(action) => manage(&mut *any_card::open(cli, &wanted.card)?, action),
    }
}

fn manage(card: &mut dyn Apdu, action: &Management) -> Result<Answer, Failure> {
    match action {
        Management::Info => Ok(info(&chip::info(card)?)),
        Management::List => {
            let profiles = chip::list(card)?;
            let lines: Vec<String> = profiles.iter().map(line).collect();
            let text = if lines.is_empty() { "No profiles.".to_owned() } else { lines.join("\n") };
            Ok(Answer::new(text, profiles.iter().map(view).collect()))
        }
        Management::Enable { iccid } => {
            chip::enable(card, iccid)?;
            Ok(done(iccid, "is enabled"))
        }
        Management::Disable { iccid } => {
            chip::disable(card, iccid)?;
            Ok(done(iccid, "is disabled"))
        }
        Management::Delete { iccid, yes } => {
            if !yes && !confirm(&format!("Delete {iccid} for good?"))? {
                return Err(Failure::Stopped);
            }
            chip::delete(card, iccid)?;
            Ok(done(iccid, "is gone"))
        }
        Management::Nickname { iccid, name } => {
            chip::set_nickname(card, iccid, name)?;
            Ok(done(iccid, if name.is_empty() { "has no name of yours" } else { "has its name" }))
        }
        Management::Notifications { remove } => notifications(card, *remove),
        Management::Reset(wanted) => reset(card, wanted),
    }
}

fn done(iccid: &Iccid, what: &str) -> Answer {
    Answer::new(format!("Profile {iccid} {what}."), json!({"iccid": iccid, "done": true}))
}

fn info(info: &ChipInfo) -> Answer {
    let keys = |ids: &[Vec<u8>]| ids.iter().map(hex::encode).collect::<Vec<_>>();
    let (one, two) = (info.info1.as_ref(), info.info2.as_ref());
    let lowest = one.map(|one| one.lowest_svn.to_string());
    let highest = one.and_then(|one| one.highest_svn).map(|version| version.to_string());
    let verification = one.map(|one| keys(&one.euicc_ci_pk_id_list_for_verification)).unwrap_or_default();
    let signing = one.map(|one| keys(&one.euicc_ci_pk_id_list_for_signing)).unwrap_or_default();
    let firmware = two.map(|two| two.euicc_firmware_ver.to_string());
    let packages = two.map(|two| two.profile_version.to_string());
    let default = info.addresses.as_ref().and_then(|a| a.default_dp_address.clone());
    let root_ds = info.addresses.as_ref().map(|a| a.root_ds_address.clone()).filter(|address| !address.is_empty());
    let mut lines = vec![format!("EID\t{}", info.eid)];
    let mut say = |name: &str, value: Option<&String>| lines.extend(value.map(|value| format!("{name}\t{value}")));
    say("lowest SGP.22 version", lowest.as_ref());
    say("highest SGP.22 version", highest.as_ref());
    say("profile packages", packages.as_ref());
    say("firmware", firmware.as_ref());
    say("bytes free", info.free_memory().map(|bytes| bytes.to_string()).as_ref());
    say("default SM-DP+", default.as_ref());
    say("root SM-DS", root_ds.as_ref());
    verification.iter().for_each(|key| say("trusts CI key", Some(key)));
    signing.iter().for_each(|key| say("is certified under CI key", Some(key)));
    let json = json!({
        "eid": info.eid,
        "lowest_svn": lowest,
        "highest_svn": highest,
        "profile_version": packages,
        "firmware": firmware,
        "free_memory": info.free_memory(),
        "default_smdp": default,
        "root_smds": root_ds,
        "ci_keys_for_verification": verification,
        "ci_keys_for_signing": signing,
    });
    Answer::new(lines.join("\n"), json)
}

fn state(profile: &ProfileInfo) -> Option<&'static str> {
    Some(match profile.profile_state? {
        ProfileState::Enabled => "enabled",
        ProfileState::Disabled => "disabled",
        ProfileState::Other(_) => "unknown",
    })
}

fn line(profile: &ProfileInfo) -> String {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let iccid = profile.iccid.map(|iccid| iccid.to_string()).unwrap_or_default();
    let name = profile.profile_nickname.as_ref().or(profile.profile_name.as_ref()).cloned().unwrap_or_default();
    format!("{iccid}\t{}\t{}\t{name}", state(profile).unwrap_or_default(), text(&profile.service_provider_name))
}

fn view(profile: &ProfileInfo) -> Value {
    let class = profile.profile_class.map(|class| match class {
        ProfileClass::Test => "test",
        ProfileClass::Provisioning => "provisioning",
        ProfileClass::Operational => "operational",
        ProfileClass::Other(_) => "unknown",
    });
    json!({
        "iccid": profile.iccid,
        "isdp_aid": profile.isdp_aid.as_ref().map(hex::encode),
        "state": state(profile),
        "nickname": profile.profile_nickname,
        "operator": profile.service_provider_name,
        "name": profile.profile_name,
        "class": class,
    })
}

fn notifications(card: &mut dyn Apdu, remove: Option<u64>) -> Result<Answer, Failure> {
    if let Some(number) = remove {
        chip::remove_notification(card, number)?;
        return Ok(Answer::new(format!("Notification {number} is gone."), json!({"number": number, "done": true})));
    }
    let waiting = chip::notifications(card)?;
    let lines: Vec<String> = waiting
        .iter()
        .map(|one| {
            let iccid = one.iccid.map(|iccid| iccid.to_string()).unwrap_or_default();
            format!("{}\t{}\t{iccid}\t{}", one.seq_number, event(one), one.notification_address)
        })
        .collect();
    let text = if lines.is_empty() { "No notifications wait.".to_owned() } else { lines.join("\n") };
    let view = |one: &NotificationMetadata| {
        json!({
            "number": one.seq_number,
            "event": event(one),
            "iccid": one.iccid,
            "address": one.notification_address,
        })
    };
    Ok(Answer::new(text, waiting.iter().map(view).collect()))
}

fn event(one: &NotificationMetadata) -> &'static str {
    let is = |event| one.profile_management_operation.contains(event);
    match () {
        () if is(NotificationEvent::INSTALL) => "install",
        () if is(NotificationEvent::ENABLE) => "enable",
        () if is(NotificationEvent::DISABLE) => "disable",
        () if is(NotificationEvent::DELETE) => "delete",
        () if is(NotificationEvent::RPM_ENABLE) => "rpm-enable",
        () if is(NotificationEvent::RPM_DISABLE) => "rpm-disable",
        () if is(NotificationEvent::RPM_DELETE) => "rpm-delete",
        () if is(NotificationEvent::LOAD_RPM_PACKAGE_RESULT) => "rpm-result",
        () => "other",
    }
}

fn reset(card: &mut dyn Apdu, wanted: &Reset) -> Result<Answer, Failure> {
    let all = !(wanted.profiles || wanted.test_profiles || wanted.address);
    let mut options = ResetOptions::NONE;
    let mut what = Vec::new();
    for (chosen, option, name) in [
        (wanted.profiles || all, ResetOptions::DELETE_OPERATIONAL_PROFILES, "profiles"),
        (wanted.test_profiles || all, ResetOptions::DELETE_FIELD_LOADED_TEST_PROFILES, "test profiles"),
        (wanted.address, ResetOptions::RESET_DEFAULT_SMDP_ADDRESS, "default server's address"),
    ] {
        if chosen {
            options = options | option;
            what.push(name);
        }
    }
    let what = what.join(", ");
    if !wanted.yes && !confirm(&format!("Take away for good: {what}?"))? {
        return Err(Failure::Stopped);
    }
    let there = chip::reset(card, options)?;
    let text = if there { format!("Gone: {what}.") } else { format!("There was nothing of it: {what}.") };
    Ok(Answer::new(text, json!({"done": there})))
}
