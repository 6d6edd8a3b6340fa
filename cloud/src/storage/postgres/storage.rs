use super::Postgres;
use crate::storage::{Storage, StorageError, kept::number};
use async_trait::async_trait;

#[async_trait]
impl Storage for Postgres {
    async fn server_secret(&self, name: &str, fresh: &[u8]) -> Result<Vec<u8>, StorageError> {
        // Two statements, so that the second sees what another instance made meanwhile.
        let sql = "INSERT INTO secret VALUES ($1, $2) ON CONFLICT DO NOTHING";
        sqlx::query(sql).bind(name).bind(fresh).execute(&self.pool).await?;
        let sql = "SELECT value FROM secret WHERE name = $1";
        Ok(sqlx::query_scalar(sql).bind(name).fetch_one(&self.pool).await?)
    }

    async fn restore_epoch(&self) -> Result<u64, StorageError> {
        let sql = "SELECT restore_epoch FROM server";
        Ok(number(sqlx::query_scalar(sql).fetch_one(&self.pool).await?))
    }

    async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT row FROM server").fetch_one(&self.pool).await?;
        Ok(())
    }

    async fn sweep(&self, now: u64) -> Result<u64, StorageError> {
        self.forget(now).await
    }
}
