use super::{Known, Postgres, subscribers};
use crate::{
    storage::{
        CardOrders, CardStanding, KeptCardOrder, NewCardOrder, PutCard, StorageError,
        kept::{CardRow, int, json},
    },
    subscribers::Cause,
};
use account::keys::AccountId;
use async_trait::async_trait;
use sqlx::{
    Executor, FromRow, PgConnection, Postgres as Driver, Row as _, postgres::PgRow, query, query_as, query_scalar,
};

/// A question for orders.
macro_rules! orders {
    ($rest:literal) => {
        concat!(
            "SELECT no, account, id, agency, wanted, state, task, why, again, iccid, code, created, changed, tries FROM card_order ",
            $rest
        )
    };
}

#[async_trait]
impl CardOrders for Postgres {
    async fn put_card_order(&self, order: NewCardOrder, most: u32, now: u64) -> Result<PutCard, StorageError> {
        let mut tx = self.begin().await?;
        let put = put(&mut tx, &order, most, now).await?;
        tx.commit().await?;
        Ok(put)
    }

    async fn card_order(&self, account: &AccountId, id: &[u8; 16]) -> Result<Option<KeptCardOrder>, StorageError> {
        find(&self.pool, account, id).await
    }

    async fn card_orders(&self, account: &AccountId, limit: u32) -> Result<Vec<KeptCardOrder>, StorageError> {
        let sql = orders!("WHERE account = $1 ORDER BY no DESC LIMIT $2");
        orders(query_as(sql).bind(&account.0[..]).bind(i64::from(limit)).fetch_all(&self.pool).await?)
    }

    async fn agency_orders(&self, agency: &str, limit: u32) -> Result<Vec<KeptCardOrder>, StorageError> {
        let sql = orders!("WHERE agency = $1 ORDER BY no DESC LIMIT $2");
        orders(query_as(sql).bind(agency).bind(i64::from(limit)).fetch_all(&self.pool).await?)
    }

    async fn order_of_card(&self, agency: &str, iccid: &str) -> Result<Option<KeptCardOrder>, StorageError> {
        let sql = orders!("WHERE iccid = $1 AND agency = $2 AND state <> 'failed' ORDER BY no DESC LIMIT 1");
        let row: Option<CardRow> = query_as(sql).bind(iccid).bind(agency).fetch_optional(&self.pool).await?;
        row.map(CardRow::order).transpose()
    }

    async fn take_card_order(&self, agency: &str, now: u64, until: u64) -> Result<Option<KeptCardOrder>, StorageError> {
        let sql = "UPDATE card_order SET due = $3 WHERE no = (SELECT no FROM card_order
                       WHERE agency = $1 AND task IS NOT NULL AND due <= $2 ORDER BY due, no LIMIT 1 FOR UPDATE SKIP LOCKED)
                   RETURNING no, account, id, agency, wanted, state, task, why, again, iccid, code, created, changed, tries";
        let taken = query_as(sql).bind(agency).bind(int(now)).bind(int(until));
        let row: Option<CardRow> = taken.fetch_optional(&self.pool).await?;
        row.map(CardRow::order).transpose()
    }

    async fn card_order_moves(
        &self,
        from: &KeptCardOrder,
        to: CardStanding,
        cause: Option<Cause>,
        due: u64,
        now: u64,
    ) -> Result<bool, StorageError> {
        // The lock that numbers change under is taken first, always.
        let mut tx = if cause.is_some() { self.begin_change().await? } else { self.begin().await? };
        let sql = "UPDATE card_order SET state = $4, task = $5, why = $6, again = $7, iccid = $8, code = $9, changed = $10, due = $11, tries = 0
                   WHERE no = $1 AND state = $2 AND task IS NOT DISTINCT FROM $3";
        let moved = query(sql)
            .bind(int(from.no))
            .bind(from.at.state.as_str())
            .bind(from.at.task.map(|task| task.as_str()))
            .bind(to.state.as_str())
            .bind(to.task.map(|task| task.as_str()))
            .bind(&to.why)
            .bind(to.again)
            .bind(&to.iccid)
            .bind(&to.code)
            .bind(int(now))
            .bind(int(due));
        if moved.execute(&mut *tx).await?.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some((iccid, cause)) = to.iccid.as_deref().zip(cause) {
            subscribers::make(&mut tx, iccid, now).await?;
            subscribers::moved(&mut tx, iccid, cause, now).await?;
        }
        let over = "DELETE FROM card_order WHERE no = $1 AND account IS NULL AND task IS NULL";
        query(over).bind(int(from.no)).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn card_order_later(&self, no: u64, why: &str, due: u64) -> Result<(), StorageError> {
        let sql = "UPDATE card_order SET tries = tries + 1, why = $2, due = $3 WHERE no = $1 AND task IS NOT NULL";
        query(sql).bind(int(no)).bind(why).bind(int(due)).execute(&self.pool).await?;
        Ok(())
    }
}

