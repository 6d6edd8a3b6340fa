use super::{Known, Sqlite, manifests};
use crate::storage::{
    Approvals, KeptApproval, NewManifest, Next, StorageError,
    kept::{int, json, number},
};
use account::{
    keys::AccountId,
    wire::{ApprovalAnswer, ApprovalGrant, ApprovalRequest, Bytes},
};
use async_trait::async_trait;
use store::{Row, SqlError, Transaction, params};

#[async_trait]
impl Approvals for Sqlite {
    async fn ask(&self, account: &AccountId, request: ApprovalRequest, expires: u64) -> Result<bool, StorageError> {
        let account = *account;
        self.write(move |tx| {
            let Some(Known { no, .. }) = Known::read(tx, &account.0)? else { return Ok(false) };
            let (id, text) = (&request.approval.0, json(&ApprovalRequest { opened: None, ..request.clone() }));
            tx.execute(
                "INSERT INTO approval (account, id, request, expires) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                params![no, id, text, int(expires)],
            )?;
            Ok(Kept::read(tx, no, id)?.is_some_and(|kept| kept.request == text))
        })
        .await
    }

    async fn approval(&self, account: &AccountId, id: &Bytes, now: u64) -> Result<Option<KeptApproval>, StorageError> {
        self.read(|tx| {
            let Some(Known { no, .. }) = Known::read(tx, &account.0)? else { return Ok(None) };
            let kept = Kept::read(tx, no, &id.0)?.filter(|kept| kept.expires > int(now));
            kept.map(|kept| kept.approval(account)).transpose()
        })
    }

    async fn approvals(&self, account: &AccountId, now: u64) -> Result<Vec<KeptApproval>, StorageError> {
        self.read(|tx| {
            let Some(Known { no, .. }) = Known::read(tx, &account.0)? else { return Ok(Vec::new()) };
            let sql = "SELECT request, answer, opened, approved, expires FROM approval
                       WHERE account = ?1 AND expires > ?2 ORDER BY expires, id";
            let kept = tx.query_all(sql, params![no, int(now)], Kept::row)?;
            kept.into_iter().map(|kept| kept.approval(account)).collect()
        })
    }

    async fn answer(&self, account: &AccountId, id: &Bytes, answer: ApprovalAnswer) -> Result<bool, StorageError> {
        let (account, id) = (*account, id.0.clone());
        self.write(move |tx| {
            let Some((no, kept)) = Kept::of(tx, &account, &id)? else { return Ok(false) };
            let answer = json(&answer);
            if let Some(before) = kept.answer {
                return Ok(before == answer);
            }
            let sql = "UPDATE approval SET answer = ?3 WHERE account = ?1 AND id = ?2";
            tx.execute(sql, params![no, id, answer])?;
            Ok(true)
        })
        .await
    }

    async fn open(&self, account: &AccountId, id: &Bytes, opened: Bytes) -> Result<bool, StorageError> {
        let (account, id) = (*account, id.0.clone());
        self.write(move |tx| {
            let Some((no, kept)) = Kept::of(tx, &account, &id)? else { return Ok(false) };
            match kept {
                Kept { answer: None, .. } => Ok(false),
                Kept { opened: Some(before), .. } => Ok(before == opened.0),
                _ => {
                    let sql = "UPDATE approval SET opened = ?3 WHERE account = ?1 AND id = ?2";
                    tx.execute(sql, params![no, id, opened.0])?;
                    Ok(true)
                }
            }
        })
        .await
    }

    async fn grant(
        &self,
        account: &AccountId,
        id: &Bytes,
        grant: ApprovalGrant,
        manifest: NewManifest,
    ) -> Result<Next, StorageError> {
        let (account, id) = (*account, id.0.clone());
        self.write(move |tx| {
            let Some(known) = Known::read(tx, &account.0)? else { return Ok(Next::Missing) };
            let kept = Kept::read(tx, known.no, &id)?.filter(|kept| kept.opened.is_some());
            let Some(kept) = kept else { return Ok(Next::Missing) };
            let grant = json(&grant);
            if kept.approved.is_some_and(|before| before != grant) {
                return Ok(Next::Behind(number(known.manifest)));
            }
            let next = manifests::next(tx, &account, &known, &manifest)?;
            if matches!(next, Next::Stored | Next::Same) {
                let sql = "UPDATE approval SET approved = ?3 WHERE account = ?1 AND id = ?2";
                tx.execute(sql, params![known.no, id, grant])?;
            }
            Ok(next)
        })
        .await
    }

    async fn withdraw(&self, account: &AccountId, id: &Bytes) -> Result<(), StorageError> {
        let (account, id) = (*account, id.0.clone());
        self.write(move |tx| {
            if let Some(Known { no, .. }) = Known::read(tx, &account.0)? {
                tx.execute("DELETE FROM approval WHERE account = ?1 AND id = ?2", params![no, id])?;
            }
            Ok(())
        })
        .await
    }
}

/// A row.
struct Kept {
    request: String,
    answer: Option<String>,
    opened: Option<Vec<u8>>,
    approved: Option<String>,
    expires: i64,
}

impl Kept {
    fn row(row: &Row<'_>) -> Result<Self, SqlError> {
        Ok(Self {
            request: row.get(0)?,
            answer: row.get(1)?,
            opened: row.get(2)?,
            approved: row.get(3)?,
            expires: row.get(4)?,
        })
    }

    fn read(tx: &Transaction<'_>, no: i64, id: &[u8]) -> Result<Option<Self>, StorageError> {
        let sql = "SELECT request, answer, opened, approved, expires FROM approval WHERE account = ?1 AND id = ?2";
        Ok(tx.query_optional(sql, params![no, id], Self::row)?)
    }

    /// With the account's number.
    fn of(tx: &Transaction<'_>, account: &AccountId, id: &[u8]) -> Result<Option<(i64, Self)>, StorageError> {
        let Some(Known { no, .. }) = Known::read(tx, &account.0)? else { return Ok(None) };
        Ok(Self::read(tx, no, id)?.map(|kept| (no, kept)))
    }

    fn approval(self, account: &AccountId) -> Result<KeptApproval, StorageError> {
        crate::storage::kept::approval(
            account,
            &self.request,
            self.answer.as_deref(),
            self.opened,
            self.approved.as_deref(),
            self.expires,
        )
    }
}
