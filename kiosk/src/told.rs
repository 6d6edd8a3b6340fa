//! What cards tell of the profiles that they have, beside that they were installed: written into the number's log. It moves no number: whether
//! a profile that its user deleted may be given out again is for its operator to say.

use crate::{schema, stock::log};
use model::UnixTime;
use rsp::metadata::NotificationEvent;
use smdp::VerifiedNotification;
use store::{Store, params};

/// Writes down what a card signed of its profile. The same again adds nothing: a card tells until it is heard.
pub(crate) fn record(store: &Store, told: &VerifiedNotification, now: UnixTime) -> Result<(), store::Error> {
    let Some(what) = words(told.event) else { return Ok(()) };
    let iccid = told.order.iccid.as_ef().to_vec();
    let why = format!("card {} signed that its profile is {what} (notification {})", told.eid, told.seq_number);
    store.write_now::<_, store::Error, _>(move |tx| {
        let found = tx.query_optional("SELECT id, state FROM number WHERE iccid = ?1", params![iccid], |row| {
            Ok((row.get::<_, i64>(0)?, schema::state(row, 1)?))
        })?;
        let Some((number, state)) = found else { return Ok(()) };
        let before = tx.query_optional(
            "SELECT l.why FROM number n JOIN state_log l ON l.seq = n.log WHERE n.id = ?1",
            params![number],
            |row| row.get::<_, String>(0),
        )?;
        if before.as_deref() != Some(why.as_str()) {
            log::note(tx, now, number, state, &why)?;
        }
        Ok(())
    })
}

fn words(event: NotificationEvent) -> Option<&'static str> {
    let all = [
        (NotificationEvent::ENABLE, "enabled"),
        (NotificationEvent::DISABLE, "disabled"),
        (NotificationEvent::DELETE, "deleted"),
        (NotificationEvent::RPM_ENABLE, "enabled from afar"),
        (NotificationEvent::RPM_DISABLE, "disabled from afar"),
        (NotificationEvent::RPM_DELETE, "deleted from afar"),
    ];
    all.into_iter().find(|(one, _)| *one == event).map(|(_, words)| words)
}
