use super::pushes;
use crate::storage::{
    StorageError,
    kept::{int, json, read},
};
use account::wire::{Bytes, Device};
use store::{Transaction, params};

/// Lists an account's devices anew. What hangs on a device that is revoked by it, or has another key now, ends.
pub(super) fn list(tx: &Transaction<'_>, account: &[u8; 16], no: i64, devices: &[Device]) -> Result<(), StorageError> {
    for known in all(tx, account)? {
        let now = devices.iter().find(|device| device.id == known.id);
        let same_key = now.is_some_and(|device| device.key == known.key && device.epoch == known.epoch);
        if now.is_none() {
            tx.execute("DELETE FROM device WHERE account = ?1 AND id = ?2", params![account, known.id.0])?;
        }
        if !same_key {
            pushes::forget(tx, account, &known.id)?;
            // Nobody who proved that he has the old key gets a token for the new one.
            tx.execute("UPDATE account SET generation = generation + 1 WHERE id = ?1", [account])?;
        }
        if !same_key || now.is_some_and(|device| device.revoked) {
            end_sessions(tx, account, &known.id)?;
            tx.execute("DELETE FROM head WHERE account = ?1 AND device = ?2", params![no, known.id.0])?;
        }
    }
    for device in devices {
        tx.execute(
            "INSERT INTO device VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (account, id) DO UPDATE
             SET epoch = excluded.epoch, revoked = excluded.revoked, text = excluded.text WHERE text <> excluded.text",
            params![account, device.id.0, int(device.epoch), device.revoked, json(device)],
        )?;
    }
    Ok(())
}

pub(super) fn all(tx: &Transaction<'_>, account: &[u8; 16]) -> Result<Vec<Device>, StorageError> {
    let sql = "SELECT text FROM device WHERE account = ?1 ORDER BY epoch";
    let texts = tx.query_all(sql, [account], |row| row.get::<_, String>(0))?;
    texts.iter().map(|text| read(text, "device")).collect()
}

pub(super) fn one(tx: &Transaction<'_>, account: &[u8; 16], id: &Bytes) -> Result<Option<Device>, StorageError> {
    let sql = "SELECT text FROM device WHERE account = ?1 AND id = ?2";
    let text = tx.query_optional(sql, params![account, id.0], |row| row.get::<_, String>(0))?;
    text.map(|text| read(&text, "device")).transpose()
}

/// Whether it is one of the account's still.
pub(super) fn stands(tx: &Transaction<'_>, account: &[u8; 16], id: &[u8]) -> Result<bool, StorageError> {
    let sql = "SELECT 1 FROM device WHERE account = ?1 AND id = ?2 AND revoked = 0";
    Ok(tx.query_optional(sql, params![account, id], |_| Ok(()))?.is_some())
}

/// Whether the account has, or had, that enrolment.
pub(super) fn enrolled(tx: &Transaction<'_>, account: &[u8; 16], id: &[u8], epoch: i64) -> Result<bool, StorageError> {
    let sql = "SELECT 1 FROM device WHERE account = ?1 AND id = ?2 AND epoch = ?3";
    Ok(tx.query_optional(sql, params![account, id, epoch], |_| Ok(()))?.is_some())
}

pub(super) fn end_sessions(tx: &Transaction<'_>, account: &[u8; 16], device: &Bytes) -> Result<u64, StorageError> {
    let sql = "DELETE FROM session WHERE account = ?1 AND device = ?2";
    Ok(tx.execute(sql, params![account, device.0])? as u64)
}
