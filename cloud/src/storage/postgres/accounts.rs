use super::{Known, Postgres, manifests, subs, sweep};
use crate::storage::{
    Account, Accounts, Created, NewAccount, Next, Replacement, StorageError,
    kept::{account_id, int, json, number, read},
};
use account::{
    keys::AccountId,
    wire::{Bytes, HandOver},
};
use async_trait::async_trait;
use sqlx::{FromRow, PgConnection, Row as _, postgres::PgRow};

#[async_trait]
impl Accounts for Postgres {
    async fn create(&self, account: NewAccount) -> Result<Created, StorageError> {
        let mut tx = self.begin().await?;
        let created = create(&mut tx, &account).await?;
        // Whatever else it began shall not stay.
        if created == Created::New {
            tx.commit().await?;
        }
        Ok(created)
    }

    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StorageError> {
        account(&mut *self.pool.acquire().await?, id).await
    }

    async fn by_login(&self, login: &str) -> Result<Option<Account>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        let sql = "SELECT account FROM credentials WHERE login = $1";
        let id: Option<Vec<u8>> = sqlx::query_scalar(sql).bind(login).fetch_optional(&mut *connection).await?;
        let Some(id) = id else { return Ok(None) };
        account(&mut connection, &account_id(&id, "credentials")?).await
    }

    async fn replace_keys(&self, id: &AccountId, replacement: Replacement) -> Result<Next, StorageError> {
        let mut tx = self.begin().await?;
        let next = replace(&mut tx, id, &replacement).await?;
        tx.commit().await?;
        Ok(next)
    }

    async fn hand_over(&self, id: &AccountId, device: &Bytes) -> Result<Option<HandOver>, StorageError> {
        let sql = "SELECT h.text FROM account a JOIN hand_over h ON h.account = a.no WHERE a.id = $1 AND h.device = $2";
        let text = sqlx::query_scalar(sql).bind(&id.0[..]).bind(&device.0);
        let text: Option<String> = text.fetch_optional(&self.pool).await?;
        text.map(|text| read(&text, "hand_over")).transpose()
    }

    async fn delete(&self, id: &AccountId) -> Result<bool, StorageError> {
        let mut tx = self.begin().await?;
        let deleted = delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(deleted)
    }
}

struct Row {
    login: String,
    record: Vec<u8>,
    sealed: String,
    manifest: i64,
    generation: i64,
}

impl FromRow<'_, PgRow> for Row {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            login: row.try_get("login")?,
            record: row.try_get("record")?,
            sealed: row.try_get("sealed")?,
            manifest: row.try_get("manifest")?,
            generation: row.try_get("generation")?,
        })
    }
}

async fn account(connection: &mut PgConnection, id: &AccountId) -> Result<Option<Account>, StorageError> {
    let sql = "SELECT c.login, c.record, c.sealed, a.manifest, a.generation
               FROM account a JOIN credentials c ON c.no = a.no WHERE a.id = $1";
    let row: Option<Row> = sqlx::query_as(sql).bind(&id.0[..]).fetch_optional(connection).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Account {
        id: *id,
        login: row.login,
        record: Bytes(row.record),
        sealed: read(&row.sealed, "credentials")?,
        manifest: number(row.manifest),
        generation: number(row.generation),
    }))
}

async fn create(tx: &mut PgConnection, new: &NewAccount) -> Result<Created, StorageError> {
    // Waits for whoever makes or deletes the same one just now.
    let sql = "INSERT INTO account (id, manifest) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING no";
    let no = sqlx::query_scalar(sql).bind(&new.id.0[..]).bind(int(new.manifest.version));
    let Some(no) = no.fetch_optional(&mut *tx).await? else { return existing(tx, new).await };
    let sql = "SELECT EXISTS (SELECT FROM remnant WHERE account = $1)";
    if sqlx::query_scalar(sql).bind(&new.id.0[..]).fetch_one(&mut *tx).await? {
        return Ok(Created::Taken);
    }
    let sql = "INSERT INTO credentials VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (login) DO NOTHING";
    let row = sqlx::query(sql).bind::<i64>(no).bind(&new.id.0[..]).bind(&new.login).bind(&new.record.0);
    let row = row.bind(json(&new.sealed)).bind(int(new.created));
    if row.execute(&mut *tx).await?.rows_affected() == 0 {
        return Ok(Created::Taken);
    }
    manifests::add(tx, &new.id, no, &new.manifest).await?;
    Ok(Created::New)
}

