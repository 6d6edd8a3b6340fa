use super::Postgres;
use crate::storage::{
    DuePush, Pushed, Pushes, StorageError,
    kept::{int, push},
};
use account::{
    keys::AccountId,
    wire::{Bytes, PushAddress},
};
use async_trait::async_trait;
use sqlx::PgConnection;

#[async_trait]
impl Pushes for Postgres {
    async fn put_push(
        &self,
        account: &AccountId,
        device: &Bytes,
        address: Option<&PushAddress>,
    ) -> Result<bool, StorageError> {
        let mut tx = self.begin().await?;
        let sql = "SELECT EXISTS (SELECT FROM device WHERE account = $1 AND id = $2 AND NOT revoked FOR SHARE)";
        let stands: bool = sqlx::query_scalar(sql).bind(&account.0[..]).bind(&device.0).fetch_one(&mut *tx).await?;
        if stands {
            match address {
                None => forget(&mut tx, &account.0, device).await?,
                Some(PushAddress { service, token }) => {
                    // What is due stays so.
                    let sql = "INSERT INTO push (account, device, service, token) VALUES ($1, $2, $3, $4)
                               ON CONFLICT (account, device) DO UPDATE SET service = excluded.service, token = excluded.token";
                    let row = sqlx::query(sql).bind(&account.0[..]).bind(&device.0).bind(service.as_str()).bind(token);
                    row.execute(&mut *tx).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(stands)
    }

    async fn take_pushes(&self, now: u64, until: u64, limit: u32) -> Result<Vec<DuePush>, StorageError> {
        let sql = "UPDATE push SET due = $2 FROM (
                       SELECT account AS a, device AS d FROM push WHERE due <= $1 ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED
                   ) AS taken WHERE account = a AND device = d
                   RETURNING account, device, service, token, asked, tries";
        let rows = sqlx::query_as(sql).bind(int(now)).bind(int(until)).bind(i64::from(limit));
        let rows: Vec<(Vec<u8>, Vec<u8>, String, String, i64, i64)> = rows.fetch_all(&self.pool).await?;
        let one = |(account, device, service, token, asked, tries): (_, _, String, _, _, _)| {
            push(account, device, &service, token, asked, tries)
        };
        rows.into_iter().map(one).collect()
    }

    async fn push_ended(&self, push: &DuePush, ended: Pushed) -> Result<(), StorageError> {
        let DuePush { account, device, address, asked, tries } = push;
        let (due, tries) = match ended {
            Pushed::Over => (None, 0),
            Pushed::Later(at) => (Some(int(at)), i64::from(*tries) + 1),
            Pushed::Gone => {
                let sql = "DELETE FROM push WHERE account = $1 AND device = $2 AND token = $3";
                let gone = sqlx::query(sql).bind(&account.0[..]).bind(&device.0).bind(&address.token);
                gone.execute(&self.pool).await?;
                return Ok(());
            }
        };
        let sql = "UPDATE push SET due = $4, tries = $5 WHERE account = $1 AND device = $2 AND asked = $3";
        let row = sqlx::query(sql).bind(&account.0[..]).bind(&device.0).bind(int(*asked)).bind(due).bind(tries);
        row.execute(&self.pool).await?;
        Ok(())
    }
}

/// An order has come for the device.
pub(super) async fn ask(
    tx: &mut PgConnection,
    account: &[u8; 16],
    device: &Bytes,
    now: i64,
) -> Result<(), StorageError> {
    let sql = "UPDATE push SET due = $3, tries = 0, asked = asked + 1 WHERE account = $1 AND device = $2";
    sqlx::query(sql).bind(&account[..]).bind(&device.0).bind(now).execute(tx).await?;
    Ok(())
}

/// Nobody is woken there any more.
pub(super) async fn forget(tx: &mut PgConnection, account: &[u8; 16], device: &Bytes) -> Result<(), StorageError> {
    let sql = "DELETE FROM push WHERE account = $1 AND device = $2";
    sqlx::query(sql).bind(&account[..]).bind(&device.0).execute(tx).await?;
    Ok(())
}