impl FromRow<'_, PgRow> for CardRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            no: row.try_get("no")?,
            account: row.try_get("account")?,
            id: row.try_get("id")?,
            agency: row.try_get("agency")?,
            wanted: row.try_get("wanted")?,
            state: row.try_get("state")?,
            task: row.try_get("task")?,
            why: row.try_get("why")?,
            again: row.try_get("again")?,
            iccid: row.try_get("iccid")?,
            code: row.try_get("code")?,
            created: row.try_get("created")?,
            changed: row.try_get("changed")?,
            tries: row.try_get("tries")?,
        })
    }
}

fn orders(rows: Vec<CardRow>) -> Result<Vec<KeptCardOrder>, StorageError> {
    rows.into_iter().map(CardRow::order).collect()
}

async fn find<'c>(
    connection: impl Executor<'c, Database = Driver>,
    account: &AccountId,
    id: &[u8; 16],
) -> Result<Option<KeptCardOrder>, StorageError> {
    let sql = orders!("WHERE account = $1 AND id = $2");
    let found = query_as(sql).bind(&account.0[..]).bind(&id[..]);
    let row: Option<CardRow> = found.fetch_optional(connection).await?;
    row.map(CardRow::order).transpose()
}

/// An account's orders come one by one: its row is held, so that they are counted right.
async fn put(tx: &mut PgConnection, new: &NewCardOrder, most: u32, now: u64) -> Result<PutCard, StorageError> {
    if Known::lock(tx, &new.account.0).await?.is_none() {
        return Ok(PutCard::Missing);
    }
    if let Some(kept) = find(&mut *tx, &new.account, &new.id).await? {
        let digest = query_scalar("SELECT digest FROM card_order WHERE no = $1").bind(int(kept.no));
        let digest: Vec<u8> = digest.fetch_one(&mut *tx).await?;
        return Ok(if digest == new.digest { PutCard::Same(Box::new(kept)) } else { PutCard::Other });
    }
    let open = "SELECT count(*) FROM card_order WHERE account = $1 AND state NOT IN ('given', 'failed')";
    let open: i64 = query_scalar(open).bind(&new.account.0[..]).fetch_one(&mut *tx).await?;
    if open >= i64::from(most) {
        return Ok(PutCard::TooMany);
    }
    let CardStanding { state, task, .. } = CardStanding::NEW;
    let sql = "INSERT INTO card_order (account, id, digest, agency, wanted, state, task, created, changed, due)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8)";
    query(sql)
        .bind(&new.account.0[..])
        .bind(&new.id[..])
        .bind(&new.digest[..])
        .bind(&new.agency)
        .bind(json(&new.wanted))
        .bind(state.as_str())
        .bind(task.map(|task| task.as_str()))
        .bind(int(now))
        .execute(&mut *tx)
        .await?;
    let kept = find(&mut *tx, &new.account, &new.id).await?.ok_or(StorageError::Damaged("card_order"))?;
    Ok(PutCard::New(Box::new(kept)))
}

/// The account goes: what is over goes with it; what is open, or waits to be fetched, is taken back at the operator's server, and goes then.
pub(super) async fn leave(tx: &mut PgConnection, account: &[u8]) -> Result<(), StorageError> {
    for sql in [
        "DELETE FROM card_order WHERE account = $1 AND (state = 'given' OR state = 'failed' AND task IS NULL)",
        "UPDATE card_order SET account = NULL, state = 'failed', task = 'cancel', code = NULL, why = NULL, due = 0, tries = 0
         WHERE account = $1",
    ] {
        query(sql).bind(account).execute(&mut *tx).await?;
    }
    Ok(())
}
