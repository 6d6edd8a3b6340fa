use super::Postgres;
use crate::storage::{
    Appended, Batch, Log, Page, StorageError,
    kept::{int, json, number, read},
    prepared::{Prepared, PreparedEntry, add_entry},
};
use account::{keys::AccountId, signed::Signed, wire::Bytes};
use async_trait::async_trait;
use sqlx::{FromRow, Row as _, postgres::PgRow};

#[async_trait]
impl Log for Postgres {
    async fn append(&self, account: &AccountId, batch: Batch) -> Result<Appended, StorageError> {
        let batch = Prepared::new(batch);
        let sql = "SELECT * FROM append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
        let call = sqlx::query_as::<_, Row>(sql).bind(&account.0[..]).bind(batch.device).bind(batch.id);
        let call = call.bind(&batch.digest[..]).bind(batch.head).bind(batch.head_seq);
        let entries = batch.entries;
        let call = call.bind(column(&entries, |entry| entry.record.clone()));
        let call = call.bind(column(&entries, |entry| entry.version)).bind(column(&entries, |entry| entry.deleted));
        let call = call.bind(column(&entries, |entry| entry.first)).bind(column(&entries, |entry| entry.last));
        let call = call.bind(column(&entries, |entry| entry.follows));
        let call = call.bind(column(&entries, |entry| entry.fields.clone()));
        let call = call.bind(column(&entries, |entry| entry.sealed.clone()));
        let call = call.bind(column(&entries, |entry| entry.digest.clone()));
        appended(&call.fetch_all(&self.pool).await?)
    }

    async fn page(&self, account: &AccountId, after: u64, limit: u32, bytes: usize) -> Result<Page, StorageError> {
        type Known = (i64, i64, i64, i64, Option<String>);
        let mut connection = self.pool.acquire().await?;
        let sql = "SELECT a.no, a.last, a.manifest, s.restore_epoch,
                   (SELECT string_agg(h.signed, ',' ORDER BY h.device) FROM head h WHERE h.account = a.no)
                   FROM account a, server s WHERE a.id = $1";
        let known: Option<Known> = sqlx::query_as(sql).bind(&account.0[..]).fetch_optional(&mut *connection).await?;
        let Some((no, last, manifest, restore_epoch, heads)) = known else { return Ok(Page::default()) };
        let mut entries = String::new();
        if int(after) < last {
            // Up to what was the last place then: what came since is not part of this page.
            let sql = "SELECT seq, fields, sealed, digest FROM (
                           SELECT *, sum(octet_length(fields) + coalesce(octet_length(sealed), 0)) OVER (ORDER BY seq) AS size
                           FROM (SELECT * FROM entry WHERE account = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4) e
                       ) e WHERE size <= $5 OR seq = $2 + 1 ORDER BY seq";
            let rows = sqlx::query_as::<_, (i64, String, Option<String>, String)>(sql);
            let rows = rows.bind(no).bind(int(after)).bind(last).bind(i64::from(limit)).bind(bytes as i64);
            for (seq, fields, sealed, digest) in rows.fetch_all(&mut *connection).await? {
                add_entry(&mut entries, seq, &fields, sealed.as_deref(), &digest);
            }
        }
        Ok(Page {
            entries,
            last: number(last),
            heads: heads.unwrap_or_default(),
            manifest: number(manifest),
            restore_epoch: number(restore_epoch),
        })
    }

    async fn put_head(&self, account: &AccountId, device: &Bytes, seq: u64, head: Signed) -> Result<(), StorageError> {
        let call = sqlx::query("SELECT put_head($1, $2, $3, $4)").bind(&account.0[..]).bind(&device.0);
        call.bind(int(seq)).bind(json(&head)).execute(&self.pool).await?;
        Ok(())
    }
}

fn column<T>(entries: &[PreparedEntry], of: impl Fn(&PreparedEntry) -> T) -> Vec<T> {
    entries.iter().map(of).collect()
}

/// What the database's function answers.
struct Row {
    outcome: i32,
    place: Option<i64>,
    entry_fields: Option<String>,
    entry_sealed: Option<String>,
    entry_digest: Option<String>,
}

impl FromRow<'_, PgRow> for Row {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            outcome: row.try_get("outcome")?,
            place: row.try_get("place")?,
            entry_fields: row.try_get("entry_fields")?,
            entry_sealed: row.try_get("entry_sealed")?,
            entry_digest: row.try_get("entry_digest")?,
        })
    }
}

fn appended(rows: &[Row]) -> Result<Appended, StorageError> {
    let damaged = StorageError::Damaged("entry");
    let Some(first) = rows.first() else { return Err(damaged) };
    match first.outcome {
        0 => Ok(Appended::Missing),
        1 => Ok(Appended::At(number(first.place.ok_or(damaged)?))),
        2 => Ok(Appended::OtherBatch),
        _ => {
            let mut found = String::new();
            for row in rows {
                if let (Some(seq), Some(fields), Some(digest)) = (row.place, &row.entry_fields, &row.entry_digest) {
                    add_entry(&mut found, seq, fields, row.entry_sealed.as_deref(), digest);
                }
            }
            read(&format!("[{found}]"), "entry").map(Appended::Conflicts)
        }
    }
}
