use super::Sqlite;
use crate::storage::{StorageError, kept::int};
use store::{Transaction, params};

/// So many rows a transaction: others want to write, too.
const AT_ONCE: i64 = 1_000;

/// What ends by itself.
const ENDING: [&str; 5] = [
    "DELETE FROM session WHERE token IN (SELECT token FROM session WHERE expires <= ?1 LIMIT ?2)",
    "DELETE FROM once WHERE (purpose, key) IN (SELECT purpose, key FROM once WHERE expires <= ?1 LIMIT ?2)",
    "DELETE FROM approval WHERE (account, id) IN (SELECT account, id FROM approval WHERE expires <= ?1 LIMIT ?2)",
    "DELETE FROM allowance WHERE key IN (SELECT key FROM allowance WHERE at <= ?1 LIMIT ?2)",
    // A week after its kiosk took it: one that is handed in again says nothing new there.
    "DELETE FROM late_result WHERE seq IN (SELECT seq FROM late_result WHERE taken < ?1 - 7 * 86400 LIMIT ?2)",
];

impl Sqlite {
    pub(super) async fn forget(&self, now: u64) -> Result<u64, StorageError> {
        let mut gone = 0;
        for sql in ENDING {
            loop {
                let rows = self.write(move |tx| Ok(tx.execute(sql, params![int(now), AT_ONCE])?)).await?;
                gone += rows as u64;
                if (rows as i64) < AT_ONCE {
                    break;
                }
            }
        }
        let remnants =
            self.read(|tx| Ok(tx.query_all("SELECT account FROM remnant", [], |row| row.get::<_, Vec<u8>>(0))?))?;
        for account in remnants {
            gone += self.write(move |tx| remnant(tx, &account, int(now))).await?;
        }
        Ok(gone)
    }
}

/// Of an account that is gone: orders that nobody obeys any more, and the account's rest when none is left.
fn remnant(tx: &Transaction<'_>, account: &[u8], now: i64) -> Result<u64, StorageError> {
    let mut gone = tx.execute("DELETE FROM orders WHERE account = ?1 AND deadline <= ?2", params![account, now])?;
    for table in ["receipt", "device"] {
        gone += tx.execute(
            &format!(
                "DELETE FROM {table} WHERE account = ?1 AND NOT EXISTS
                 (SELECT 1 FROM orders o WHERE o.account = ?1 AND o.device = {table}.{})",
                if table == "device" { "id" } else { "device" },
            ),
            [account],
        )?;
    }
    tx.execute(
        "DELETE FROM remnant WHERE account = ?1 AND NOT EXISTS (SELECT 1 FROM orders WHERE account = ?1)",
        [account],
    )?;
    Ok(gone as u64)
}

/// Leaves of a deleted account what its waiting orders need.
pub(super) fn leave(tx: &Transaction<'_>, account: &[u8]) -> Result<(), StorageError> {
    tx.execute("DELETE FROM orders WHERE account = ?1 AND receipt IS NOT NULL", [account])?;
    tx.execute("INSERT INTO remnant VALUES (?1)", [account])?;
    // Nothing is due by its deadline yet, as far as this knows.
    remnant(tx, account, i64::MIN)?;
    Ok(())
}
