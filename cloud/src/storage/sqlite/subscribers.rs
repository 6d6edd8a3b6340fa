use super::Sqlite;
use crate::{
    storage::{
        KeptSubscriber, NewSubscriber, StorageError, SubscriberChange, Subscribers, Task,
        kept::{account_id, barred_by, int, number, state, task},
    },
    subscribers::{Action, Cause, after},
};
use account::keys::AccountId;
use async_trait::async_trait;
use model::NumberState;
use store::{Row, SqlError, Transaction, params};

#[async_trait]
impl Subscribers for Sqlite {
    async fn import(&self, subscribers: Vec<NewSubscriber>, now: u64) -> Result<u64, StorageError> {
        self.write(move |tx| {
            let mut new = 0;
            for one in &subscribers {
                new += u64::from(import(tx, one, now)?);
            }
            Ok(new)
        })
        .await
    }

    async fn subscriber(&self, iccid: &str) -> Result<Option<KeptSubscriber>, StorageError> {
        self.read(|tx| subscriber(tx, iccid))
    }

    async fn subscribers_in(
        &self,
        of: NumberState,
        behind: &str,
        limit: u32,
    ) -> Result<Vec<KeptSubscriber>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT iccid, imsi, msisdn, sealed, state, balance, account, kiosk, barred_by FROM subscriber
                       WHERE state = ?1 AND iccid > ?2 ORDER BY iccid LIMIT ?3";
            let rows = tx.query_all(sql, params![of.as_str(), behind, limit], Kept::row)?;
            rows.into_iter().map(Kept::subscriber).collect()
        })
    }

    async fn happened(&self, iccid: &str, cause: Cause, now: u64) -> Result<bool, StorageError> {
        let iccid = iccid.to_owned();
        self.write(move |tx| moved(tx, &iccid, cause, now)).await
    }

    async fn set_balance(&self, iccid: &str, balance: i64, now: u64) -> Result<bool, StorageError> {
        let iccid = iccid.to_owned();
        self.write(move |tx| {
            let Some(kept) = subscriber(tx, &iccid)? else { return Ok(false) };
            tx.execute("UPDATE subscriber SET balance = ?2 WHERE iccid = ?1", params![iccid, balance])?;
            let cause = if balance > 0 { Cause::Filled } else { Cause::Emptied };
            if !moved(tx, &iccid, cause, now)? && kept.balance != Some(balance) {
                changed(tx, &iccid, kept.state, "its balance changed", now)?;
            }
            Ok(true)
        })
        .await
    }

    async fn claim(&self, iccid: &str, account: &AccountId, now: u64) -> Result<bool, StorageError> {
        let (iccid, account) = (iccid.to_owned(), *account);
        self.write(move |tx| {
            let claimed = "UPDATE subscriber SET account = ?2 WHERE iccid = ?1";
            if tx.execute(claimed, params![iccid, account.0])? == 0 {
                return Ok(false);
            }
            moved(tx, &iccid, Cause::Claimed, now)?;
            Ok(true)
        })
        .await
    }

    async fn changes(&self, iccid: &str) -> Result<Vec<SubscriberChange>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT seq, state, balance, at, why FROM subscriber_change WHERE iccid = ?1 ORDER BY seq";
            let rows = tx.query_all(sql, params![iccid], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })?;
            let change = |(seq, named, balance, at, why): (i64, String, Option<i64>, i64, String)| {
                let state = state(&named)?;
                Ok(SubscriberChange { seq: number(seq), iccid: iccid.to_owned(), state, balance, at: number(at), why })
            };
            rows.into_iter().map(change).collect()
        })
    }

    async fn wish(&self, iccid: &str, action: Action, now: u64) -> Result<(), StorageError> {
        let iccid = iccid.to_owned();
        self.write(move |tx| tell(tx, &iccid, action, now)).await
    }

    async fn take_tasks(&self, now: u64, until: u64, limit: u32) -> Result<Vec<Task>, StorageError> {
        self.write(move |tx| {
            let sql = "SELECT id, iccid, action, account, tries FROM directory_outbox o WHERE done IS NULL AND due <= ?1
                       AND NOT EXISTS (SELECT 1 FROM directory_outbox p WHERE p.iccid = o.iccid AND p.done IS NULL AND p.id < o.id)
                       ORDER BY id LIMIT ?2";
            let rows = tx.query_all(sql, params![int(now), limit], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, Vec<u8>>(3)?, row.get(4)?))
            })?;
            rows.into_iter()
                .map(|(id, iccid, action, account, tries): (i64, String, String, Vec<u8>, i64)| {
                    tx.execute("UPDATE directory_outbox SET due = ?2 WHERE id = ?1", params![id, int(until)])?;
                    task(id, iccid, &action, &account, tries)
                })
                .collect()
        })
        .await
    }

    async fn task_done(&self, task: &Task, cause: Option<Cause>, outcome: &str, now: u64) -> Result<(), StorageError> {
        let (task, outcome) = (task.clone(), outcome.to_owned());
        self.write(move |tx| {
            let done = "UPDATE directory_outbox SET done = ?2, outcome = ?3 WHERE id = ?1 AND done IS NULL";
            tx.execute(done, params![int(task.id), int(now), outcome])?;
            if let Some(cause) = cause {
                moved(tx, &task.iccid, cause, now)?;
                barred(tx, &task, cause)?;
            }
            Ok(())
        })
        .await
    }

    async fn task_later(&self, task: &Task, due: u64) -> Result<(), StorageError> {
        let id = int(task.id);
        self.write(move |tx| {
            tx.execute("UPDATE directory_outbox SET due = ?2, tries = tries + 1 WHERE id = ?1", params![id, int(due)])?;
            Ok(())
        })
        .await
    }
}

