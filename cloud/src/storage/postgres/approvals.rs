use super::{Known, Postgres, manifests};
use crate::storage::{
    Approvals, KeptApproval, NewManifest, Next, StorageError,
    kept::{int, json, number},
};
use account::{
    keys::AccountId,
    wire::{ApprovalAnswer, ApprovalGrant, ApprovalRequest, Bytes},
};
use async_trait::async_trait;
use sqlx::{FromRow, PgConnection, Row as _, postgres::PgRow};

#[async_trait]
impl Approvals for Postgres {
    async fn ask(&self, account: &AccountId, request: ApprovalRequest, expires: u64) -> Result<bool, StorageError> {
        let (id, text) = (request.approval.0.clone(), json(&ApprovalRequest { opened: None, ..request }));
        let mut tx = self.begin().await?;
        let Some(Known { no, .. }) = Known::lock(&mut tx, &account.0).await? else { return Ok(false) };
        let sql = "INSERT INTO approval (account, id, request, expires) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        sqlx::query(sql).bind(no).bind(&id).bind(&text).bind(int(expires)).execute(&mut *tx).await?;
        let kept = Kept::read(&mut tx, no, &id).await?;
        tx.commit().await?;
        Ok(kept.is_some_and(|kept| kept.request == text))
    }

    async fn approval(&self, account: &AccountId, id: &Bytes, now: u64) -> Result<Option<KeptApproval>, StorageError> {
        let sql = "SELECT p.* FROM account a JOIN approval p ON p.account = a.no
                   WHERE a.id = $1 AND p.id = $2 AND p.expires > $3";
        let row = sqlx::query_as::<_, Kept>(sql).bind(&account.0[..]).bind(&id.0).bind(int(now));
        row.fetch_optional(&self.pool).await?.map(|kept| kept.approval(account)).transpose()
    }

    async fn approvals(&self, account: &AccountId, now: u64) -> Result<Vec<KeptApproval>, StorageError> {
        let sql = "SELECT p.* FROM account a JOIN approval p ON p.account = a.no
                   WHERE a.id = $1 AND p.expires > $2 ORDER BY p.expires, p.id";
        let rows = sqlx::query_as::<_, Kept>(sql).bind(&account.0[..]).bind(int(now));
        rows.fetch_all(&self.pool).await?.into_iter().map(|kept| kept.approval(account)).collect()
    }

    async fn answer(&self, account: &AccountId, id: &Bytes, answer: ApprovalAnswer) -> Result<bool, StorageError> {
        let answer = json(&answer);
        let mut tx = self.begin().await?;
        let Some((no, kept)) = Kept::lock(&mut tx, account, &id.0).await? else { return Ok(false) };
        if let Some(before) = kept.answer {
            return Ok(before == answer);
        }
        let sql = "UPDATE approval SET answer = $3 WHERE account = $1 AND id = $2";
        sqlx::query(sql).bind(no).bind(&id.0).bind(answer).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn open(&self, account: &AccountId, id: &Bytes, opened: Bytes) -> Result<bool, StorageError> {
        let mut tx = self.begin().await?;
        let Some((no, kept)) = Kept::lock(&mut tx, account, &id.0).await? else { return Ok(false) };
        match kept {
            Kept { answer: None, .. } => return Ok(false),
            Kept { opened: Some(before), .. } => return Ok(before == opened.0),
            _ => {}
        }
        let sql = "UPDATE approval SET opened = $3 WHERE account = $1 AND id = $2";
        sqlx::query(sql).bind(no).bind(&id.0).bind(opened.0).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn grant(
        &self,
        account: &AccountId,
        id: &Bytes,
        grant: ApprovalGrant,
        manifest: NewManifest,
    ) -> Result<Next, StorageError> {
        let grant = json(&grant);
        let mut tx = self.begin().await?;
        let Some(known) = Known::lock(&mut tx, &account.0).await? else { return Ok(Next::Missing) };
        let kept = Kept::read(&mut tx, known.no, &id.0).await?.filter(|kept| kept.opened.is_some());
        let Some(kept) = kept else { return Ok(Next::Missing) };
        if kept.approved.is_some_and(|before| before != grant) {
            return Ok(Next::Behind(number(known.manifest)));
        }
        let next = manifests::next(&mut tx, account, &known, &manifest).await?;
        if matches!(next, Next::Stored | Next::Same) {
            let sql = "UPDATE approval SET approved = $3 WHERE account = $1 AND id = $2";
            sqlx::query(sql).bind(known.no).bind(&id.0).bind(grant).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(next)
    }

    async fn withdraw(&self, account: &AccountId, id: &Bytes) -> Result<(), StorageError> {
        let sql = "DELETE FROM approval WHERE account = (SELECT no FROM account WHERE id = $1) AND id = $2";
        sqlx::query(sql).bind(&account.0[..]).bind(&id.0).execute(&self.pool).await?;
        Ok(())
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

impl FromRow<'_, PgRow> for Kept {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            request: row.try_get("request")?,
            answer: row.try_get("answer")?,
            opened: row.try_get("opened")?,
            approved: row.try_get("approved")?,
            expires: row.try_get("expires")?,
        })
    }
}

impl Kept {
    async fn read(tx: &mut PgConnection, no: i64, id: &[u8]) -> Result<Option<Self>, StorageError> {
        let sql = "SELECT * FROM approval WHERE account = $1 AND id = $2";
        Ok(sqlx::query_as(sql).bind(no).bind(id).fetch_optional(tx).await?)
    }

    /// With the account's number, which is locked.
    async fn lock(tx: &mut PgConnection, account: &AccountId, id: &[u8]) -> Result<Option<(i64, Self)>, StorageError> {
        let Some(Known { no, .. }) = Known::lock(tx, &account.0).await? else { return Ok(None) };
        Ok(Self::read(tx, no, id).await?.map(|kept| (no, kept)))
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