async fn existing(tx: &mut PgConnection, new: &NewAccount) -> Result<Created, StorageError> {
    let (Some(known), Some(Known { no, .. })) = (account(tx, &new.id).await?, Known::read(tx, &new.id.0).await?) else {
        return Ok(Created::Taken);
    };
    // Its keys may have been replaced since.
    let keys = known.manifest > 1 || (known.record == new.record && known.sealed == new.sealed);
    let same = known.login == new.login && keys && manifests::is_kept(tx, no, &new.manifest).await?;
    Ok(if same { Created::Same } else { Created::Taken })
}

async fn replace(tx: &mut PgConnection, id: &AccountId, new: &Replacement) -> Result<Next, StorageError> {
    let Some(known) = Known::lock(tx, &id.0).await? else { return Ok(Next::Missing) };
    let before = account(tx, id).await?.ok_or(StorageError::Damaged("credentials"))?;
    let next = manifests::next(tx, id, &known, &new.manifest).await?;
    let same = new.sealed == before.sealed && new.record.as_ref().is_none_or(|record| *record == before.record);
    match next {
        Next::Stored => {
            let sql = "UPDATE credentials SET sealed = $2, record = coalesce($3, record) WHERE no = $1";
            let record = new.record.as_ref().map(|record| &record.0);
            sqlx::query(sql).bind(known.no).bind(json(&new.sealed)).bind(record).execute(&mut *tx).await?;
            if let Some(hand_overs) = &new.hand_overs {
                sqlx::query("DELETE FROM hand_over WHERE account = $1").bind(known.no).execute(&mut *tx).await?;
                for handed in hand_overs {
                    let row = sqlx::query("INSERT INTO hand_over VALUES ($1, $2, $3)").bind(known.no);
                    row.bind(&handed.device.0).bind(json(handed)).execute(&mut *tx).await?;
                }
            }
            if new.end_sessions {
                end_all(tx, id).await?;
            }
        }
        // The manifest came without these keys, or others came since: they are not kept, and nobody may think so.
        Next::Same if new.manifest.version != before.manifest || !same => return Ok(Next::Behind(before.manifest)),
        _ => {}
    }
    Ok(next)
}

/// Ends every token of the account, and what would become one.
pub(super) async fn end_all(tx: &mut PgConnection, id: &AccountId) -> Result<u64, StorageError> {
    let sql = "UPDATE account SET generation = generation + 1 WHERE id = $1";
    sqlx::query(sql).bind(&id.0[..]).execute(&mut *tx).await?;
    Ok(sqlx::query("DELETE FROM session WHERE account = $1").bind(&id.0[..]).execute(tx).await?.rows_affected())
}

async fn delete(tx: &mut PgConnection, id: &AccountId) -> Result<bool, StorageError> {
    let sql = "DELETE FROM account WHERE id = $1 RETURNING no";
    let no: Option<i64> = sqlx::query_scalar(sql).bind(&id.0[..]).fetch_optional(&mut *tx).await?;
    let Some(no) = no else { return Ok(false) };
    for sql in [
        "DELETE FROM manifest WHERE account = $1",
        "DELETE FROM approval WHERE account = $1",
        "DELETE FROM record WHERE account = $1",
        "DELETE FROM batch WHERE account = $1",
        "DELETE FROM head WHERE account = $1",
        "DELETE FROM hand_over WHERE account = $1",
        "DELETE FROM entry WHERE account = $1",
        "DELETE FROM credentials WHERE no = $1",
    ] {
        sqlx::query(sql).bind(no).execute(&mut *tx).await?;
    }
    for sql in ["DELETE FROM session WHERE account = $1", "DELETE FROM push WHERE account = $1"] {
        sqlx::query(sql).bind(&id.0[..]).execute(&mut *tx).await?;
    }
    subs::delete(tx, &id.0).await?;
    sweep::leave(tx, &id.0).await?;
    Ok(true)
}
