use super::{ContactError, id, kept, signature};
use crate::Kiosk;
use ::report::{Chain, Event, MOST_EVENTS, Report, sign};
use account::signed::Signed;
use model::UnixTime;
use store::{Error, Transaction, params};

/// Signs a report over what was noted since the last one, if there is something; answers whether. Reports of a time before a restore, which nobody
/// has accepted, are taken apart first: their events are told again.
///
/// # Errors
/// [`ContactError`]; nothing has changed then.
pub fn bundle(kiosk: &Kiosk, now: UnixTime) -> Result<bool, ContactError> {
    kiosk.store.write_now::<_, Error, _>(take_apart)?;
    let (chain, events) = kiosk.store.read::<_, Error>(|tx| Ok((kept::chain(tx)?, kept::events(tx, MOST_EVENTS)?)))?;
    let Some((last, _)) = events.last() else { return Ok(false) };
    let (last, first) = (*last, events.first().map_or(0, |(seq, _)| *seq));
    let events = events.into_iter().map(|(_, event)| event).collect();
    let report = chain.next(&id(kiosk)?, events, now.0);
    let signed = sign(&report, |message| signature(kiosk, message))?;
    store::crash::point("kiosk.report.signed");
    let job = move |tx: &Transaction<'_>| keep(tx, &chain, &report, &signed, first..=last);
    Ok(kiosk.store.write_now(job)?)
}

/// Keeps a report in the place of its events, unless another was quicker.
fn keep(
    tx: &Transaction<'_>,
    from: &Chain,
    report: &Report,
    signed: &Signed,
    rows: std::ops::RangeInclusive<i64>,
) -> Result<bool, Error> {
    if kept::chain(tx)? != *from {
        return Ok(true);
    }
    let text = serde_json::to_string(signed).map_err(|e| Error::Statement(e.to_string()))?;
    let events = report.events.len() as i64;
    tx.execute(
        "INSERT INTO signed_report (epoch, number, signed, events) VALUES (?1, ?2, ?3, ?4)",
        params![report.epoch as i64, report.number as i64, text, events],
    )?;
    tx.execute("DELETE FROM report WHERE seq BETWEEN ?1 AND ?2", params![rows.start(), rows.end()])?;
    kept::write(tx, kept::CHAIN, &Chain::after(report, signed))?;
    Ok(true)
}

/// Notes again what stands in unaccepted reports of earlier epochs, before what was noted since.
fn take_apart(tx: &Transaction<'_>) -> Result<(), Error> {
    let epoch = kept::epoch(tx)?;
    let old = tx.query_all(
        "SELECT signed FROM signed_report WHERE epoch < ?1 AND accepted IS NULL ORDER BY epoch, number",
        params![epoch as i64],
        |row| row.get::<_, String>(0),
    )?;
    if old.is_empty() {
        return Ok(());
    }
    let mut events: Vec<Event> = Vec::new();
    for text in &old {
        let signed: Signed = kept::parsed(text)?;
        let report: Report =
            serde_json::from_slice(&signed.payload.0).map_err(|error| Error::Corrupt(error.to_string()))?;
        events.extend(report.events);
    }
    events.extend(kept::events(tx, usize::MAX >> 1)?.into_iter().map(|(_, event)| event));
    tx.execute("DELETE FROM report", [])?;
    for event in &events {
        let body = serde_json::to_string(event).map_err(|e| Error::Statement(e.to_string()))?;
        tx.execute("INSERT INTO report (at, body) VALUES (?1, ?2)", params![event.at as i64, body])?;
    }
    tx.execute("DELETE FROM signed_report WHERE epoch < ?1", params![epoch as i64])?;
    Ok(())
}
