use super::Postgres;
use crate::storage::{
    StorageError,
    kept::{int, number},
    restored::{REMEMBERED, behind},
};

impl Postgres {
    /// To be called once after the operator put back a backup, before any instance serves: raises the restore epoch above the one in the backup, and not
    /// below `now` (seconds since 1970), since the one that was there is lost. Tokens end. What kiosks count by goes on behind what they may have heard.
    /// Answers the new epoch.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn restored(&self, now: u64) -> Result<u64, StorageError> {
        let mut tx = self.begin().await?;
        // Whoever was signed in may have been revoked since the backup.
        for sql in ["DELETE FROM session", "DELETE FROM once"] {
            sqlx::query(sql).execute(&mut *tx).await?;
        }
        let sql = "UPDATE server SET restore_epoch = greatest(restore_epoch + 1, $1) RETURNING restore_epoch";
        let epoch: i64 = sqlx::query_scalar(sql).bind(int(now)).fetch_one(&mut *tx).await?;
        for table in REMEMBERED {
            // `nextval` first: a sequence's last value is none of its table's rows, which may be gone.
            let sql = "SELECT setval(s.name, greatest(nextval(s.name), $2))
                       FROM (SELECT pg_get_serial_sequence($1, 'seq')::regclass AS name) s";
            sqlx::query(sql).bind(table).bind(behind(number(epoch))).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(number(epoch))
    }
}
