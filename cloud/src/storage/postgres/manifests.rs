use super::{Known, Postgres, devices};
use crate::storage::{
    Manifests, NewManifest, Next, StorageError,
    kept::{int, json, number, read, signed},
};
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Bytes, Device},
};
use async_trait::async_trait;
use sqlx::PgConnection;

#[async_trait]
impl Manifests for Postgres {
    async fn manifests(&self, account: &AccountId, after: u64, limit: u32) -> Result<Vec<Signed>, StorageError> {
        let sql = "SELECT m.signed FROM account a JOIN manifest m ON m.account = a.no
                   WHERE a.id = $1 AND m.version > $2 ORDER BY m.version LIMIT $3";
        let rows = sqlx::query_scalar(sql).bind(&account.0[..]).bind(int(after)).bind(i64::from(limit));
        let texts: Vec<String> = rows.fetch_all(&self.pool).await?;
        texts.iter().map(|text| signed(text, "manifest")).collect()
    }

    async fn next_manifest(&self, account: &AccountId, manifest: NewManifest) -> Result<Next, StorageError> {
        let mut tx = self.begin().await?;
        let Some(known) = Known::lock(&mut tx, &account.0).await? else { return Ok(Next::Missing) };
        let next = next(&mut tx, account, &known, &manifest).await?;
        tx.commit().await?;
        Ok(next)
    }

    async fn device(&self, account: &AccountId, device: &Bytes) -> Result<Option<Device>, StorageError> {
        let sql = "SELECT text FROM device WHERE account = $1 AND id = $2";
        let text = sqlx::query_scalar(sql).bind(&account.0[..]).bind(&device.0);
        let text: Option<String> = text.fetch_optional(&self.pool).await?;
        text.map(|text| read(&text, "device")).transpose()
    }

    async fn devices(&self, account: &AccountId) -> Result<Vec<Device>, StorageError> {
        devices::all(&self.pool, &account.0).await
    }
}

/// Adds a manifest, if it is the next, with what it says of devices. The account is locked.
pub(super) async fn next(
    tx: &mut PgConnection,
    account: &AccountId,
    known: &Known,
    manifest: &NewManifest,
) -> Result<Next, StorageError> {
    let version = int(manifest.version);
    if is_kept(tx, known.no, manifest).await? {
        return Ok(Next::Same);
    }
    if version != known.manifest + 1 {
        return Ok(Next::Behind(number(known.manifest)));
    }
    add(tx, account, known.no, manifest).await?;
    let sql = "UPDATE account SET manifest = $2 WHERE id = $1";
    sqlx::query(sql).bind(&account.0[..]).bind(version).execute(tx).await?;
    Ok(Next::Stored)
}

/// Whether just this manifest stands in the chain.
pub(super) async fn is_kept(tx: &mut PgConnection, no: i64, manifest: &NewManifest) -> Result<bool, StorageError> {
    let sql = "SELECT signed FROM manifest WHERE account = $1 AND version = $2";
    let kept: Option<String> = sqlx::query_scalar(sql).bind(no).bind(int(manifest.version)).fetch_optional(tx).await?;
    Ok(kept.is_some_and(|kept| kept == json(&manifest.signed)))
}

pub(super) async fn add(
    tx: &mut PgConnection,
    account: &AccountId,
    no: i64,
    manifest: &NewManifest,
) -> Result<(), StorageError> {
    let row = sqlx::query("INSERT INTO manifest VALUES ($1, $2, $3)").bind(no).bind(int(manifest.version));
    row.bind(json(&manifest.signed)).execute(&mut *tx).await?;
    devices::list(tx, &account.0, no, &manifest.devices).await
}
