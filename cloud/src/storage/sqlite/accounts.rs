use super::{Known, Sqlite, manifests, subs, sweep};
use crate::storage::{
    Account, Accounts, Created, NewAccount, Next, Replacement, StorageError,
    kept::{account_id, int, json, number, read},
};
use account::{
    keys::AccountId,
    wire::{Bytes, HandOver},
};
use async_trait::async_trait;
use store::{Transaction, params};

#[async_trait]
impl Accounts for Sqlite {
    async fn create(&self, account: NewAccount) -> Result<Created, StorageError> {
        self.write(move |tx| create(tx, &account)).await
    }

    async fn account(&self, id: &AccountId) -> Result<Option<Account>, StorageError> {
        self.read(|tx| account(tx, id))
    }

    async fn by_login(&self, login: &str) -> Result<Option<Account>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT account FROM credentials WHERE login = ?1";
            let Some(id) = tx.query_optional(sql, [login], |row| row.get::<_, Vec<u8>>(0))? else { return Ok(None) };
            account(tx, &account_id(&id, "credentials")?)
        })
    }

    async fn replace_keys(&self, id: &AccountId, replacement: Replacement) -> Result<Next, StorageError> {
        let id = *id;
        self.write(move |tx| replace(tx, &id, &replacement)).await
    }

    async fn hand_over(&self, id: &AccountId, device: &Bytes) -> Result<Option<HandOver>, StorageError> {
        self.read(|tx| {
            let Some(known) = Known::read(tx, &id.0)? else { return Ok(None) };
            let sql = "SELECT text FROM hand_over WHERE account = ?1 AND device = ?2";
            let text = tx.query_optional(sql, params![known.no, device.0], |row| row.get::<_, String>(0))?;
            text.map(|text| read(&text, "hand_over")).transpose()
        })
    }

    async fn delete(&self, id: &AccountId) -> Result<bool, StorageError> {
        let id = *id;
        self.write(move |tx| delete(tx, &id)).await
    }
}

fn account(tx: &Transaction<'_>, id: &AccountId) -> Result<Option<Account>, StorageError> {
    let Some(known) = Known::read(tx, &id.0)? else { return Ok(None) };
    let sql = "SELECT login, record, sealed FROM credentials WHERE no = ?1";
    let columns = |row: &store::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?));
    let (login, record, sealed) =
        tx.query_optional(sql, [known.no], columns)?.ok_or(StorageError::Damaged("credentials"))?;
    Ok(Some(Account {
        id: *id,
        login,
        record: Bytes(record),
        sealed: read(&sealed, "credentials")?,
        manifest: number(known.manifest),
        generation: number(known.generation),
    }))
}

fn create(tx: &Transaction<'_>, new: &NewAccount) -> Result<Created, StorageError> {
    if let Some(known) = account(tx, &new.id)? {
        let no = Known::read(tx, &new.id.0)?.ok_or(StorageError::Damaged("account"))?.no;
        // Its keys may have been replaced since.
        let keys = known.manifest > 1 || (known.record == new.record && known.sealed == new.sealed);
        let same = known.login == new.login && keys && manifests::is_kept(tx, no, &new.manifest)?;
        return Ok(if same { Created::Same } else { Created::Taken });
    }
    let waits = "SELECT 1 FROM remnant WHERE account = ?1";
    if tx.query_optional(waits, [new.id.0], |_| Ok(()))?.is_some() {
        return Ok(Created::Taken);
    }
    let row = params![new.id.0, new.login, new.record.0, json(&new.sealed), int(new.created)];
    let sql = "INSERT INTO credentials (account, login, record, sealed, created) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (login) DO NOTHING";
    if tx.execute(sql, row)? == 0 {
        return Ok(Created::Taken);
    }
    let no = tx.last_insert_rowid();
    tx.execute("INSERT INTO account VALUES (?1, ?2, ?3, 0, 0)", params![new.id.0, no, int(new.manifest.version)])?;
    manifests::add(tx, &new.id, no, &new.manifest)?;
    Ok(Created::New)
}

fn replace(tx: &Transaction<'_>, id: &AccountId, new: &Replacement) -> Result<Next, StorageError> {
    let (Some(known), Some(before)) = (Known::read(tx, &id.0)?, account(tx, id)?) else { return Ok(Next::Missing) };
    let next = manifests::next(tx, id, &known, &new.manifest)?;
    let same = new.sealed == before.sealed && new.record.as_ref().is_none_or(|record| *record == before.record);
    match next {
        Next::Stored => {
            tx.execute("UPDATE credentials SET sealed = ?2 WHERE no = ?1", params![known.no, json(&new.sealed)])?;
            if let Some(record) = &new.record {
                tx.execute("UPDATE credentials SET record = ?2 WHERE no = ?1", params![known.no, record.0])?;
            }
            if let Some(hand_overs) = &new.hand_overs {
                tx.execute("DELETE FROM hand_over WHERE account = ?1", [known.no])?;
                for handed in hand_overs {
                    let row = params![known.no, handed.device.0, json(handed)];
                    tx.execute("INSERT INTO hand_over VALUES (?1, ?2, ?3)", row)?;
                }
            }
            if new.end_sessions {
                end_all(tx, id)?;
            }
        }
        // The manifest came without these keys, or others came since: they are not kept, and nobody may think so.
        Next::Same if new.manifest.version != before.manifest || !same => return Ok(Next::Behind(before.manifest)),
        _ => {}
    }
    Ok(next)
}

/// Ends every token of the account, and what would become one.
pub(super) fn end_all(tx: &Transaction<'_>, id: &AccountId) -> Result<u64, StorageError> {
    tx.execute("UPDATE account SET generation = generation + 1 WHERE id = ?1", [id.0])?;
    Ok(tx.execute("DELETE FROM session WHERE account = ?1", [id.0])? as u64)
}

fn delete(tx: &Transaction<'_>, id: &AccountId) -> Result<bool, StorageError> {
    let Some(Known { no, .. }) = Known::read(tx, &id.0)? else { return Ok(false) };
    for table in ["manifest", "approval", "record", "batch", "head", "hand_over"] {
        tx.execute(&format!("DELETE FROM {table} WHERE account = ?1"), [no])?;
    }
    tx.execute("DELETE FROM entry WHERE place BETWEEN ?1 << 32 AND (?1 + 1 << 32) - 1", [no])?;
    tx.execute("DELETE FROM session WHERE account = ?1", [id.0])?;
    tx.execute("DELETE FROM push WHERE account = ?1", [id.0])?;
    tx.execute("DELETE FROM credentials WHERE no = ?1", [no])?;
    tx.execute("DELETE FROM account WHERE id = ?1", [id.0])?;
    subs::delete(tx, &id.0)?;
    sweep::leave(tx, &id.0)?;
    Ok(true)
}
