//! Orders of commands as the SM-DP+ knows them: read from the database when they are asked for, never kept.

use super::order::end_from;
use model::{Eid, UnixTime};
use rsp::{TransactionId, rpm::RpmPackage};
use smdp::{
    RpmOrder,
    rpm::{RpmState, SentTo},
};
use store::{Store, Transaction, params};

/// An order and its row.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) order: RpmOrder,
}

/// How many sessions of a package are remembered: as many as [`RpmOrder`] does.
const MOST_SESSIONS: i64 = 8;

/// The package that `matching_id` names, whatever its state.
pub(crate) fn by_matching_id(store: &Store, matching_id: &str) -> Result<Option<Kept>, store::Error> {
    store.read(|tx| {
        let sql = "SELECT id FROM remote_order WHERE matching_id = ?1";
        let found = tx.query_optional(sql, params![matching_id], |row| row.get::<_, i64>(0))?;
        found.map(|id| read(tx, id)).transpose()
    })
}

/// The package that was sent in this session.
pub(crate) fn by_transaction(store: &Store, id: &TransactionId) -> Result<Option<Kept>, store::Error> {
    store.read(|tx| {
        let sql = "SELECT remote_order FROM remote_sent WHERE transaction_id = ?1";
        let found = tx.query_optional(sql, params![id.as_bytes()], |row| row.get::<_, i64>(0))?;
        found.map(|id| read(tx, id)).transpose()
    })
}

/// The oldest package that waits for this card.
pub(crate) fn waiting(store: &Store, eid: &Eid) -> Result<Option<Kept>, store::Error> {
    store.read(|tx| {
        let sql = "SELECT id FROM remote_order WHERE eid = ?1 AND state = 0 ORDER BY id LIMIT 1";
        let found = tx.query_optional(sql, params![eid.as_bytes().as_slice()], |row| row.get::<_, i64>(0))?;
        found.map(|id| read(tx, id)).transpose()
    })
}

fn read(tx: &Transaction<'_>, id: i64) -> Result<Kept, store::Error> {
    let corrupt = |what: &str| store::Error::Corrupt(format!("{what} of the commands {id} is malformed"));
    let (matching_id, eid, package, state) =
        tx.query_row("SELECT matching_id, eid, package, state FROM remote_order WHERE id = ?1", params![id], |row| {
            let (matching_id, eid) = (row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?);
            Ok((matching_id, eid, row.get::<_, Vec<u8>>(2)?, row.get::<_, i64>(3)?))
        })?;
    let eid_bytes = eid;
    let eid = Eid::from_bytes(&eid_bytes).map_err(|_| corrupt("the EID"))?;
    let package = RpmPackage::decode(&package).map_err(|_| corrupt("the package"))?;
    let pending = tx.query_optional(
        "SELECT 1 FROM remote_order WHERE eid = ?1 AND state = 0 AND id > ?2 LIMIT 1",
        params![eid_bytes, id],
        |_| Ok(()),
    )?;
    let sent = tx.query_all(
        "SELECT transaction_id, euicc_key FROM remote_sent WHERE remote_order = ?1 ORDER BY at, rowid",
        params![id],
        |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, [u8; 65]>(1)?)),
    )?;
    let sent = sent.into_iter().map(|(id, euicc_key)| {
        let transaction_id = TransactionId::new(&id).map_err(|_| corrupt("a session"))?;
        Ok(SentTo { transaction_id, euicc_key })
    });
    let sent = sent.collect::<Result<Vec<_>, store::Error>>()?;
    let state = match state {
        0 => RpmState::Waiting,
        1 => RpmState::Executed,
        _ => RpmState::Cancelled,
    };
    let pending = pending.is_some();
    Ok(Kept { id, order: RpmOrder { matching_id, eid, package, pending, state, sent } })
}

/// The package goes out in this session: durable before the answer leaves, so that the card's word is known when it comes.
pub(crate) fn sent(store: &Store, id: i64, to: &SentTo, version: &str, now: UnixTime) -> Result<(), store::Error> {
    let (transaction_id, key) = (to.transaction_id.as_bytes().to_vec(), to.euicc_key.to_vec());
    let version = version.to_owned();
    store
        .write_now::<_, store::Error, _>(move |tx| {
            tx.execute(
                "INSERT INTO remote_sent (transaction_id, remote_order, at, euicc_key, version) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![transaction_id, id, now.0 as i64, key, version],
            )?;
            tx.execute(
                "DELETE FROM remote_sent WHERE remote_order = ?1 AND rowid NOT IN
                 (SELECT rowid FROM remote_sent WHERE remote_order = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2)",
                params![id, MOST_SESSIONS],
            )?;
            Ok(())
        })
}

/// The client ended the session: the package waits on, unless its user said no for good; then those behind it end too.
pub(crate) fn cancelled(
    store: &Store,
    kept: &Kept,
    after: &RpmOrder,
    why: &str,
    now: UnixTime,
) -> Result<(), store::Error> {
    if after.state != RpmState::Cancelled {
        return Ok(());
    }
    let (id, why) = (kept.id, why.to_owned());
    store.write_now::<_, store::Error, _>(move |tx| {
        let chain =
            tx.query_row("SELECT chain FROM remote_order WHERE id = ?1", params![id], |row| row.get::<_, i64>(0))?;
        end_from(tx, chain, id, &why, now)?;
        Ok(())
    })
}
