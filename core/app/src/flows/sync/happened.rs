//! What happened, as records: whatever kills the phone, its user is told, on each device.

use account::{
    log::{Replica, Told},
    record::{Activity, Happened, Kind},
    wire::Bytes,
};
use serde_json::{Map, Value, json};

/// So many of one device are kept.
const KEPT: usize = 100;

/// Writes what a page of the log meant for the user's own edits.
pub(super) fn write(replica: &mut Replica, told: &[Told], device: &Bytes, now: u64) {
    for told in told {
        let (what, detail) = match told {
            Told::Changed { .. } => continue,
            // What happened to a record of what happened is nobody's concern.
            Told::Conflict { kind, .. } | Told::Ended { kind, .. } if kind == Activity::KIND => continue,
            Told::Conflict { kind, record, beside } => {
                (Happened::Conflict, json!({ "kind": kind, "record": record, "beside": beside }))
            }
            Told::Ended { kind, record, content } => {
                (Happened::EditUndone, json!({ "kind": kind, "record": record, "content": content.body }))
            }
            Told::SetAside { kind, record, device } => {
                (Happened::SetAside, json!({ "kind": kind, "record": record, "device": device }))
            }
            Told::BroughtBack { records } => (Happened::BroughtBack, json!({ "records": records })),
        };
        one(replica, what, None, device, now, detail);
    }
}

/// Writes that something happened.
pub(super) fn one(replica: &mut Replica, what: Happened, iccid: Option<&str>, device: &Bytes, now: u64, detail: Value) {
    let (iccid, device) = (iccid.map(str::to_owned), device.clone());
    let activity = Activity { what, iccid, device, time: now, detail, other: Map::new() };
    let mut subject = activity.subject();
    subject.push(activity.detail.to_string());
    let subject: Vec<&str> = subject.iter().map(String::as_str).collect();
    let record = replica.record_about(Activity::KIND, &subject);
    // It is short, and its record is none that has ended.
    let written = replica.put(record, Activity::KIND, activity.content());
    if let Err(error) = written {
        tracing::warn!(%error, "what happened is not written down");
    }
    forget_oldest(replica, &activity.device);
}

fn forget_oldest(replica: &mut Replica, device: &Bytes) {
    let own = replica.views().filter(|view| view.kind == Activity::KIND);
    let own = own.filter_map(|view| Some((view.content.read::<Activity>()?, view.record)));
    let mut own: Vec<_> = own.filter(|(activity, _)| activity.device == *device).collect();
    own.sort_by_key(|(activity, record)| (activity.time, *record));
    let too_many = own.len().saturating_sub(KEPT);
    for (_, record) in own.drain(..too_many) {
        replica.end(record);
    }
}
