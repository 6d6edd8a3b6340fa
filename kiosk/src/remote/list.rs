use super::wanted::in_words;
use model::{Eid, UnixTime};
use rsp::rpm::RpmPackage;
use serde::Serialize;
use store::{Store, Transaction, params};

/// A package of commands, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderView {
    /// Its number.
    pub id: i64,
    /// Names it to a phone.
    pub matching_id: String,
    /// The packages that were ordered together have the number of the first.
    pub chain: i64,
    /// The card.
    pub eid: Eid,
    /// When it was ordered.
    pub at: UnixTime,
    /// By whom.
    pub by: String,
    /// `waiting`, `executed` or `cancelled`.
    pub state: &'static str,
    /// In how many sessions it was sent, and at which version the last one was held.
    pub sent: u32,
    /// The version of SGP.22 that was accepted for the last session.
    pub version: Option<String>,
    /// When it ended.
    pub ended_at: Option<UnixTime>,
    /// Why, if nobody carried it out.
    pub ended_why: Option<String>,
    /// The commands.
    pub commands: Vec<CommandView>,
}

/// A command, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommandView {
    /// As it was ordered.
    pub command: String,
    /// Whether those behind it are tried though it fails.
    pub goes_on: bool,
    /// Whether the card has done it; absent until the card told of it.
    pub done: Option<bool>,
    /// What the card said.
    pub outcome: Option<String>,
    /// What a list found, or the platform's address.
    pub found: Option<serde_json::Value>,
}

/// The latest packages, of one card or of all, the newest first.
///
/// # Errors
/// If the database can't be read.
pub fn list(store: &Store, eid: Option<&Eid>, limit: u32) -> Result<Vec<OrderView>, store::Error> {
    store.read(|tx| {
        let eid = eid.map(|eid| eid.as_bytes().to_vec());
        let sql = if eid.is_some() {
            "SELECT id FROM remote_order WHERE eid = ?1 ORDER BY id DESC LIMIT ?2"
        } else {
            "SELECT id FROM remote_order WHERE ?1 IS NULL ORDER BY id DESC LIMIT ?2"
        };
        let ids = tx.query_all(sql, params![eid, limit], |row| row.get::<_, i64>(0))?;
        ids.into_iter().map(|id| view(tx, id)).collect()
    })
}

fn view(tx: &Transaction<'_>, id: i64) -> Result<OrderView, store::Error> {
    let corrupt = |what: &str| store::Error::Corrupt(format!("{what} of the commands {id} is malformed"));
    let time = |at: i64| UnixTime(at as u64);
    let (order, package) = tx.query_row(
        "SELECT matching_id, chain, at, made_by, state, ended_at, ended_why, eid, package FROM remote_order WHERE id = ?1",
        params![id],
        |row| {
            let state = match row.get::<_, i64>(4)? {
                0 => "waiting",
                1 => "executed",
                _ => "cancelled",
            };
            let order = |eid| {
                Ok::<_, store::SqlError>(OrderView {
                    id,
                    matching_id: row.get(0)?,
                    chain: row.get(1)?,
                    eid,
                    at: time(row.get(2)?),
                    by: row.get(3)?,
                    state,
                    sent: 0,
                    version: None,
                    ended_at: row.get::<_, Option<i64>>(5)?.map(time),
                    ended_why: row.get(6)?,
                    commands: Vec::new(),
                })
            };
            let eid = Eid::from_bytes(&row.get::<_, Vec<u8>>(7)?).ok();
            Ok((eid.map(order).transpose()?, row.get::<_, Vec<u8>>(8)?))
        },
    )?;
    let mut order = order.ok_or_else(|| corrupt("the EID"))?;
    let package = RpmPackage::decode(&package).map_err(|_| corrupt("the package"))?;
    let versions = tx.query_all(
        "SELECT version FROM remote_sent WHERE remote_order = ?1 ORDER BY at, rowid",
        params![id],
        |row| row.get::<_, String>(0),
    )?;
    order.sent = versions.len() as u32;
    order.version = versions.into_iter().next_back();
    let results = tx.query_all(
        "SELECT done, outcome, found FROM remote_result WHERE remote_order = ?1 ORDER BY place",
        params![id],
        |row| Ok((row.get::<_, bool>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?)),
    )?;
    let mut results = results.into_iter();
    for command in &package.commands {
        let (change, goes_on) = in_words(command);
        let result = results.next();
        let found = result.as_ref().and_then(|(_, _, found)| found.as_deref());
        let found = found.map(serde_json::from_str).transpose().map_err(|_| corrupt("a result"))?;
        order.commands.push(CommandView {
            command: change.map_or_else(|| "unreadable".to_owned(), |change| change.to_string()),
            goes_on,
            done: result.as_ref().map(|(done, ..)| *done),
            outcome: result.map(|(_, outcome, _)| outcome),
            found,
        });
    }
    Ok(order)
}
