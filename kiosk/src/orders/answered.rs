//! The same call, sent again, gets the same answer, also after a restart (SGP.22 §5.2.6; `smdp::es2::repeated`). What was refused is not
//! kept: it changed nothing, and is decided again.

use super::desk::Desk;
use model::UnixTime;
use ring::{digest, hmac};
use rsp::es2::Request;
use smdp::es2::repeated::Answered;
use store::{SqlError, Transaction, params};

/// For how long answers are kept, in seconds: longer than anybody sends a call again.
const KEPT: u64 = 30 * 86_400;

/// What was answered to this very call before.
pub(super) fn before(desk: &Desk<'_>, request: &impl Request) -> Result<Option<Vec<u8>>, SqlError> {
    let (requester, name) = (&desk.caller.requester, name(request));
    let found = desk.tx.query_optional(
        "SELECT digest, answer FROM operator_call WHERE requester = ?1 AND name = ?2",
        params![requester, name],
        |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)),
    )?;
    let call = asked(request);
    let same = |kept: &[u8]| hmac::verify(&desk.kiosk.keys.matching, &call, kept).is_ok();
    Ok(found.filter(|(kept, _)| same(kept)).map(|(_, answer)| answer))
}

/// Keeps an answer, in the transaction of what it tells. Another call of the same name takes its place.
pub(super) fn keep(desk: &Desk<'_>, request: &impl Request, answer: &[u8]) -> Result<(), SqlError> {
    let digest = hmac::sign(&desk.kiosk.keys.matching, &asked(request));
    desk.tx.execute(
        "INSERT OR REPLACE INTO operator_call (requester, name, digest, answer, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![desk.caller.requester, name(request), digest.as_ref(), answer, desk.now.0 as i64],
    )?;
    Ok(())
}

/// Forgets those that nobody sends again.
pub(crate) fn forget(tx: &Transaction<'_>, now: UnixTime) -> Result<(), SqlError> {
    let before = now.0.saturating_sub(KEPT) as i64;
    tx.execute("DELETE FROM operator_call WHERE at < ?1", params![before]).map(drop)
}

/// What names the call, in so many bytes however long it is.
fn name(request: &impl Request) -> Vec<u8> {
    digest::digest(&digest::SHA256, request.header().function_call_identifier.as_bytes()).as_ref().to_vec()
}

/// What the kiosk's key signs of it: nothing else that it signs begins so.
fn asked(request: &impl Request) -> Vec<u8> {
    [b"ES2+ call ".as_slice(), Answered::new(request, Vec::new()).digest.expose()].concat()
}
