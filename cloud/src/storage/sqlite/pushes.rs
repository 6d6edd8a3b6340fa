use super::{Sqlite, devices};
use crate::storage::{
    DuePush, Pushed, Pushes, StorageError,
    kept::{int, push},
};
use account::{
    keys::AccountId,
    wire::{Bytes, PushAddress},
};
use async_trait::async_trait;
use store::{Transaction, params};

#[async_trait]
impl Pushes for Sqlite {
    async fn put_push(
        &self,
        account: &AccountId,
        device: &Bytes,
        address: Option<&PushAddress>,
    ) -> Result<bool, StorageError> {
        let (account, device, address) = (*account, device.clone(), address.cloned());
        self.write(move |tx| {
            if !devices::stands(tx, &account.0, &device.0)? {
                return Ok(false);
            }
            let Some(PushAddress { service, token }) = address else {
                forget(tx, &account.0, &device)?;
                return Ok(true);
            };
            // What is due stays so.
            tx.execute(
                "INSERT INTO push (account, device, service, token) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (account, device) DO UPDATE SET service = excluded.service, token = excluded.token",
                params![account.0, device.0, service.as_str(), token],
            )?;
            Ok(true)
        })
        .await
    }

    async fn take_pushes(&self, now: u64, until: u64, limit: u32) -> Result<Vec<DuePush>, StorageError> {
        // Most of the time there are none, and the writer is left alone.
        let due = "SELECT 1 FROM push WHERE due <= ?1 LIMIT 1";
        if self.read(|tx| Ok(tx.query_optional(due, [int(now)], |_| Ok(()))?.is_none()))? {
            return Ok(Vec::new());
        }
        self.write(move |tx| {
            let sql =
                "SELECT account, device, service, token, asked, tries FROM push WHERE due <= ?1 ORDER BY due LIMIT ?2";
            let rows = tx.query_all(sql, params![int(now), limit], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
            })?;
            let mut taken = Vec::new();
            for (account, device, service, token, asked, tries) in rows {
                let push = push(account, device, &service, token, asked, tries)?;
                let leased = "UPDATE push SET due = ?3 WHERE account = ?1 AND device = ?2";
                tx.execute(leased, params![push.account.0, push.device.0, int(until)])?;
                taken.push(push);
            }
            Ok(taken)
        })
        .await
    }

    async fn push_ended(&self, push: &DuePush, ended: Pushed) -> Result<(), StorageError> {
        let DuePush { account, device, address, asked, tries } = push.clone();
        let (due, tries) = match ended {
            Pushed::Over => (None, 0),
            Pushed::Later(at) => (Some(int(at)), i64::from(tries) + 1),
            Pushed::Gone => {
                let sql = "DELETE FROM push WHERE account = ?1 AND device = ?2 AND token = ?3";
                let gone =
                    move |tx: &Transaction<'_>| Ok(tx.execute(sql, params![account.0, device.0, address.token])?);
                return self.write(gone).await.map(drop);
            }
        };
        self.write(move |tx| {
            let sql = "UPDATE push SET due = ?4, tries = ?5 WHERE account = ?1 AND device = ?2 AND asked = ?3";
            tx.execute(sql, params![account.0, device.0, int(asked), due, tries])?;
            Ok(())
        })
        .await
    }
}

/// An order has come for the device.
pub(super) fn ask(tx: &Transaction<'_>, account: &[u8; 16], device: &Bytes, now: i64) -> Result<(), StorageError> {
    let sql = "UPDATE push SET due = ?3, tries = 0, asked = asked + 1 WHERE account = ?1 AND device = ?2";
    tx.execute(sql, params![account, device.0, now])?;
    Ok(())
}

/// Nobody is woken there any more.
pub(super) fn forget(tx: &Transaction<'_>, account: &[u8; 16], device: &Bytes) -> Result<(), StorageError> {
    tx.execute("DELETE FROM push WHERE account = ?1 AND device = ?2", params![account, device.0])?;
    Ok(())
}
