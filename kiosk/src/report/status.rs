use super::{ContactError, contact::LastContact, kept, register::Known};
use crate::{identity::Identity, schema};
use model::NumberState;
use serde::{Deserialize, Serialize};
use store::{Store, params};

/// So many numbers are shown.
const SHOWN: u32 = 100;

/// How the kiosk and its cloud stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportStatus {
    /// The cloud at which it is registered.
    pub cloud: Option<String>,
    /// Events that the cloud has not heard of.
    pub waiting: u64,
    /// The number of its last report, in this epoch.
    pub reports: u64,
    /// The last one that the cloud has accepted.
    pub accepted: u64,
    /// How often the kiosk was restored.
    pub epoch: u64,
    /// Until when the EUM's certificate lives, seconds since 1970: the cloud renews it, if it issues certificates.
    pub eum_until: u64,
    /// When it called last, seconds since 1970.
    pub contact: Option<u64>,
    /// What went wrong then.
    pub problem: Option<String>,
    /// What can be done about it.
    pub hint: Option<String>,
    /// How the numbers that phones have stand in the network, the last ones sold first; a hundred at most.
    pub numbers: Vec<Standing>,
}

/// How a number stands in the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The number.
    pub number: String,
    /// Its state, as far as the cloud has told.
    pub state: NumberState,
    /// What is left, in minor units of its product's currency, if the cloud has told.
    pub balance: Option<i64>,
}

/// Reads it.
///
/// # Errors
/// If the database can't be read.
pub fn status(store: &Store) -> Result<ReportStatus, ContactError> {
    let eum_until = Identity::read(store).map_or(0, |identity| identity.eum.not_after().0);
    Ok(store.read::<_, store::Error>(|tx| {
        let chain = kept::chain(tx)?;
        let sql = "SELECT max(number) FROM signed_report WHERE epoch = ?1 AND accepted IS NOT NULL";
        let accepted = tx.query_row(sql, [chain.epoch as i64], |row| row.get::<_, Option<i64>>(0))?;
        let held =
            [NumberState::Distributed, NumberState::InUse, NumberState::InsufficientBalance, NumberState::Suspended];
        let [a, b, c, d] = held.map(schema::state_code);
        let numbers = tx.query_all(
            "SELECT number, state, balance FROM number WHERE state IN (?1, ?2, ?3, ?4) ORDER BY id DESC LIMIT ?5",
            params![a, b, c, d, SHOWN],
            |row| Ok(Standing { number: row.get(0)?, state: schema::state(row, 1)?, balance: row.get(2)? }),
        )?;
        let contact: Option<LastContact> = kept::read(tx, kept::CONTACT)?;
        let known: Option<Known> = kept::read(tx, kept::REGISTERED)?;
        Ok(ReportStatus {
            cloud: known.map(|known| known.cloud),
            waiting: kept::waiting(tx)?,
            reports: chain.number,
            accepted: accepted.unwrap_or(0).unsigned_abs(),
            epoch: chain.epoch,
            eum_until,
            contact: contact.as_ref().map(|contact| contact.at),
            problem: contact.as_ref().and_then(|contact| contact.problem.clone()),
            hint: contact.and_then(|contact| contact.hint),
            numbers,
        })
    })?)
}
