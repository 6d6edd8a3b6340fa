use super::Postgres;
use crate::storage::{StorageError, kept::int};
use sqlx::PgConnection;

/// So many rows a transaction.
const AT_ONCE: i64 = 1_000;

/// What ends by itself. Rows that somebody else is about to delete are his.
const ENDING: [&str; 5] = [
    "DELETE FROM session WHERE token IN
     (SELECT token FROM session WHERE expires <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)",
    "DELETE FROM once WHERE (purpose, key) IN
     (SELECT purpose, key FROM once WHERE expires <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)",
    "DELETE FROM approval WHERE (account, id) IN
     (SELECT account, id FROM approval WHERE expires <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)",
    "DELETE FROM allowance WHERE key IN
     (SELECT key FROM allowance WHERE at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)",
    // A week after its kiosk took it: one that is handed in again says nothing new there.
    "DELETE FROM late_result WHERE seq IN
     (SELECT seq FROM late_result WHERE taken < $1 - 7 * 86400 LIMIT $2 FOR UPDATE SKIP LOCKED)",
];

impl Postgres {
    pub(super) async fn forget(&self, now: u64) -> Result<u64, StorageError> {
        let mut gone = 0;
        for sql in ENDING {
            loop {
                let done = sqlx::query(sql).bind(int(now)).bind(AT_ONCE).execute(&self.pool).await?;
                gone += done.rows_affected();
                if done.rows_affected() < AT_ONCE as u64 {
                    break;
                }
            }
        }
        let remnants: Vec<Vec<u8>> = sqlx::query_scalar("SELECT account FROM remnant").fetch_all(&self.pool).await?;
        for account in remnants {
            let mut tx = self.begin().await?;
            gone += remnant(&mut tx, &account, int(now)).await?;
            tx.commit().await?;
        }
        Ok(gone)
    }
}

/// Of an account that is gone: orders that nobody obeys any more, and the account's rest when none is left.
async fn remnant(tx: &mut PgConnection, account: &[u8], now: i64) -> Result<u64, StorageError> {
    sqlx::query("SELECT FROM remnant WHERE account = $1 FOR UPDATE").bind(account).execute(&mut *tx).await?;
    let sql = "DELETE FROM orders WHERE account = $1 AND deadline <= $2";
    let mut gone = sqlx::query(sql).bind(account).bind(now).execute(&mut *tx).await?.rows_affected();
    for sql in [
        "DELETE FROM receipt r WHERE account = $1
         AND NOT EXISTS (SELECT FROM orders o WHERE o.account = $1 AND o.device = r.device)",
        "DELETE FROM device d WHERE account = $1
         AND NOT EXISTS (SELECT FROM orders o WHERE o.account = $1 AND o.device = d.id)",
        "DELETE FROM remnant WHERE account = $1 AND NOT EXISTS (SELECT FROM orders WHERE account = $1)",
    ] {
        gone += sqlx::query(sql).bind(account).execute(&mut *tx).await?.rows_affected();
    }
    Ok(gone)
}

/// Leaves of a deleted account what its waiting orders need.
pub(super) async fn leave(tx: &mut PgConnection, account: &[u8]) -> Result<(), StorageError> {
    let sql = "DELETE FROM orders WHERE account = $1 AND receipt IS NOT NULL";
    sqlx::query(sql).bind(account).execute(&mut *tx).await?;
    sqlx::query("INSERT INTO remnant VALUES ($1)").bind(account).execute(&mut *tx).await?;
    // Nothing is due by its deadline yet, as far as this knows.
    remnant(tx, account, i64::MIN).await?;
    Ok(())
}
