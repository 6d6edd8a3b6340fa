use super::Sqlite;
use crate::storage::{
    Allowance, Limits, StorageError,
    kept::{int, number},
};
use async_trait::async_trait;
use store::params;

#[async_trait]
impl Limits for Sqlite {
    async fn take(&self, key: [u8; 32], allowance: Allowance, now: u64) -> Result<Result<(), u64>, StorageError> {
        let Allowance { burst, every } = allowance;
        let (now, every) = (int(now), int(every));
        self.write(move |tx| {
            let at = tx.query_optional("SELECT at FROM allowance WHERE key = ?1", [&key[..]], |row| row.get(0))?;
            let at = at.unwrap_or(now).max(now);
            let most = every.saturating_mul(i64::from(burst) - 1);
            let wait = (at - now).saturating_sub(most);
            if wait > 0 {
                return Ok(Err(number(wait)));
            }
            tx.execute(
                "INSERT INTO allowance VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO UPDATE SET at = excluded.at, every = excluded.every",
                params![&key[..], at.saturating_add(every), every],
            )?;
            Ok(Ok(()))
        })
        .await
    }

    async fn give_back(&self, key: [u8; 32]) -> Result<(), StorageError> {
        self.write(move |tx| {
            tx.execute("UPDATE allowance SET at = at - every WHERE key = ?1", [&key[..]])?;
            Ok(())
        })
        .await
    }
}
