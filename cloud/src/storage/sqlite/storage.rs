use super::Sqlite;
use crate::storage::{Storage, StorageError};
use async_trait::async_trait;
use store::params;

#[async_trait]
impl Storage for Sqlite {
    async fn server_secret(&self, name: &str, fresh: &[u8]) -> Result<Vec<u8>, StorageError> {
        let (name, fresh) = (name.to_owned(), fresh.to_vec());
        self.write(move |tx| {
            tx.execute("INSERT INTO secret VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![name, fresh])?;
            Ok(tx.query_row("SELECT value FROM secret WHERE name = ?1", [name], |row| row.get(0))?)
        })
        .await
    }

    async fn restore_epoch(&self) -> Result<u64, StorageError> {
        Ok(self.restore_epoch)
    }

    async fn ping(&self) -> Result<(), StorageError> {
        self.read(|tx| Ok(tx.query_row("SELECT row FROM server", [], |_| Ok(()))?))
    }

    async fn sweep(&self, now: u64) -> Result<u64, StorageError> {
        self.forget(now).await
    }
}
