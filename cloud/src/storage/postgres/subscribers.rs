use super::Postgres;
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
use sqlx::{Executor, FromRow, PgConnection, Postgres as Driver, Row as _, Transaction, postgres::PgRow};

/// Whoever holds this one changes subscribers, so that changes are committed in the order of their numbers. Any number, as long as it stays.
const LOCK: i64 = 0x4C46_6E77;

impl Postgres {
    /// A transaction that changes subscribers.
    pub(super) async fn begin_change(&self) -> Result<Transaction<'static, Driver>, StorageError> {
        let mut tx = self.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *tx).await?;
        Ok(tx)
    }
}

#[async_trait]
impl Subscribers for Postgres {
    async fn import(&self, subscribers: Vec<NewSubscriber>, now: u64) -> Result<u64, StorageError> {
        let mut tx = self.begin_change().await?;
        let mut new = 0;
        for one in &subscribers {
            new += u64::from(import(&mut tx, one, now).await?);
        }
        tx.commit().await?;
        Ok(new)
    }

    async fn subscriber(&self, iccid: &str) -> Result<Option<KeptSubscriber>, StorageError> {
        subscriber(&self.pool, iccid).await
    }

    async fn subscribers_in(
        &self,
        of: NumberState,
        behind: &str,
        limit: u32,
    ) -> Result<Vec<KeptSubscriber>, StorageError> {
        let sql = "SELECT iccid, imsi, msisdn, sealed, state, balance, account, kiosk, barred_by FROM subscriber
                   WHERE state = $1 AND iccid > $2 ORDER BY iccid LIMIT $3";
        let rows = sqlx::query_as::<_, Kept>(sql).bind(of.as_str()).bind(behind);
        let rows = rows.bind(i64::from(limit)).fetch_all(&self.pool).await?;
        rows.into_iter().map(Kept::subscriber).collect()
    }

    async fn happened(&self, iccid: &str, cause: Cause, now: u64) -> Result<bool, StorageError> {
        let mut tx = self.begin_change().await?;
        let moved = moved(&mut tx, iccid, cause, now).await?;
        tx.commit().await?;
        Ok(moved)
    }

