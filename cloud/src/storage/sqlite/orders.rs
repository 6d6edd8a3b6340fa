use super::{Known, Sqlite, devices, pushes, receipts};
use crate::storage::{
    KeptOrder, NewOrder, NewReceipt, Orders, Put, StorageError,
    kept::{int, json, order, unbarred},
};
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Bytes, OrderState},
};
use async_trait::async_trait;
use store::{Row, SqlError, Transaction, params};

#[async_trait]
impl Orders for Sqlite {
    async fn put_order(&self, account: &AccountId, order: NewOrder) -> Result<Put, StorageError> {
        let account = *account;
        self.write(move |tx| put(tx, &account, &order)).await
    }

    async fn order(&self, account: &AccountId, id: &Bytes) -> Result<Option<KeptOrder>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT signed, states, receipt FROM orders WHERE account = ?1 AND id = ?2";
            tx.query_optional(sql, params![account.0, id.0], Kept::row)?.map(Kept::order).transpose()
        })
    }

    async fn order_by_digest(&self, account: &AccountId, digest: [u8; 32]) -> Result<Option<KeptOrder>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT signed, states, receipt FROM orders WHERE account = ?1 AND digest = ?2";
            tx.query_optional(sql, params![account.0, digest], Kept::row)?.map(Kept::order).transpose()
        })
    }

    async fn orders(&self, account: &AccountId) -> Result<Vec<KeptOrder>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT signed, states, receipt FROM orders WHERE account = ?1 ORDER BY no DESC";
            tx.query_all(sql, [account.0], Kept::row)?.into_iter().map(Kept::order).collect()
        })
    }

    async fn waiting(&self, account: &AccountId, device: &Bytes, epoch: u64) -> Result<Vec<KeptOrder>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT signed, states, receipt FROM orders
                       WHERE account = ?1 AND device = ?2 AND epoch = ?3 AND receipt IS NULL ORDER BY counter, no";
            let rows = tx.query_all(sql, params![account.0, device.0, int(epoch)], Kept::row)?;
            rows.into_iter().map(Kept::order).collect()
        })
    }

    async fn move_order(
        &self,
        account: &AccountId,
        id: &Bytes,
        from: &[(OrderState, u64)],
        to: &[(OrderState, u64)],
    ) -> Result<bool, StorageError> {
        let (account, id, was, is) = (*account, id.0.clone(), from.to_vec(), to.to_vec());
        let (from, to) = (json(&from), json(&to));
        self.write(move |tx| {
            let sql = "UPDATE orders SET states = ?4 WHERE account = ?1 AND id = ?2 AND states = ?3";
            let moved = tx.execute(sql, params![account.0, id, from, to])?;
            if moved == 1 {
                let sql = "SELECT signed FROM orders WHERE account = ?1 AND id = ?2";
                let signed: String = tx.query_row(sql, params![account.0, id], |row| row.get(0))?;
                unbar(tx, &account, &signed, &was, &is)?;
            }
            // The same again is fine.
            let is = "SELECT 1 FROM orders WHERE account = ?1 AND id = ?2 AND states = ?3";
            Ok(moved == 1 || tx.query_optional(is, params![account.0, id, to], |_| Ok(()))?.is_some())
        })
        .await
    }

    async fn put_receipt(
        &self,
        account: &AccountId,
        device: &Bytes,
        epoch: u64,
        receipt: NewReceipt,
    ) -> Result<bool, StorageError> {
        let (account, device) = (*account, device.0.clone());
        self.write(move |tx| receipts::put(tx, &account, &device, int(epoch), &receipt)).await
    }

    async fn receipts(&self, account: &AccountId, device: &Bytes, epoch: u64) -> Result<Vec<Signed>, StorageError> {
        self.read(|tx| receipts::all(tx, account, &device.0, int(epoch)))
    }
}

struct Kept(String, String, Option<String>);

impl Kept {
    fn row(row: &Row<'_>) -> Result<Self, SqlError> {
        Ok(Self(row.get(0)?, row.get(1)?, row.get(2)?))
    }

    fn order(self) -> Result<KeptOrder, StorageError> {
        order(&self.0, &self.1, self.2.as_deref())
    }
}

/// With an order that was taken back its bars are lifted.
pub(super) fn unbar(
    tx: &Transaction<'_>,
    account: &AccountId,
    signed: &str,
    from: &[(OrderState, u64)],
    to: &[(OrderState, u64)],
) -> Result<(), StorageError> {
    let now = to.last().map_or(0, |(_, at)| *at);
    for iccid in unbarred(signed, from, to) {
        tx.execute(
            "INSERT INTO directory_outbox (account, iccid, action, created) VALUES (?1, ?2, 'unbar', ?3)",
            params![account.0, iccid, int(now)],
        )?;
    }
    Ok(())
}

fn put(tx: &Transaction<'_>, account: &AccountId, new: &NewOrder) -> Result<Put, StorageError> {
    let signed = json(&new.signed);
    let before = "SELECT signed FROM orders WHERE account = ?1 AND id = ?2";
    let before = tx.query_optional(before, params![account.0, new.id.0], |row| row.get::<_, String>(0))?;
    if let Some(before) = before {
        return Ok(if before == signed { Put::Same } else { Put::Other });
    }
    let enrolled = devices::enrolled(tx, &account.0, &new.device.0, int(new.epoch))?;
    if Known::read(tx, &account.0)?.is_none() || !enrolled {
        return Ok(Put::Missing);
    }
    let states = json(&[(OrderState::Stored, new.stored)]);
    tx.execute(
        "INSERT INTO orders (account, id, digest, device, epoch, counter, deadline, signed, states)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            account.0,
            new.id.0,
            new.digest,
            new.device.0,
            int(new.epoch),
            int(new.counter),
            int(new.deadline),
            signed,
            states
        ],
    )?;
    for iccid in &new.bar {
        tx.execute(
            "INSERT INTO directory_outbox (account, iccid, action, created) VALUES (?1, ?2, 'bar', ?3)",
            params![account.0, iccid, int(new.stored)],
        )?;
    }
    pushes::ask(tx, &account.0, &new.device, int(new.stored))?;
    if new.end_sessions {
        devices::end_sessions(tx, &account.0, &new.device)?;
    }
    Ok(Put::New)
}
