//! Our LPA at osmo-smdpp: every TS.48 profile that it has, over verified TLS.

use super::{desk::Desk, inside::SMDPP, report::Section, smdpp::Smdpp};
use crate::{Said, in_state};
use landfall_stage::{Broken, Program};
use serde_json::Value;
use std::{fs, time::Duration};

/// Downloads, uses and deletes one after the other: they share a number.
///
/// # Errors
/// If our side does not stand.
pub(super) fn at_osmo_smdpp(desk: &Desk, smdpp: &Smdpp, mut section: Section) -> Result<Section, Broken> {
    let phone = desk.phone("own-smdpp")?;
    let entries = fs::read_dir(smdpp.folder.join("smdpp-data/upp")).map_err(Broken::io("upp"))?;
    let names =
        entries.flatten().filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".der").map(str::to_owned));
    let mut profiles: Vec<String> = names.filter(|name| name.starts_with("TS48v")).collect();
    profiles.sort();
    for profile in profiles {
        let result = whole_life(desk, smdpp, &phone, &profile, &mut section);
        section.step(profile, result);
    }
    let result = refused(&phone, &mut section);
    section.step("an order that is not there", result);
    Ok(section)
}

fn whole_life(
    desk: &Desk,
    smdpp: &Smdpp,
    phone: &Program,
    profile: &str,
    section: &mut Section,
) -> Result<String, Broken> {
    let pin = desk.pin.display().to_string();
    let order = ["acquire", "--smdp", SMDPP, "--matching-id", profile, "--yes", "--pin-file", &pin];
    let acquired = ask(phone, section, &order)?;
    let iccid = acquired["iccid"].as_str().unwrap_or_default().to_owned();
    if acquired["reported"] != true {
        return Err(Broken::not(format!("the server did not take the result: {acquired}")));
    }
    let list = ask(phone, section, &["chip", "list"])?;
    if in_state(&list, "enabled") != [iccid.clone()] {
        return Err(Broken::not(list));
    }
    ask(phone, section, &["chip", "disable", &iccid])?;
    ask(phone, section, &["chip", "delete", &iccid, "--yes"])?;
    let before = smdpp.notified().len();
    let taken = ask(phone, section, &["notifications"])?;
    let verified = smdpp.notified().len().saturating_sub(before);
    let left = ask(phone, section, &["chip", "notifications"])?;
    if left.as_array().is_none_or(|left| !left.is_empty()) || verified != 3 {
        return Err(Broken::not(format!("{taken}; still there: {left}")));
    }
    Ok(format!("{iccid} installed, enabled, disabled, deleted; {verified} more notifications taken"))
}

fn refused(phone: &Program, section: &mut Section) -> Result<String, Broken> {
    let order = ["acquire", "--smdp", SMDPP, "--matching-id", "NOSUCH", "--yes"];
    let why = phone.run(&order)?.refusal()?;
    told(section, &order, &why);
    Ok(format!("refused, as it must be: {why}"))
}

fn ask(phone: &Program, section: &mut Section, arguments: &[&str]) -> Result<Value, Broken> {
    let answer = phone.ask(arguments);
    let text = answer.as_ref().map_or_else(ToString::to_string, ToString::to_string);
    told(section, arguments, &text);
    answer
}

fn told(section: &mut Section, arguments: &[&str], text: &str) {
    let said = Said { succeeded: true, text: text.to_owned(), errors: String::new(), took: Duration::default() };
    section.transcript().add(&format!("landfall --json {}", arguments.join(" ")), &said);
}