    async fn set_balance(&self, iccid: &str, balance: i64, now: u64) -> Result<bool, StorageError> {
        let mut tx = self.begin_change().await?;
        let Some(kept) = subscriber(&mut *tx, iccid).await? else { return Ok(false) };
        let sql = "UPDATE subscriber SET balance = $2 WHERE iccid = $1";
        sqlx::query(sql).bind(iccid).bind(balance).execute(&mut *tx).await?;
        let cause = if balance > 0 { Cause::Filled } else { Cause::Emptied };
        if !moved(&mut tx, iccid, cause, now).await? && kept.balance != Some(balance) {
            changed(&mut tx, iccid, kept.state, "its balance changed", now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn claim(&self, iccid: &str, account: &AccountId, now: u64) -> Result<bool, StorageError> {
        let mut tx = self.begin_change().await?;
        let sql = "UPDATE subscriber SET account = $2 WHERE iccid = $1";
        let claimed = sqlx::query(sql).bind(iccid).bind(&account.0[..]).execute(&mut *tx).await?;
        moved(&mut tx, iccid, Cause::Claimed, now).await?;
        tx.commit().await?;
        Ok(claimed.rows_affected() == 1)
    }

    async fn changes(&self, iccid: &str) -> Result<Vec<SubscriberChange>, StorageError> {
        let sql = "SELECT seq, state, balance, at, why FROM subscriber_change WHERE iccid = $1 ORDER BY seq";
        let rows: Vec<(i64, String, Option<i64>, i64, String)> =
            sqlx::query_as(sql).bind(iccid).fetch_all(&self.pool).await?;
        let change = |(seq, named, balance, at, why): (i64, String, Option<i64>, i64, String)| {
            let state = state(&named)?;
            Ok(SubscriberChange { seq: number(seq), iccid: iccid.to_owned(), state, balance, at: number(at), why })
        };
        rows.into_iter().map(change).collect()
    }

    async fn wish(&self, iccid: &str, action: Action, now: u64) -> Result<(), StorageError> {
        let mut tx = self.begin_change().await?;
        tell(&mut tx, iccid, action, now).await?;
        Ok(tx.commit().await?)
    }

    async fn take_tasks(&self, now: u64, until: u64, limit: u32) -> Result<Vec<Task>, StorageError> {
        let mut tx = self.begin_change().await?;
        let sql = "SELECT id, iccid, action, account, tries FROM directory_outbox o WHERE done IS NULL AND due <= $1
                   AND NOT EXISTS (SELECT 1 FROM directory_outbox p WHERE p.iccid = o.iccid AND p.done IS NULL AND p.id < o.id)
                   ORDER BY id LIMIT $2";
        let rows = sqlx::query_as(sql).bind(int(now)).bind(i64::from(limit));
        let rows: Vec<(i64, String, String, Vec<u8>, i64)> = rows.fetch_all(&mut *tx).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let sql = "UPDATE directory_outbox SET due = $2 WHERE id = ANY($1)";
        sqlx::query(sql).bind(&ids).bind(int(until)).execute(&mut *tx).await?;
        tx.commit().await?;
        let one = |(id, iccid, action, account, tries): (i64, String, String, Vec<u8>, i64)| {
            task(id, iccid, &action, &account, tries)
        };
        rows.into_iter().map(one).collect()
    }

    async fn task_done(&self, task: &Task, cause: Option<Cause>, outcome: &str, now: u64) -> Result<(), StorageError> {
        let mut tx = self.begin_change().await?;
        let sql = "UPDATE directory_outbox SET done = $2, outcome = $3 WHERE id = $1 AND done IS NULL";
        let done = sqlx::query(sql).bind(int(task.id)).bind(int(now)).bind(outcome);
        done.execute(&mut *tx).await?;
        if let Some(cause) = cause {
            moved(&mut tx, &task.iccid, cause, now).await?;
            barred(&mut tx, task, cause).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn task_later(&self, task: &Task, due: u64) -> Result<(), StorageError> {
        let sql = "UPDATE directory_outbox SET due = $2, tries = tries + 1 WHERE id = $1";
        sqlx::query(sql).bind(int(task.id)).bind(int(due)).execute(&self.pool).await?;
        Ok(())
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

impl FromRow<'_, PgRow> for Kept {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            iccid: row.try_get("iccid")?,
            imsi: row.try_get("imsi")?,
            msisdn: row.try_get("msisdn")?,
            sealed: row.try_get("sealed")?,
            state: row.try_get("state")?,
            balance: row.try_get("balance")?,
            account: row.try_get("account")?,
            kiosk: row.try_get("kiosk")?,
            barred_by: row.try_get("barred_by")?,
        })
    }
}

impl Kept {
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

async fn subscriber<'c>(
    connection: impl Executor<'c, Database = Driver>,
    iccid: &str,
) -> Result<Option<KeptSubscriber>, StorageError> {
    let sql = "SELECT iccid, imsi, msisdn, sealed, state, balance, account, kiosk, barred_by FROM subscriber WHERE iccid = $1";
    let row = sqlx::query_as::<_, Kept>(sql).bind(iccid).fetch_optional(connection).await?;
    row.map(Kept::subscriber).transpose()
}

/// One that nobody has spoken of before stands in stock.
pub(super) async fn make(tx: &mut PgConnection, iccid: &str, now: u64) -> Result<bool, StorageError> {
    let sql = "INSERT INTO subscriber (iccid, state, change) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING";
    let made = sqlx::query(sql).bind(iccid).bind(NumberState::Available.as_str()).execute(&mut *tx).await?;
    let made = made.rows_affected() == 1;
    if made {
        changed(tx, iccid, NumberState::Available, "it came into stock", now).await?;
    }
    Ok(made)
}

async fn import(tx: &mut PgConnection, one: &NewSubscriber, now: u64) -> Result<bool, StorageError> {
    let new = make(tx, &one.iccid, now).await?;
    let sql = "UPDATE subscriber SET imsi = $2, msisdn = $3, sealed = $4 WHERE iccid = $1";
    let row = sqlx::query(sql).bind(&one.iccid).bind(&one.imsi).bind(&one.msisdn).bind(&one.sealed);
    row.execute(&mut *tx).await?;
    let kept = subscriber(&mut *tx, &one.iccid).await?;
    if kept.is_some_and(|kept| kept.state.is_given_out()) {
        tell(tx, &one.iccid, Action::Provision, now).await?;
    }
    Ok(new)
}

/// Moves one as the table of its life says.
pub(super) async fn moved(tx: &mut PgConnection, iccid: &str, cause: Cause, now: u64) -> Result<bool, StorageError> {
    let Some(kept) = subscriber(&mut *tx, iccid).await? else { return Ok(false) };
    let Some((next, action)) = after(kept.state, cause) else { return Ok(false) };
    changed(tx, iccid, next, cause.why(), now).await?;
    if let Some(action) = action {
        tell(tx, iccid, action, now).await?;
    }
    Ok(true)
}

/// Notes by whom. The operator's bar takes the place of an account's, and not the other way.
async fn barred(tx: &mut PgConnection, task: &Task, cause: Cause) -> Result<(), StorageError> {
    let by = task.account.map(|account| account.0.to_vec()).unwrap_or_default();
    let sql = match cause {
        Cause::Barred => "UPDATE subscriber SET barred_by = $2 WHERE iccid = $1 AND (barred_by IS NULL OR $2 = '')",
        Cause::Unbarred => "UPDATE subscriber SET barred_by = NULL WHERE iccid = $1 AND $2 IS NOT NULL",
        _ => return Ok(()),
    };
    sqlx::query(sql).bind(&task.iccid).bind(by).execute(&mut *tx).await?;
    Ok(())
}

async fn changed(tx: &mut PgConnection, iccid: &str, to: NumberState, why: &str, now: u64) -> Result<(), StorageError> {
    let sql = "WITH changed AS (INSERT INTO subscriber_change (iccid, state, balance, at, why)
                   SELECT iccid, $2, balance, $3, $4 FROM subscriber WHERE iccid = $1 RETURNING seq)
               UPDATE subscriber SET state = $2, change = changed.seq FROM changed WHERE iccid = $1";
    let row = sqlx::query(sql).bind(iccid).bind(to.as_str()).bind(int(now)).bind(why);
    row.execute(&mut *tx).await?;
    Ok(())
}

async fn tell(tx: &mut PgConnection, iccid: &str, action: Action, now: u64) -> Result<(), StorageError> {
    let sql = "INSERT INTO directory_outbox (account, iccid, action, created) VALUES ('', $1, $2, $3)";
    sqlx::query(sql).bind(iccid).bind(action.as_str()).bind(int(now)).execute(&mut *tx).await?;
    Ok(())
}
