use super::{Known, Postgres, accounts, devices};
use crate::storage::{
    Purpose, Session, Sessions, StorageError,
    kept::{int, number},
};
use account::{keys::AccountId, wire::Bytes};
use async_trait::async_trait;

#[async_trait]
impl Sessions for Postgres {
    async fn put_session(
        &self,
        token: [u8; 32],
        session: Session,
        generation: Option<u64>,
    ) -> Result<bool, StorageError> {
        let row = sqlx::query_scalar("SELECT put_session($1, $2, $3, $4, $5, $6)");
        let row = row.bind(&token[..]).bind(&session.account.0[..]).bind(session.kind.code());
        let row = row.bind(session.device.as_ref().map(|device| &device.0)).bind(int(session.expires));
        Ok(row.bind(generation.map(int)).fetch_one(&self.pool).await?)
    }

    async fn session(&self, token: [u8; 32], now: u64) -> Result<Option<Session>, StorageError> {
        type Row = (Vec<u8>, i16, Option<Vec<u8>>, i64);
        let mut connection = self.quick().await?;
        let sql = "SELECT account, kind, device, expires FROM session WHERE token = $1 AND expires > $2";
        let row =
            sqlx::query_as::<_, Row>(sql).bind(&token[..]).bind(int(now)).fetch_optional(&mut *connection).await?;
        connection.done();
        let session = |(account, kind, device, expires): Row| Session::from_row(&account, kind.into(), device, expires);
        row.map(session).transpose()
    }

    async fn end_session(&self, token: [u8; 32]) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM session WHERE token = $1").bind(&token[..]).execute(&self.pool).await?;
        Ok(())
    }

    async fn end_sessions(&self, account: &AccountId, device: Option<&Bytes>) -> Result<u64, StorageError> {
        let mut tx = self.begin().await?;
        if Known::lock(&mut tx, &account.0).await?.is_none() {
            return Ok(0);
        }
        let ended = match device {
            Some(device) => devices::end_sessions(&mut tx, &account.0, device).await?,
            None => accounts::end_all(&mut tx, account).await?,
        };
        tx.commit().await?;
        Ok(ended)
    }

    async fn put_once(&self, key: &[u8], purpose: Purpose, value: &[u8], expires: u64) -> Result<(), StorageError> {
        let sql = "INSERT INTO once VALUES ($1, $2, $3, $4)
                   ON CONFLICT (purpose, key) DO UPDATE SET value = excluded.value, expires = excluded.expires";
        let row = sqlx::query(sql).bind(purpose.code()).bind(key).bind(value).bind(int(expires));
        row.execute(&self.pool).await?;
        Ok(())
    }

    async fn use_once(&self, key: &[u8], purpose: Purpose, expires: u64) -> Result<bool, StorageError> {
        let sql = "INSERT INTO once VALUES ($1, $2, '', $3) ON CONFLICT (purpose, key) DO NOTHING";
        let row = sqlx::query(sql).bind(purpose.code()).bind(key).bind(int(expires));
        Ok(row.execute(&self.pool).await?.rows_affected() == 1)
    }

    async fn take_once(&self, key: &[u8], purpose: Purpose, now: u64) -> Result<Option<Vec<u8>>, StorageError> {
        let sql = "DELETE FROM once WHERE purpose = $1 AND key = $2 RETURNING value, expires";
        let row = sqlx::query_as::<_, (Vec<u8>, i64)>(sql).bind(purpose.code()).bind(key);
        let taken = row.fetch_optional(&self.pool).await?;
        Ok(taken.and_then(|(value, expires)| (number(expires) > now).then_some(value)))
    }
}
