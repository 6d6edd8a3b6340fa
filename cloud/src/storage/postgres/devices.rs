use super::pushes;
use crate::storage::{
    StorageError,
    kept::{int, json, read},
};
use account::wire::{Bytes, Device};
use sqlx::{Executor, PgConnection, Postgres as Driver};

/// Lists an account's devices anew. What hangs on a device that is revoked by it, or has another key now, ends.
pub(super) async fn list(
    tx: &mut PgConnection,
    account: &[u8; 16],
    no: i64,
    devices: &[Device],
) -> Result<(), StorageError> {
    for known in all(&mut *tx, account).await? {
        let now = devices.iter().find(|device| device.id == known.id);
        let same_key = now.is_some_and(|device| device.key == known.key && device.epoch == known.epoch);
        if now.is_none() {
            let sql = "DELETE FROM device WHERE account = $1 AND id = $2";
            sqlx::query(sql).bind(&account[..]).bind(&known.id.0).execute(&mut *tx).await?;
        }
        if !same_key {
            pushes::forget(&mut *tx, account, &known.id).await?;
            // Nobody who proved that he has the old key gets a token for the new one.
            let sql = "UPDATE account SET generation = generation + 1 WHERE id = $1";
            sqlx::query(sql).bind(&account[..]).execute(&mut *tx).await?;
        }
        if !same_key || now.is_some_and(|device| device.revoked) {
            end_sessions(&mut *tx, account, &known.id).await?;
            let sql = "DELETE FROM head WHERE account = $1 AND device = $2";
            sqlx::query(sql).bind(no).bind(&known.id.0).execute(&mut *tx).await?;
        }
    }
    for device in devices {
        let sql = "INSERT INTO device AS d VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account, id) DO UPDATE
                   SET epoch = excluded.epoch, revoked = excluded.revoked, text = excluded.text
                   WHERE d.text <> excluded.text";
        let row = sqlx::query(sql).bind(&account[..]).bind(&device.id.0).bind(int(device.epoch));
        row.bind(device.revoked).bind(json(device)).execute(&mut *tx).await?;
    }
    Ok(())
}

pub(super) async fn all<'c>(
    connection: impl Executor<'c, Database = Driver>,
    account: &[u8; 16],
) -> Result<Vec<Device>, StorageError> {
    let sql = "SELECT text FROM device WHERE account = $1 ORDER BY epoch";
    let texts: Vec<String> = sqlx::query_scalar(sql).bind(&account[..]).fetch_all(connection).await?;
    texts.iter().map(|text| read(text, "device")).collect()
}

/// Whether the account has, or had, that enrolment.
pub(super) async fn enrolled(
    tx: &mut PgConnection,
    account: &[u8; 16],
    id: &[u8],
    epoch: i64,
) -> Result<bool, StorageError> {
    let sql = "SELECT EXISTS (SELECT FROM device WHERE account = $1 AND id = $2 AND epoch = $3)";
    Ok(sqlx::query_scalar(sql).bind(&account[..]).bind(id).bind(epoch).fetch_one(tx).await?)
}

pub(super) async fn end_sessions(
    tx: &mut PgConnection,
    account: &[u8; 16],
    device: &Bytes,
) -> Result<u64, StorageError> {
    let sql = "DELETE FROM session WHERE account = $1 AND device = $2";
    Ok(sqlx::query(sql).bind(&account[..]).bind(&device.0).execute(tx).await?.rows_affected())
}
