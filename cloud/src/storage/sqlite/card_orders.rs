use super::{Known, Sqlite, subscribers};
use crate::{
    storage::{
        CardOrders, CardStanding, KeptCardOrder, NewCardOrder, PutCard, StorageError,
        kept::{CardRow, int, json},
    },
    subscribers::Cause,
};
use account::keys::AccountId;
use async_trait::async_trait;
use store::{Row, SqlError, Transaction, params};

const ORDER: &str = "SELECT no, account, id, agency, wanted, state, task, why, again, iccid, code, created, changed, tries FROM card_order";

#[async_trait]
impl CardOrders for Sqlite {
    async fn put_card_order(&self, order: NewCardOrder, most: u32, now: u64) -> Result<PutCard, StorageError> {
        self.write(move |tx| put(tx, &order, most, now)).await
    }

    async fn card_order(&self, account: &AccountId, id: &[u8; 16]) -> Result<Option<KeptCardOrder>, StorageError> {
        self.read(|tx| find(tx, account, id))
    }

    async fn card_orders(&self, account: &AccountId, limit: u32) -> Result<Vec<KeptCardOrder>, StorageError> {
        self.read(|tx| {
            let sql = format!("{ORDER} WHERE account = ?1 ORDER BY no DESC LIMIT ?2");
            orders(tx.query_all(&sql, params![account.0, limit], row)?)
        })
    }

    async fn agency_orders(&self, agency: &str, limit: u32) -> Result<Vec<KeptCardOrder>, StorageError> {
        self.read(|tx| {
            let sql = format!("{ORDER} WHERE agency = ?1 ORDER BY no DESC LIMIT ?2");
            orders(tx.query_all(&sql, params![agency, limit], row)?)
        })
    }

    async fn order_of_card(&self, agency: &str, iccid: &str) -> Result<Option<KeptCardOrder>, StorageError> {
        self.read(|tx| {
            let sql =
                format!("{ORDER} WHERE iccid = ?1 AND agency = ?2 AND state <> 'failed' ORDER BY no DESC LIMIT 1");
            tx.query_optional(&sql, params![iccid, agency], row)?.map(CardRow::order).transpose()
        })
    }

    async fn take_card_order(&self, agency: &str, now: u64, until: u64) -> Result<Option<KeptCardOrder>, StorageError> {
        let due = format!("{ORDER} WHERE agency = ?1 AND task IS NOT NULL AND due <= ?2 ORDER BY due, no LIMIT 1");
        // It is looked first: nothing is due most of the time, and a write that changes nothing is one all the same.
        if self.read(|tx| Ok(tx.query_optional(&due, params![agency, int(now)], row)?))?.is_none() {
            return Ok(None);
        }
        let agency = agency.to_owned();
        self.write(move |tx| {
            let Some(found) = tx.query_optional(&due, params![agency, int(now)], row)? else { return Ok(None) };
            tx.execute("UPDATE card_order SET due = ?2 WHERE no = ?1", params![found.no, int(until)])?;
            found.order().map(Some)
        })
        .await
    }

    async fn card_order_moves(
        &self,
        from: &KeptCardOrder,
        to: CardStanding,
        cause: Option<Cause>,
        due: u64,
        now: u64,
    ) -> Result<bool, StorageError> {
        let (no, state, task) = (int(from.no), from.at.state.as_str(), from.at.task.map(|task| task.as_str()));
        self.write(move |tx| {
            let moved = tx.execute(
                "UPDATE card_order SET state = ?4, task = ?5, why = ?6, again = ?7, iccid = ?8, code = ?9, changed = ?10, due = ?11,
                 tries = 0 WHERE no = ?1 AND state = ?2 AND task IS ?3",
                params![
                    no,
                    state,
                    task,
                    to.state.as_str(),
                    to.task.map(|task| task.as_str()),
                    to.why,
                    to.again,
                    to.iccid,
                    to.code,
                    int(now),
                    int(due)
                ],
            )?;
            if moved == 0 {
                return Ok(false);
            }
            if let Some((iccid, cause)) = to.iccid.as_deref().zip(cause) {
                subscribers::make(tx, iccid, now)?;
                subscribers::moved(tx, iccid, cause, now)?;
            }
            tx.execute("DELETE FROM card_order WHERE no = ?1 AND account IS NULL AND task IS NULL", params![no])?;
            Ok(true)
        })
        .await
    }

