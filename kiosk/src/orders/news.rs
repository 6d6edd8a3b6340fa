//! What operators are to be told of downloads (ES2+.HandleDownloadProgressInfo, SGP.22 §5.3.5): written down with what it tells of, and kept
//! until the operator's server has taken it. Told at least once; the call's identifier stays the same, so that it is known again.

use crate::{Kiosk, issue::matching_id, order::Sale, settings::Settings};
use model::{Eid, UnixTime};
use rsp::{cert::AlternativeName, es2::Request, json::RequestHeader};
use smdp::es2::{Stocked, progress::Progress};
use store::{SqlError, Store, Transaction, params};

/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: u64 = 3_600;
/// What nobody has taken for so long is of no use to anybody, in seconds.
const KEPT: u64 = 30 * 86_400;
/// How much may wait for one operator of what changes nothing here, such as refusals: a phone that asks on and on fills no disk.
const MOST: i64 = 10_000;

/// A message for an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    requester: String,
    body: Vec<u8>,
}

/// One that waits to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) seq: i64,
    pub(crate) body: Vec<u8>,
}

impl News {
    /// What is to be told of `progress`: nothing, unless an operator ordered this, and can be told.
    pub(crate) fn of(
        kiosk: &Kiosk,
        sale: &Sale,
        progress: Option<Progress>,
        eid: Option<Eid>,
        now: UnixTime,
    ) -> Option<Self> {
        let (ordered, progress) = (sale.ordered.as_ref()?, progress?);
        notified(&kiosk.settings, &ordered.requester)?;
        let own = kiosk.identity.dp_auth.names().iter().find_map(|name| match name {
            AlternativeName::Oid(dotted) => Some(dotted.clone()),
            AlternativeName::Dns(_) => None,
        });
        let header = RequestHeader {
            function_requester_identifier: own.unwrap_or_default(),
            function_call_identifier: matching_id(),
        };
        let stocked = Stocked {
            order: sale.order.clone(),
            profile_type: ordered.profile_type.clone(),
            owner: ordered.owner.clone(),
            smds_address: None,
        };
        let body = progress.message(header, &stocked, eid, now).encode();
        Some(Self { requester: ordered.requester.clone(), body })
    }

    /// Writes it down, in the transaction of what it tells of.
    pub(crate) fn insert(&self, tx: &Transaction<'_>, now: UnixTime) -> Result<(), SqlError> {
        let at = now.0 as i64;
        tx.execute(
            "INSERT INTO operator_news (requester, at, body, due) VALUES (?1, ?2, ?3, ?2)",
            params![self.requester, at, self.body],
        )?;
        Ok(())
    }
}

/// Writes down what changes nothing here. A download does not fail for it: what can't be written is not told.
pub(crate) fn tell(store: &Store, news: News, now: UnixTime) {
    let written = store.write(move |tx| {
        let waiting: i64 = tx.query_row(
            "SELECT count(*) FROM (SELECT 1 FROM operator_news WHERE requester = ?1 LIMIT ?2)",
            params![news.requester, MOST],
            |row| row.get(0),
        )?;
        if waiting < MOST { Ok::<_, store::Error>(news.insert(tx, now)?) } else { Ok(()) }
    });
    if let Err(error) = written.wait() {
        tracing::error!(%error, "an operator will not be told of a download");
    }
}

/// Where this operator is told, if it is.
fn notified<'a>(settings: &'a Settings, requester: &str) -> Option<&'a str> {
    settings.clients.iter().find(|client| client.requester == requester)?.notify.as_deref()
}

/// The oldest of those that are due for this operator, at most `limit`.
///
/// # Errors
/// If the database can't be read.
pub(crate) fn due(store: &Store, requester: &str, limit: u32, now: UnixTime) -> Result<Vec<Waiting>, store::Error> {
    store.read(|tx| {
        Ok(tx.query_all(
            "SELECT seq, body FROM operator_news WHERE requester = ?1 AND due <= ?2 ORDER BY due, seq LIMIT ?3",
            params![requester, now.0 as i64, limit],
            |row| Ok(Waiting { seq: row.get(0)?, body: row.get(1)? }),
        )?)
    })
}

/// It was taken.
///
/// # Errors
/// If the database refuses: it is told again then.
pub(crate) fn taken(store: &Store, seq: i64) -> Result<(), store::Error> {
    let job = move |tx: &Transaction<'_>| {
        tx.execute("DELETE FROM operator_news WHERE seq = ?1", params![seq])?;
        Ok(())
    };
    store.write_now(job)
}

/// It was not taken: it is tried again after a pause that doubles, up to an hour. If the server was not there at all (`all`), nothing
/// else is tried before either.
///
/// # Errors
/// If the database refuses: it is tried again at once then.
pub(crate) fn not_taken(store: &Store, seq: i64, all: bool, now: UnixTime) -> Result<(), store::Error> {
    let job = move |tx: &Transaction<'_>| {
        let found =
            tx.query_optional("SELECT requester, tries, at FROM operator_news WHERE seq = ?1", params![seq], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
            })?;
        let Some((requester, tries, at)) = found else { return Ok(()) };
        if now.since(UnixTime(at as u64)) > KEPT {
            tracing::error!(requester, "an operator was not told of a download: nobody took it for 30 days");
            tx.execute("DELETE FROM operator_news WHERE seq = ?1", params![seq])?;
            return Ok::<_, store::Error>(());
        }
        let due = now.plus(pause(tries)).0 as i64;
        tx.execute("UPDATE operator_news SET tries = tries + 1, due = ?2 WHERE seq = ?1", params![seq, due])?;
        if all {
            tx.execute("UPDATE operator_news SET due = ?2 WHERE requester = ?1 AND due < ?2", params![requester, due])?;
        }
        Ok(())
    };
    store.write_now(job)
}

/// Seconds to wait after so many tries.
fn pause(tries: i64) -> u64 {
    let doubled = u32::try_from(tries).ok().and_then(|tries| 1_u64.checked_shl(tries)).unwrap_or(LONGEST_PAUSE);
    doubled.min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: E7
    #[test]
    fn the_pause_doubles_up_to_an_hour() {
        assert_eq!([0, 1, 2, 11, 12, 64, i64::MAX].map(pause), [1, 2, 4, 2_048, 3_600, 3_600, 3_600]);
    }
}
