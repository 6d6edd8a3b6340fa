//! What a card signed of commands, written down for each of them; a second time is as good as once.

use super::{kept::Kept, order::end_from};
use model::UnixTime;
use rsp::{
    es10::ProfileInfoListResponse,
    metadata::{PprIds, ProfileInfo, ProfileState},
    rpm::{RpmCommandResult, RpmCommandResultData as Data, RpmFinalResult},
};
use serde_json::{Value, json};
use smdp::VerifiedRpmResult;
use store::{Store, params};

/// What came of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// Each command's outcome is written down.
    Executed,
    /// It was already: the phone sent the same again, or the card has carried the package out twice.
    Before,
    /// The card could not load it: it waits on.
    NotLoaded,
}

struct Line {
    done: bool,
    outcome: String,
    found: Option<String>,
}

/// Writes a verified result down.
pub(crate) fn record(
    store: &Store,
    kept: &Kept,
    verified: &VerifiedRpmResult,
    now: UnixTime,
) -> Result<Recorded, store::Error> {
    let RpmFinalResult::Executed(results) = &verified.result else { return Ok(Recorded::NotLoaded) };
    let lines: Vec<Line> = results.iter().map(line).collect();
    let stopped = stopped(kept, &lines);
    let id = kept.id;
    store.write_now::<_, store::Error, _>(move |tx| {
        let (chain, state) =
            tx.query_row("SELECT chain, state FROM remote_order WHERE id = ?1", params![id], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            })?;
        if state == 1 {
            return Ok(Recorded::Before);
        }
        tx.execute(
            "UPDATE remote_order SET state = 1, ended_at = ?2, ended_why = NULL WHERE id = ?1",
            params![id, now.0 as i64],
        )?;
        for (place, line) in (0_i64..).zip(&lines) {
            tx.execute(
                "INSERT INTO remote_result (remote_order, place, done, outcome, found) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id, place, line.done, line.outcome, line.found],
            )?;
        }
        if stopped {
            end_from(tx, chain, id, &format!("package {id}, before it, stopped at a failure"), now)?;
        }
        Ok(Recorded::Executed)
    })
}

/// Whether the package ended before its end, or at a command that lets none behind it go on.
fn stopped(kept: &Kept, lines: &[Line]) -> bool {
    let commands = &kept.order.package.commands;
    let last = lines.last().filter(|line| !line.done);
    let goes_on = commands.get(lines.len().saturating_sub(1)).is_some_and(|command| command.continue_on_failure);
    lines.len() < commands.len() || last.is_some() && !goes_on
}

fn line(result: &RpmCommandResult) -> Line {
    let data = &result.data;
    let (outcome, found) = match data {
        Data::Enable(result) => (words(result), None),
        Data::Disable(result) => (words(result), None),
        Data::Delete(result) => (words(result), None),
        Data::UpdateMetadata(result) => (words(result), None),
        Data::ListProfileInfo(ProfileInfoListResponse::Ok(profiles)) => {
            (format!("{} found", profiles.len()), Some(profiles.iter().map(profile).collect::<Value>()))
        }
        Data::ListProfileInfo(ProfileInfoListResponse::Error(error)) => (words(error), None),
        Data::ContactPcmp(Ok(address)) => ("the phone was told".to_owned(), Some(json!(address))),
        Data::ContactPcmp(Err(error)) => (words(error), None),
        Data::Terminated(why) => (format!("not carried out: {}", words(why)), None),
    };
    Line { done: data.is_success(), outcome, found: found.map(|found| found.to_string()) }
}

fn profile(info: &ProfileInfo) -> Value {
    let rules = info.profile_policy_rules.unwrap_or_default();
    json!({
        "iccid": info.iccid,
        "enabled": info.profile_state.map(|state| state == ProfileState::Enabled),
        "nickname": info.profile_nickname,
        "operator": info.service_provider_name,
        "name": info.profile_name,
        "ppr1": rules.contains(PprIds::PPR1),
        "ppr2": rules.contains(PprIds::PPR2),
    })
}

/// `ProfileNotInDisabledState` as `profile not in disabled state`.
fn words(code: &impl std::fmt::Debug) -> String {
    let mut text = String::new();
    for letter in format!("{code:?}").chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.push(letter.to_ascii_lowercase());
    }
    if text == "ok" { "done".to_owned() } else { text }
}
