use super::EventRefused;
use crate::checks;
use model::Eid;
use rsp::{
    es11::EventEntry,
    es12::{DeleteEventRequest, RegisterEventRequest},
};

/// An event record (SGP.22 §3.6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The eUICC.
    pub eid: Eid,
    /// What it is told.
    pub entry: EventEntry,
    /// Who registered it, by the name under which it is authenticated.
    pub owner: String,
}

/// The longest id of an event, and the longest address: a host's name (RFC 1035) with a port.
const LONGEST: usize = 253 + 6;

/// ES12.RegisterEvent (SGP.22 §5.9.1) by `owner`; `found` is its event of the same id, if there is one. What comes back is to be made durable.
///
/// # Errors
/// [`EventRefused`].
pub fn register_event(
    request: &RegisterEventRequest,
    owner: &str,
    found: Option<&Event>,
) -> Result<Event, EventRefused> {
    let eid = request.eid.eid().ok_or_else(|| EventRefused::UnknownEid { eid: request.eid.to_string() })?;
    for (what, text) in [("eventId", &request.event_id), ("rspServerAddress", &request.rsp_server_address)] {
        if text.is_empty() || text.len() > LONGEST || text.chars().any(char::is_control) {
            return Err(EventRefused::Malformed { what });
        }
    }
    if found.is_some() {
        return Err(EventRefused::Exists { event_id: request.event_id.clone() });
    }
    let entry =
        EventEntry { event_id: request.event_id.clone(), rsp_server_address: request.rsp_server_address.clone() };
    Ok(Event { eid, entry, owner: owner.to_owned() })
}

/// ES12.DeleteEvent (SGP.22 §5.9.2) by `owner`; `found` is the event of this id. It may be deleted when this returns.
///
/// # Errors
/// [`EventRefused::Unknown`]: there is none, or it is another's, which nobody is told.
pub fn delete_event(request: &DeleteEventRequest, owner: &str, found: Option<&Event>) -> Result<(), EventRefused> {
    let fits = |event: &&Event| {
        let own = event.owner == owner || !checks::OWN_EVENTS.on();
        own && event.entry.event_id == request.event_id && Some(event.eid) == request.eid.eid()
    };
    match found.filter(fits) {
        Some(_) => Ok(()),
        None => Err(EventRefused::Unknown { event_id: request.event_id.clone() }),
    }
}
