use super::Postgres;
use crate::storage::{
    Allowance, Limits, StorageError,
    kept::{int, number},
};
use async_trait::async_trait;

#[async_trait]
impl Limits for Postgres {
    async fn take(&self, key: [u8; 32], allowance: Allowance, now: u64) -> Result<Result<(), u64>, StorageError> {
        let Allowance { burst, every } = allowance;
        if burst == 0 {
            return Ok(Err(every));
        }
        let (now, every) = (int(now), int(every));
        let most = every.saturating_mul(i64::from(burst) - 1);
        let sql = "INSERT INTO allowance AS a VALUES ($1, $2 + $3, $3) ON CONFLICT (key) DO UPDATE
                   SET at = greatest(a.at, $2) + $3, every = $3 WHERE a.at - $2 <= $4";
        let taken = sqlx::query(sql).bind(&key[..]).bind(now).bind(every).bind(most).execute(&self.pool).await?;
        if taken.rows_affected() == 1 {
            return Ok(Ok(()));
        }
        let sql = "SELECT at FROM allowance WHERE key = $1";
        let at: Option<i64> = sqlx::query_scalar(sql).bind(&key[..]).fetch_optional(&self.pool).await?;
        // At least one: somebody may have given a try back, or swept, between the two.
        Ok(Err(number(at.map_or(1, |at| at.saturating_sub(now).saturating_sub(most)).max(1))))
    }

    async fn give_back(&self, key: [u8; 32]) -> Result<(), StorageError> {
        let sql = "UPDATE allowance SET at = at - every WHERE key = $1";
        sqlx::query(sql).bind(&key[..]).execute(&self.pool).await?;
        Ok(())
    }
}
