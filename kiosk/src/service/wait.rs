use super::internal;
use crate::{Kiosk, schema::Stage};
use model::UnixTime;
use nearfield::message::{Authorisation, Refusal, Response, WaitingFor};

/// Where the authorisation of a sale stands, now.
pub(super) fn authorisation(kiosk: &Kiosk, matching_id: &str, now: UnixTime) -> Result<Response, Refusal> {
    let found = kiosk.store.read(|tx| {
        Ok(match crate::reserve::by_matching_id(tx, matching_id)? {
            Some(sale) => Some((sale.stage, sale.lease, why(tx, sale.id)?)),
            None => None,
        })
    });
    let (stage, lease, why) = found.map_err(|e| internal(&e))?.ok_or(Refusal::UnknownMatchingId)?;
    Ok(Response::Authorisation(match stage {
        Stage::Reserved | Stage::Authorised if lease < now => return Err(Refusal::UnknownMatchingId),
        Stage::Reserved => Authorisation::Waiting(WaitingFor::Attendant),
        Stage::Authorised | Stage::Bound | Stage::Distributed => Authorisation::Granted,
        Stage::Denied => Authorisation::Denied { why },
        Stage::Lapsed
        | Stage::Released
        | Stage::Cancelled
        | Stage::Failed
        // An operator's order is asked for by whom the operator told, and no phone waits for it here.
        | Stage::Ordered
        | Stage::Faulted => return Err(Refusal::UnknownMatchingId),
    }))
}

fn why(tx: &store::Transaction<'_>, sale: i64) -> Result<String, store::Error> {
    let why: Option<String> =
        tx.query_row("SELECT ended_why FROM reservation WHERE id = ?1", store::params![sale], |row| row.get(0))?;
    Ok(why.unwrap_or_default())
}
