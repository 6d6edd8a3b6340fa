//! The account's records as phones list them.

use super::world::{Who, World};
use landfall_stage::Broken;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// More syncs than two phones need to have nothing more to tell each other.
const SYNCS: usize = 8;

/// What the account has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Records {
    /// Each record, as JSON.
    all: BTreeSet<String>,
    /// Settings by name.
    pub(super) settings: BTreeMap<String, Setting>,
    /// Names that the user gave to cards.
    pub(super) nicknames: Vec<(String, String)>,
}

/// What is there of one setting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Setting {
    /// Record and value.
    pub(super) stands: Option<(String, String)>,
    /// Edits that came too late, by value: their record, and the one that they are about.
    pub(super) beside: BTreeMap<String, (String, String)>,
}

/// Both phones sync until neither has anything to say, and must agree then.
pub(super) fn quiet(world: &World) -> Result<Records, Broken> {
    for _ in 0..SYNCS {
        let said = [world.ask(Who::Home, &["sync"])?, world.ask(Who::Lost, &["sync"])?];
        if said.iter().all(|said| said["written"] == 0 && said["told"].as_array().is_some_and(Vec::is_empty)) {
            let (home, lost) = (of(world, Who::Home)?, of(world, Who::Lost)?);
            agree(&home, &lost)?;
            return Ok(home);
        }
    }
    Err(Broken::not("two phones sync and sync, and are never done"))
}

/// Both have the same.
pub(super) fn agree(one: &Records, other: &Records) -> Result<(), Broken> {
    match one.all.symmetric_difference(&other.all).next() {
        Some(record) => Err(Broken::not(format!("only one of two phones has this: {record}"))),
        None => Ok(()),
    }
}

/// As a phone lists them, nothing of which waits.
pub(super) fn of(world: &World, who: Who) -> Result<Records, Broken> {
    let listed = world.ask(who, &["records", "list"])?;
    let mut records = Records::default();
    let mut happened = BTreeSet::new();
    for record in listed.as_array().into_iter().flatten() {
        if record["synced"] != true {
            return Err(Broken::not(format!("{who:?} has synced, and this waits: {record}")));
        }
        records.all.insert(record.to_string());
        let body = &record["body"];
        match record["kind"].as_str() {
            Some("setting") => records.setting(record)?,
            Some("nickname") => records.nicknames.push((text(&body["iccid"]), text(&body["nickname"]))),
            // What became of an edit is told once.
            Some("activity") if body["what"] == "conflict" && !happened.insert(body["detail"].to_string()) => {
                return Err(Broken::not(format!("this is told twice: {record}")));
            }
            _ => {}
        }
    }
    Ok(records)
}

impl Records {
    fn setting(&mut self, record: &Value) -> Result<(), Broken> {
        let (body, id) = (&record["body"], text(&record["record"]));
        let (name, value) = (text(&body["name"]), text(&body["value"]));
        let setting = self.settings.entry(name).or_default();
        let doubled = match record["conflict_of"].as_str() {
            Some(of) => setting.beside.insert(value, (id, of.to_owned())).is_some(),
            None => setting.stands.replace((id, value)).is_some(),
        };
        if doubled { Err(Broken::not(format!("this is there twice: {record}"))) } else { Ok(()) }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
