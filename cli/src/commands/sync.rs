//! Brings the account's records on this phone and at its server together.

use super::{away::moves, shown};
use crate::{
    args::{Cli, Sync},
    cloud, desk,
    failure::Failure,
    output::Answer,
    progress, runtime,
};
use account::{log::Told, wire::Bytes};
use app::{Events, Synced};
use serde_json::{Value, json};

pub(crate) fn run(cli: &Cli, wanted: &Sync) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    let port = cloud::of_account(cli, &landfall)?;
    let events = Events::new();
    let work = async {
        if wanted.believe_restored {
            landfall.believe_restored(port.clone()).await?;
        }
        let synced = landfall.sync(port.clone(), &events).await?;
        if landfall.is_tied()? {
            landfall.follow_ties(port.clone()).await?;
        }
        Ok((synced, landfall.go_on_moving(port.clone()).await?))
    };
    let (synced, moved) = runtime::run(runtime::interruptible(async {
        tokio::select! {
            done = work => done,
            () = progress::show(&events, cli.json) => Err(Failure::Stopped),
        }
    }))?;
    let lines = [text(&synced)].into_iter().chain(moved.iter().map(|(moving, moved)| moves(moving, moved)));
    Ok(Answer::new(lines.collect::<Vec<_>>().join("\n"), view(&synced)))
}

fn text(synced: &Synced) -> String {
    let changed = synced.told.iter().filter(|told| matches!(told, Told::Changed { .. })).count();
    let mut lines = vec![format!("Synced: {changed} changes read, {} written.", synced.written)];
    lines.extend(synced.told.iter().filter_map(line));
    lines.extend(
        synced.certified.iter().map(|eid| format!("The operator certified the phone's eUICC {eid} for years.")),
    );
    if synced.results > 0 {
        lines.push(format!("{} results were handed in for kiosks that had not had them.", synced.results));
    }
    lines.extend(shown::lines(&synced.shown));
    lines.join("\n")
}

/// What its user should know.
fn line(told: &Told) -> Option<String> {
    match told {
        Told::Changed { .. } => None,
        Told::Conflict { kind, beside, .. } => Some(format!(
            "Another device changed the same {kind} first; this phone's edit is kept beside it: landfall records prefer {}.",
            Bytes::from(*beside).text()
        )),
        Told::Ended { kind, content, .. } => Some(format!(
            "A {kind} that was edited here was deleted elsewhere, and stays deleted. It said: {}",
            content.body.to_string().chars().filter(|c| !c.is_control()).collect::<String>()
        )),
        Told::BroughtBack { records } => {
            Some(format!("The server lacked {records} records; this phone brought them back."))
        }
    }
}

fn view(synced: &Synced) -> Value {
    let told = synced.told.iter().map(|told| match told {
        Told::Changed { record, kind } => json!({"what": "changed", "record": record, "kind": kind}),
        Told::Conflict { record, beside, kind } => {
            json!({"what": "conflict", "record": record, "beside": beside, "kind": kind})
        }
        Told::Ended { record, kind, content } => {
            json!({"what": "edit_undone", "record": record, "kind": kind, "body": content.body})
        }
        Told::BroughtBack { records } => json!({"what": "brought_back", "records": records}),
    });
    json!({
        "place": synced.place,
        "written": synced.written,
        "told": told.collect::<Value>(),
        "certified": synced.certified,
        "results": synced.results,
        "cards": shown::view(&synced.shown),
    })
}
