//! What the cloud's answer brings.

use super::{ContactError, kept};
use crate::{
    Kiosk, schema,
    service::{NotAnswered, late_result},
    stock::number,
};
use ::report::{Answer, LateResult, News, Taken};
use model::{NumberState, UnixTime};
use store::{Error, Transaction, params};

/// For so long accepted reports are kept, in seconds: a cloud that was restored from a backup asks for them again.
const KEPT: u64 = 90 * 86_400;

/// What was taken.
#[derive(Debug, Default)]
pub(super) struct Took {
    pub(super) accepted: u64,
    pub(super) news: u64,
    pub(super) results: u64,
}

/// Takes an answer. Late results come first, each a card's signed word: if the kiosk dies behind one, it comes again, and says nothing new then.
pub(super) fn take(kiosk: &Kiosk, answer: Answer, told: Vec<Taken>, now: UnixTime) -> Result<Took, ContactError> {
    if !kiosk.store.read(|tx| kept::is_own(tx, &answer.chain))? {
        let why = answer.refused.unwrap_or_else(|| "its last one is another than this kiosk's".to_owned());
        return Err(ContactError::NotTaken(why));
    }
    let mut taken = Vec::new();
    for result in &answer.results {
        match judged(kiosk, result, now) {
            Ok(done) => taken.push(done),
            // The kiosk can't judge now: it comes again.
            Err(why) => tracing::warn!(why, seq = result.seq, "a late result waits"),
        }
    }
    store::crash::point("kiosk.report.results");
    let results = taken.len() as u64;
    let mut took = kiosk.store.write_now::<_, Error, _>(move |tx| {
        let chain = &answer.chain;
        let accepted = tx.execute(
            "UPDATE signed_report SET accepted = ?3 WHERE epoch = ?1 AND number <= ?2 AND accepted IS NULL",
            params![chain.epoch as i64, chain.number as i64, now.0 as i64],
        )?;
        let old = now.0.saturating_sub(KEPT) as i64;
        tx.execute("DELETE FROM signed_report WHERE accepted < ?1", params![old])?;
        let mut news = 0;
        for one in &answer.news {
            news += u64::from(learn(tx, one, now)?);
        }
        kept::write(tx, kept::AFTER, &answer.after)?;
        // What this contact told needs not be told again.
        let mut waiting: Vec<Taken> = kept::read(tx, kept::TAKEN)?.unwrap_or_default();
        waiting.retain(|one| !told.contains(one));
        waiting.extend(taken);
        kept::write(tx, kept::TAKEN, &waiting)?;
        Ok(Took { accepted: accepted as u64, news, results: 0 })
    })?;
    took.results = results;
    Ok(took)
}

/// A card's word, judged as if it had come itself.
fn judged(kiosk: &Kiosk, result: &LateResult, now: UnixTime) -> Result<Taken, String> {
    let seq = result.seq;
    match late_result(kiosk, &result.notification.0, now) {
        Ok(refused) => Ok(Taken { seq, refused }),
        Err(NotAnswered::NotSelling(why)) => Err(why.to_string()),
        Err(NotAnswered::Kiosk(refusal)) if refusal.retrying_helps() => Err(refusal.to_string()),
        Err(NotAnswered::Kiosk(refusal)) => Ok(Taken { seq, refused: Some(refusal.to_string()) }),
    }
}

/// Takes over how a number stands in the network, if a phone has it; answers whether something changed.
fn learn(tx: &Transaction<'_>, news: &News, now: UnixTime) -> Result<bool, Error> {
    use NumberState::{Distributed, InUse, InsufficientBalance, Retired, Suspended};
    let found = tx.query_optional(
        "SELECT id, state, balance FROM number WHERE iccid = ?1",
        params![news.iccid.as_ef().as_slice()],
        |row| Ok((row.get::<_, i64>(0)?, schema::state(row, 1)?, row.get::<_, Option<i64>>(2)?)),
    )?;
    let Some((id, state, balance)) = found else { return Ok(false) };
    let held = [Distributed, InUse, InsufficientBalance, Suspended];
    if !held.contains(&state) {
        return Ok(false);
    }
    let mut changed = false;
    if news.balance.is_some() && news.balance != balance {
        tx.execute("UPDATE number SET balance = ?2 WHERE id = ?1", params![id, news.balance])?;
        changed = true;
    }
    if news.state != state && (held.contains(&news.state) || news.state == Retired) {
        number::set_state(tx, id, news.state, &format!("the cloud says: {}", news.why), now)?;
        changed = true;
    }
    Ok(changed)
}