    async fn card_order_later(&self, no: u64, why: &str, due: u64) -> Result<(), StorageError> {
        let (no, why) = (int(no), why.to_owned());
        self.write(move |tx| {
            tx.execute(
                "UPDATE card_order SET tries = tries + 1, why = ?2, due = ?3 WHERE no = ?1 AND task IS NOT NULL",
                params![no, why, int(due)],
            )?;
            Ok(())
        })
        .await
    }
}

fn row(row: &Row<'_>) -> Result<CardRow, SqlError> {
    Ok(CardRow {
        no: row.get(0)?,
        account: row.get(1)?,
        id: row.get(2)?,
        agency: row.get(3)?,
        wanted: row.get(4)?,
        state: row.get(5)?,
        task: row.get(6)?,
        why: row.get(7)?,
        again: row.get(8)?,
        iccid: row.get(9)?,
        code: row.get(10)?,
        created: row.get(11)?,
        changed: row.get(12)?,
        tries: row.get(13)?,
    })
}

fn orders(rows: Vec<CardRow>) -> Result<Vec<KeptCardOrder>, StorageError> {
    rows.into_iter().map(CardRow::order).collect()
}

fn find(tx: &Transaction<'_>, account: &AccountId, id: &[u8; 16]) -> Result<Option<KeptCardOrder>, StorageError> {
    let sql = format!("{ORDER} WHERE account = ?1 AND id = ?2");
    tx.query_optional(&sql, params![account.0, id], row)?.map(CardRow::order).transpose()
}

fn put(tx: &Transaction<'_>, new: &NewCardOrder, most: u32, now: u64) -> Result<PutCard, StorageError> {
    if Known::read(tx, &new.account.0)?.is_none() {
        return Ok(PutCard::Missing);
    }
    if let Some(kept) = find(tx, &new.account, &new.id)? {
        let digest: Vec<u8> =
            tx.query_row("SELECT digest FROM card_order WHERE no = ?1", params![int(kept.no)], |row| row.get(0))?;
        return Ok(if digest == new.digest { PutCard::Same(Box::new(kept)) } else { PutCard::Other });
    }
    let open = "SELECT count(*) FROM card_order WHERE account = ?1 AND state NOT IN ('given', 'failed')";
    let open: i64 = tx.query_row(open, params![new.account.0], |row| row.get(0))?;
    if open >= i64::from(most) {
        return Ok(PutCard::TooMany);
    }
    let CardStanding { state, task, .. } = CardStanding::NEW;
    tx.execute(
        "INSERT INTO card_order (account, id, digest, agency, wanted, state, task, created, changed, due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?8)",
        params![
            new.account.0,
            new.id,
            new.digest,
            new.agency,
            json(&new.wanted),
            state.as_str(),
            task.map(|task| task.as_str()),
            int(now)
        ],
    )?;
    let kept = find(tx, &new.account, &new.id)?.ok_or(StorageError::Damaged("card_order"))?;
    Ok(PutCard::New(Box::new(kept)))
}

/// The account goes: what is over goes with it; what is open, or waits to be fetched, is taken back at the operator's server, and goes then.
pub(super) fn leave(tx: &Transaction<'_>, account: &[u8]) -> Result<(), StorageError> {
    tx.execute(
        "DELETE FROM card_order WHERE account = ?1 AND (state = 'given' OR state = 'failed' AND task IS NULL)",
        [account],
    )?;
    let withdrawn = "UPDATE card_order SET account = NULL, state = 'failed', task = 'cancel', code = NULL, why = NULL, due = 0, tries = 0
                     WHERE account = ?1";
    tx.execute(withdrawn, [account])?;
    Ok(())
}
