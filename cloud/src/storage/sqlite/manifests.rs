use super::{Known, Sqlite, devices};
use crate::storage::{
    Manifests, NewManifest, Next, StorageError,
    kept::{int, json, number, signed},
};
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Bytes, Device},
};
use async_trait::async_trait;
use store::{Transaction, params};

#[async_trait]
impl Manifests for Sqlite {
    async fn manifests(&self, account: &AccountId, after: u64, limit: u32) -> Result<Vec<Signed>, StorageError> {
        self.read(|tx| {
            let Some(known) = Known::read(tx, &account.0)? else { return Ok(Vec::new()) };
            let sql = "SELECT signed FROM manifest WHERE account = ?1 AND version > ?2 ORDER BY version LIMIT ?3";
            let texts = tx.query_all(sql, params![known.no, int(after), limit], |row| row.get::<_, String>(0))?;
            texts.iter().map(|text| signed(text, "manifest")).collect()
        })
    }

    async fn next_manifest(&self, account: &AccountId, manifest: NewManifest) -> Result<Next, StorageError> {
        let account = *account;
        self.write(move |tx| {
            let Some(known) = Known::read(tx, &account.0)? else { return Ok(Next::Missing) };
            next(tx, &account, &known, &manifest)
        })
        .await
    }

    async fn device(&self, account: &AccountId, device: &Bytes) -> Result<Option<Device>, StorageError> {
        self.read(|tx| devices::one(tx, &account.0, device))
    }

    async fn devices(&self, account: &AccountId) -> Result<Vec<Device>, StorageError> {
        self.read(|tx| devices::all(tx, &account.0))
    }
}

/// Adds a manifest, if it is the next, with what it says of devices.
pub(super) fn next(
    tx: &Transaction<'_>,
    account: &AccountId,
    known: &Known,
    manifest: &NewManifest,
) -> Result<Next, StorageError> {
    let version = int(manifest.version);
    if is_kept(tx, known.no, manifest)? {
        return Ok(Next::Same);
    }
    if version != known.manifest + 1 {
        return Ok(Next::Behind(number(known.manifest)));
    }
    add(tx, account, known.no, manifest)?;
    tx.execute("UPDATE account SET manifest = ?2 WHERE id = ?1", params![account.0, version])?;
    Ok(Next::Stored)
}

/// Whether just this manifest stands in the chain.
pub(super) fn is_kept(tx: &Transaction<'_>, no: i64, manifest: &NewManifest) -> Result<bool, StorageError> {
    let sql = "SELECT signed FROM manifest WHERE account = ?1 AND version = ?2";
    let kept = tx.query_optional(sql, params![no, int(manifest.version)], |row| row.get::<_, String>(0))?;
    Ok(kept.is_some_and(|kept| kept == json(&manifest.signed)))
}

pub(super) fn add(
    tx: &Transaction<'_>,
    account: &AccountId,
    no: i64,
    manifest: &NewManifest,
) -> Result<(), StorageError> {
    let row = params![no, int(manifest.version), json(&manifest.signed)];
    tx.execute("INSERT INTO manifest VALUES (?1, ?2, ?3)", row)?;
    devices::list(tx, &account.0, no, &manifest.devices)
}
