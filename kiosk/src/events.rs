//! The SM-DS's event records (SGP.22 §3.6): which card is told what. An event of the kiosk's own SM-DP+ comes with its sale, and goes with it in
//! the same transaction.

use model::{Eid, UnixTime};
use rsp::{
    es2::Request,
    es11::EventEntry,
    es12::{DeleteEventRequest, RegisterEventRequest},
};
use smdp::ds::{Event, EventRefused, delete_event, register_event};
use store::{Row, SqlError, Store, Transaction, params};

/// Owner of what the kiosk announces of its own sales.
const OWN: &str = "";

/// More than anybody orders for one card.
const MOST: u32 = 64;

/// Why an event was not registered or deleted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// A check of ES12 said no.
    #[error(transparent)]
    Refused(#[from] EventRefused),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl EventError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Refused(refused) => refused.retrying_helps(),
            Self::Store(error) => error.retrying_helps(),
        }
    }

    /// What can be done, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.hint(),
            Self::Store(error) => error.hint(),
        }
    }
}

impl From<SqlError> for EventError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Announces a sale to its card.
pub(crate) fn announce(
    tx: &Transaction<'_>,
    eid: &Eid,
    matching_id: &str,
    server: &str,
    now: UnixTime,
) -> Result<(), SqlError> {
    tx.execute(
        "INSERT OR REPLACE INTO event (owner, event_id, eid, server, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![OWN, matching_id, eid.as_bytes().as_slice(), server, now.0 as i64],
    )?;
    Ok(())
}

/// A sale is over, or its card has it: nothing waits any more.
pub(crate) fn forget(tx: &Transaction<'_>, matching_id: &str) -> Result<(), SqlError> {
    tx.execute("DELETE FROM event WHERE owner = ?1 AND event_id = ?2", params![OWN, matching_id])?;
    Ok(())
}

/// What a card is told, the oldest first.
pub(crate) fn of_card(store: &Store, eid: &Eid) -> Result<Vec<Event>, store::Error> {
    let rows = store.read::<_, store::Error>(|tx| {
        Ok(tx.query_all(
            "SELECT owner, event_id, eid, server FROM event WHERE eid = ?1 ORDER BY at, event_id LIMIT ?2",
            params![eid.as_bytes().as_slice(), MOST],
            row,
        )?)
    })?;
    rows.into_iter().map(event).collect()
}

/// ES12.RegisterEvent by `owner`: durable when this returns.
///
/// # Errors
/// [`EventError`]
pub fn register(store: &Store, request: RegisterEventRequest, owner: &str, now: UnixTime) -> Result<(), EventError> {
    let owner = owner.to_owned();
    store.write_now::<_, EventError, _>(move |tx| {
        let found = find(tx, &owner, &request.event_id)?;
        let event = register_event(&request, &owner, found.as_ref())?;
        tx.execute(
            "INSERT INTO event (owner, event_id, eid, server, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                event.owner,
                event.entry.event_id,
                event.eid.as_bytes().as_slice(),
                event.entry.rsp_server_address,
                now.0 as i64
            ],
        )?;
        tracing::info!(by = owner, function = RegisterEventRequest::FUNCTION, "an event is registered");
        Ok(())
    })
}

/// ES12.DeleteEvent by `owner`: durable when this returns.
///
/// # Errors
/// [`EventError`]
pub fn delete(store: &Store, request: DeleteEventRequest, owner: &str) -> Result<(), EventError> {
    let owner = owner.to_owned();
    store.write_now::<_, EventError, _>(move |tx| {
        let found = find(tx, &owner, &request.event_id)?;
        delete_event(&request, &owner, found.as_ref())?;
        tx.execute("DELETE FROM event WHERE owner = ?1 AND event_id = ?2", params![owner, request.event_id])?;
        Ok(())
    })
}

fn find(tx: &Transaction<'_>, owner: &str, event_id: &str) -> Result<Option<Event>, EventError> {
    let found = tx.query_optional(
        "SELECT owner, event_id, eid, server FROM event WHERE owner = ?1 AND event_id = ?2",
        params![owner, event_id],
        row,
    )?;
    Ok(found.map(event).transpose()?)
}

type Columns = (String, String, Vec<u8>, String);

fn row(row: &Row<'_>) -> Result<Columns, SqlError> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn event((owner, event_id, eid, rsp_server_address): Columns) -> Result<Event, store::Error> {
    let eid =
        Eid::from_bytes(&eid).map_err(|_| store::Error::Corrupt("the EID of an event is malformed".to_owned()))?;
    Ok(Event { eid, entry: EventEntry { event_id, rsp_server_address }, owner })
}
