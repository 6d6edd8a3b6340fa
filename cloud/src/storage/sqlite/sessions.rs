use super::{Known, Sqlite, accounts, devices};
use crate::storage::{
    Purpose, Session, Sessions, StorageError, TokenKind,
    kept::{int, number},
};
use account::{keys::AccountId, wire::Bytes};
use async_trait::async_trait;
use store::{Transaction, params};

#[async_trait]
impl Sessions for Sqlite {
    async fn put_session(
        &self,
        token: [u8; 32],
        session: Session,
        generation: Option<u64>,
    ) -> Result<bool, StorageError> {
        self.write(move |tx| put(tx, &token, &session, generation)).await
    }

    async fn session(&self, token: [u8; 32], now: u64) -> Result<Option<Session>, StorageError> {
        self.read(|tx| good(tx, &token, now))
    }

    async fn end_session(&self, token: [u8; 32]) -> Result<(), StorageError> {
        self.write(move |tx| {
            tx.execute("DELETE FROM session WHERE token = ?1", [token])?;
            Ok(())
        })
        .await
    }

    async fn end_sessions(&self, account: &AccountId, device: Option<&Bytes>) -> Result<u64, StorageError> {
        let (account, device) = (*account, device.cloned());
        self.write(move |tx| match device {
            Some(device) => devices::end_sessions(tx, &account.0, &device),
            None => accounts::end_all(tx, &account),
        })
        .await
    }

    async fn put_once(&self, key: &[u8], purpose: Purpose, value: &[u8], expires: u64) -> Result<(), StorageError> {
        let (key, value) = (key.to_vec(), value.to_vec());
        self.write(move |tx| {
            let row = params![purpose.code(), key, value, int(expires)];
            tx.execute("INSERT OR REPLACE INTO once VALUES (?1, ?2, ?3, ?4)", row)?;
            Ok(())
        })
        .await
    }

    async fn use_once(&self, key: &[u8], purpose: Purpose, expires: u64) -> Result<bool, StorageError> {
        let key = key.to_vec();
        self.write(move |tx| {
            let row = params![purpose.code(), key, int(expires)];
            Ok(tx.execute("INSERT OR IGNORE INTO once VALUES (?1, ?2, x'', ?3)", row)? == 1)
        })
        .await
    }

    async fn take_once(&self, key: &[u8], purpose: Purpose, now: u64) -> Result<Option<Vec<u8>>, StorageError> {
        let key = key.to_vec();
        self.write(move |tx| {
            let sql = "DELETE FROM once WHERE purpose = ?1 AND key = ?2 RETURNING value, expires";
            let columns = |row: &store::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?));
            let taken = tx.query_all(sql, params![purpose.code(), key], columns)?.pop();
            Ok(taken.and_then(|(value, expires)| (number(expires) > now).then_some(value)))
        })
        .await
    }
}

/// What a token stands for, if it is good.
pub(super) fn good(tx: &Transaction<'_>, token: &[u8; 32], now: u64) -> Result<Option<Session>, StorageError> {
    let sql = "SELECT account, kind, device, expires FROM session WHERE token = ?1 AND expires > ?2";
    let columns = |row: &store::Row<'_>| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let row = tx.query_optional(sql, params![token, int(now)], columns)?;
    row.map(|(account, kind, device, expires)| Session::from_row(&account, kind, device, expires)).transpose()
}

fn put(
    tx: &Transaction<'_>,
    token: &[u8; 32],
    session: &Session,
    generation: Option<u64>,
) -> Result<bool, StorageError> {
    let Session { account, kind, device, expires } = session;
    let Some(known) = Known::read(tx, &account.0)? else { return Ok(false) };
    if generation.is_some_and(|generation| int(generation) != known.generation) {
        return Ok(false);
    }
    let device = device.as_ref().map(|device| &device.0[..]);
    if let Some(device) = device
        && *kind != TokenKind::Passkey
        && !devices::stands(tx, &account.0, device)?
    {
        return Ok(false);
    }
    tx.execute(
        "INSERT OR REPLACE INTO session VALUES (?1, ?2, ?3, ?4, ?5)",
        params![token, account.0, kind.code(), device, int(*expires)],
    )?;
    Ok(true)
}