struct Kept {
    iccid: String,
    imsi: Option<String>,
    msisdn: Option<String>,
    sealed: Option<Vec<u8>>,
    state: String,
    balance: Option<i64>,
    account: Option<Vec<u8>>,
    kiosk: Option<Vec<u8>>,
    barred_by: Option<Vec<u8>>,
}

impl Kept {
    fn row(row: &Row<'_>) -> Result<Self, SqlError> {
        Ok(Self {
            iccid: row.get(0)?,
            imsi: row.get(1)?,
            msisdn: row.get(2)?,
            sealed: row.get(3)?,
            state: row.get(4)?,
            balance: row.get(5)?,
            account: row.get(6)?,
            kiosk: row.get(7)?,
            barred_by: row.get(8)?,
        })
    }

    fn subscriber(self) -> Result<KeptSubscriber, StorageError> {
        let kiosk = self.kiosk.map(|id| id.try_into().map_err(|_| StorageError::Damaged("subscriber")));
        Ok(KeptSubscriber {
            iccid: self.iccid,
            imsi: self.imsi,
            msisdn: self.msisdn,
            sealed: self.sealed,
            state: state(&self.state)?,
            balance: self.balance,
            account: self.account.map(|id| account_id(&id, "subscriber")).transpose()?,
            kiosk: kiosk.transpose()?,
            barred_by: self.barred_by.map(|by| barred_by(&by)).transpose()?,
        })
    }
}

pub(super) fn subscriber(tx: &Transaction<'_>, iccid: &str) -> Result<Option<KeptSubscriber>, StorageError> {
    let sql = "SELECT iccid, imsi, msisdn, sealed, state, balance, account, kiosk, barred_by FROM subscriber WHERE iccid = ?1";
    tx.query_optional(sql, params![iccid], Kept::row)?.map(Kept::subscriber).transpose()
}

/// One that nobody has spoken of before stands in stock.
pub(super) fn make(tx: &Transaction<'_>, iccid: &str, now: u64) -> Result<bool, StorageError> {
    let sql = "INSERT INTO subscriber (iccid, state, change) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING";
    let made = tx.execute(sql, params![iccid, NumberState::Available.as_str()])? == 1;
    if made {
        changed(tx, iccid, NumberState::Available, "it came into stock", now)?;
    }
    Ok(made)
}

fn import(tx: &Transaction<'_>, one: &NewSubscriber, now: u64) -> Result<bool, StorageError> {
    let new = make(tx, &one.iccid, now)?;
    tx.execute(
        "UPDATE subscriber SET imsi = ?2, msisdn = ?3, sealed = ?4 WHERE iccid = ?1",
        params![one.iccid, one.imsi, one.msisdn, one.sealed],
    )?;
    let kept = subscriber(tx, &one.iccid)?;
    if kept.is_some_and(|kept| kept.state.is_given_out()) {
        tell(tx, &one.iccid, Action::Provision, now)?;
    }
    Ok(new)
}

/// Moves one as the table of its life says.
pub(super) fn moved(tx: &Transaction<'_>, iccid: &str, cause: Cause, now: u64) -> Result<bool, StorageError> {
    let Some(kept) = subscriber(tx, iccid)? else { return Ok(false) };
    let Some((next, action)) = after(kept.state, cause) else { return Ok(false) };
    changed(tx, iccid, next, cause.why(), now)?;
    if let Some(action) = action {
        tell(tx, iccid, action, now)?;
    }
    Ok(true)
}

/// Notes by whom. The operator's bar takes the place of an account's, and not the other way.
fn barred(tx: &Transaction<'_>, task: &Task, cause: Cause) -> Result<(), StorageError> {
    let by = task.account.map(|account| account.0.to_vec()).unwrap_or_default();
    let sql = match cause {
        Cause::Barred => "UPDATE subscriber SET barred_by = ?2 WHERE iccid = ?1 AND (barred_by IS NULL OR ?2 = x'')",
        Cause::Unbarred => "UPDATE subscriber SET barred_by = NULL WHERE iccid = ?1 AND ?2 IS NOT NULL",
        _ => return Ok(()),
    };
    tx.execute(sql, params![task.iccid, by])?;
    Ok(())
}

fn changed(tx: &Transaction<'_>, iccid: &str, to: NumberState, why: &str, now: u64) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO subscriber_change (iccid, state, balance, at, why)
         SELECT iccid, ?2, balance, ?3, ?4 FROM subscriber WHERE iccid = ?1",
        params![iccid, to.as_str(), int(now), why],
    )?;
    let seq = tx.last_insert_rowid();
    tx.execute("UPDATE subscriber SET state = ?2, change = ?3 WHERE iccid = ?1", params![iccid, to.as_str(), seq])?;
    Ok(())
}

fn tell(tx: &Transaction<'_>, iccid: &str, action: Action, now: u64) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO directory_outbox (account, iccid, action, created) VALUES (?1, ?2, ?3, ?4)",
        params![Vec::<u8>::new(), iccid, action.as_str(), int(now)],
    )?;
    Ok(())
}
