//! The account's records on this phone.

use crate::{
    args::{Cli, Records},
    desk,
    failure::Failure,
    output::Answer,
};
use account::{
    log::{RecordId, View},
    wire::Bytes,
};
use app::{Landfall, SyncError};
use serde_json::{Value, json};

pub(crate) fn run(cli: &Cli, command: &Records) -> Result<Answer, Failure> {
    let landfall = desk::open(cli)?;
    match command {
        Records::List { kind } => list(&landfall, kind.as_deref()),
        Records::Set { name, value } => {
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.clone()));
            landfall.set_setting(name, value)?;
            waits(&landfall, format!("{name} is set."))
        }
        Records::Prefer { record } => {
            landfall.prefer_record(id(record)?)?;
            waits(&landfall, "That edit stands now.".to_owned())
        }
        Records::End { record } => {
            landfall.end_record(id(record)?)?;
            waits(&landfall, "It has ended.".to_owned())
        }
    }
}

fn id(text: &str) -> Result<RecordId, Failure> {
    let id = Bytes::read(text).and_then(|bytes| RecordId::try_from(bytes).ok());
    id.ok_or_else(|| Failure::Sync(SyncError::NoSuchRecord))
}

fn waits(landfall: &Landfall, done: String) -> Result<Answer, Failure> {
    let left = landfall.unsynced()?;
    Ok(Answer::new(format!("{done} The other devices have it after: landfall sync."), json!({"waiting": left})))
}

fn list(landfall: &Landfall, kind: Option<&str>) -> Result<Answer, Failure> {
    let mut views = landfall.all_records()?;
    views.retain(|view| kind.is_none_or(|kind| view.kind == kind));
    views.sort_by(|a, b| (&a.kind, a.record).cmp(&(&b.kind, b.record)));
    let lines: Vec<String> = views.iter().map(line).collect();
    let text = if lines.is_empty() { "There are no records.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, views.iter().map(view).collect::<Value>()))
}

fn line(view: &View) -> String {
    let id = Bytes::from(view.record).text();
    let mark = match (view.content.conflict_of, view.synced) {
        (Some(of), _) => format!("\tcame too late for {}", Bytes::from(of).text()),
        (None, false) => "\twaits for sync".to_owned(),
        (None, true) => String::new(),
    };
    // Bodies may come from anywhere, and go to a terminal.
    let body: String = view.content.body.to_string().chars().filter(|c| !c.is_control()).collect();
    format!("{id}\t{}\t{body}{mark}", view.kind)
}

fn view(view: &View) -> Value {
    json!({
        "record": view.record,
        "kind": view.kind,
        "body": view.content.body,
        "conflict_of": view.content.conflict_of,
        "device": view.device,
        "version": view.version,
        "synced": view.synced,
    })
}
