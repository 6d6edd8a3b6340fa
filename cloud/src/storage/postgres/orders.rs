use super::{Known, Postgres, devices, pushes, receipts};
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
use sqlx::{FromRow, PgConnection, Row as _, postgres::PgRow};

#[async_trait]
impl Orders for Postgres {
    async fn put_order(&self, account: &AccountId, order: NewOrder) -> Result<Put, StorageError> {
        let mut tx = self.begin().await?;
        let put = put(&mut tx, account, &order).await?;
        tx.commit().await?;
        Ok(put)
    }

    async fn order(&self, account: &AccountId, id: &Bytes) -> Result<Option<KeptOrder>, StorageError> {
        let sql = "SELECT signed, states, receipt FROM orders WHERE account = $1 AND id = $2";
        let row = sqlx::query_as::<_, Kept>(sql).bind(&account.0[..]).bind(&id.0);
        row.fetch_optional(&self.pool).await?.map(Kept::order).transpose()
    }

    async fn order_by_digest(&self, account: &AccountId, digest: [u8; 32]) -> Result<Option<KeptOrder>, StorageError> {
        let sql = "SELECT signed, states, receipt FROM orders WHERE account = $1 AND digest = $2";
        let row = sqlx::query_as::<_, Kept>(sql).bind(&account.0[..]).bind(&digest[..]);
        row.fetch_optional(&self.pool).await?.map(Kept::order).transpose()
    }

    async fn orders(&self, account: &AccountId) -> Result<Vec<KeptOrder>, StorageError> {
        let sql = "SELECT signed, states, receipt FROM orders WHERE account = $1 ORDER BY no DESC";
        let rows = sqlx::query_as::<_, Kept>(sql).bind(&account.0[..]).fetch_all(&self.pool).await?;
        rows.into_iter().map(Kept::order).collect()
    }

    async fn waiting(&self, account: &AccountId, device: &Bytes, epoch: u64) -> Result<Vec<KeptOrder>, StorageError> {
        let sql = "SELECT signed, states, receipt FROM orders
                   WHERE account = $1 AND device = $2 AND epoch = $3 AND receipt IS NULL ORDER BY counter, no";
        let rows = sqlx::query_as::<_, Kept>(sql).bind(&account.0[..]).bind(&device.0).bind(int(epoch));
        rows.fetch_all(&self.pool).await?.into_iter().map(Kept::order).collect()
    }

    async fn move_order(
        &self,
        account: &AccountId,
        id: &Bytes,
        from: &[(OrderState, u64)],
        to: &[(OrderState, u64)],
    ) -> Result<bool, StorageError> {
        let mut tx = self.begin().await?;
        let sql = "SELECT signed FROM orders WHERE account = $1 AND id = $2 AND states = $3 FOR UPDATE";
        let moves = sqlx::query_scalar(sql).bind(&account.0[..]).bind(&id.0).bind(json(&from));
        let moves: Option<String> = moves.fetch_optional(&mut *tx).await?;
        if let Some(signed) = moves {
            unbar(&mut tx, account, &signed, from, to).await?;
        }
        // The same again is fine.
        let sql = "UPDATE orders SET states = $4 WHERE account = $1 AND id = $2 AND states IN ($3, $4)";
        let moved = sqlx::query(sql).bind(&account.0[..]).bind(&id.0).bind(json(&from)).bind(json(&to));
        let moved = moved.execute(&mut *tx).await?.rows_affected() == 1;
        tx.commit().await?;
        Ok(moved)
    }

    async fn put_receipt(
        &self,
        account: &AccountId,
        device: &Bytes,
        epoch: u64,
        receipt: NewReceipt,
    ) -> Result<bool, StorageError> {
        let mut tx = self.begin().await?;
        let kept = receipts::put(&mut tx, account, &device.0, int(epoch), &receipt).await?;
        tx.commit().await?;
        Ok(kept)
    }

    async fn receipts(&self, account: &AccountId, device: &Bytes, epoch: u64) -> Result<Vec<Signed>, StorageError> {
        receipts::all(&self.pool, account, &device.0, int(epoch)).await
    }
}

struct Kept {
    signed: String,
    states: String,
    receipt: Option<String>,
}

impl FromRow<'_, PgRow> for Kept {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self { signed: row.try_get("signed")?, states: row.try_get("states")?, receipt: row.try_get("receipt")? })
    }
}

impl Kept {
    fn order(self) -> Result<KeptOrder, StorageError> {
        order(&self.signed, &self.states, self.receipt.as_deref())
    }
}

/// With an order that was taken back its bars are lifted.
pub(super) async fn unbar(
    tx: &mut PgConnection,
    account: &AccountId,
    signed: &str,
    from: &[(OrderState, u64)],
    to: &[(OrderState, u64)],
) -> Result<(), StorageError> {
    let now = to.last().map_or(0, |(_, at)| *at);
    for iccid in unbarred(signed, from, to) {
        let sql = "INSERT INTO directory_outbox (account, iccid, action, created) VALUES ($1, $2, 'unbar', $3)";
        sqlx::query(sql).bind(&account.0[..]).bind(iccid).bind(int(now)).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn put(tx: &mut PgConnection, account: &AccountId, new: &NewOrder) -> Result<Put, StorageError> {
    let known = Known::lock(tx, &account.0).await?;
    let signed = json(&new.signed);
    let sql = "SELECT signed FROM orders WHERE account = $1 AND id = $2";
    let before = sqlx::query_scalar(sql).bind(&account.0[..]).bind(&new.id.0);
    let before: Option<String> = before.fetch_optional(&mut *tx).await?;
    if let Some(before) = before {
        return Ok(if before == signed { Put::Same } else { Put::Other });
    }
    if known.is_none() || !devices::enrolled(tx, &account.0, &new.device.0, int(new.epoch)).await? {
        return Ok(Put::Missing);
    }
    let sql = "INSERT INTO orders (account, id, digest, device, epoch, counter, deadline, signed, states)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let row = sqlx::query(sql).bind(&account.0[..]).bind(&new.id.0).bind(&new.digest[..]).bind(&new.device.0);
    let row = row.bind(int(new.epoch)).bind(int(new.counter)).bind(int(new.deadline)).bind(signed);
    row.bind(json(&[(OrderState::Stored, new.stored)])).execute(&mut *tx).await?;
    if !new.bar.is_empty() {
        let sql = "INSERT INTO directory_outbox (account, iccid, action, created)
                   SELECT $1, iccid, 'bar', $3 FROM unnest($2::text[]) WITH ORDINALITY AS b (iccid, n) ORDER BY n";
        let rows = sqlx::query(sql).bind(&account.0[..]).bind(&new.bar).bind(int(new.stored));
        rows.execute(&mut *tx).await?;
    }
    pushes::ask(tx, &account.0, &new.device, int(new.stored)).await?;
    if new.end_sessions {
        devices::end_sessions(tx, &account.0, &new.device).await?;
    }
    Ok(Put::New)
}
