use super::{Postgres, together::Job};
use crate::storage::{
    Appended, Batch, Log, Page, StorageError, Writer,
    kept::{int, json, number, read},
    prepared::{Prepared, PreparedEntry, add_entry},
};
use account::{keys::AccountId, signed::Signed, wire::Bytes};
use async_trait::async_trait;
use sqlx::{FromRow, PgConnection, Row as _, postgres::PgRow};

#[async_trait]
impl Log for Postgres {
    async fn writer(&self, token: [u8; 32], now: u64) -> Result<Option<Writer>, StorageError> {
        self.writers.one(token, now).await
    }

    async fn append(&self, account: &AccountId, batch: Batch) -> Result<Appended, StorageError> {
        self.together.append(account.0, Prepared::new(batch)).await
    }

    async fn page(&self, account: &AccountId, after: u64, limit: u32, bytes: usize) -> Result<Page, StorageError> {
        type Known = (i64, i64, i64, i64, Option<String>);
        let mut connection = self.quick().await?;
        let sql = "SELECT a.no, a.last, a.manifest, s.restore_epoch,
                   (SELECT string_agg(h.signed, ',' ORDER BY h.device) FROM head h WHERE h.account = a.no)
                   FROM account a, server s WHERE a.id = $1";
        let known: Option<Known> = sqlx::query_as(sql).bind(&account.0[..]).fetch_optional(&mut *connection).await?;
        let Some((no, last, manifest, restore_epoch, heads)) = known else {
            connection.done();
            return Ok(Page::default());
        };
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
        connection.done();
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

fn column<'e, T>(entries: &[&'e PreparedEntry], of: impl Fn(&'e PreparedEntry) -> T) -> Vec<T> {
    entries.iter().copied().map(of).collect()
}

/// The columns of entries, as both functions take them at their end.
macro_rules! bind_entries {
    ($call:expr, $entries:expr) => {{
        let entries: Vec<&PreparedEntry> = $entries;
        $call
            .bind(column(&entries, |entry| &entry.record[..]))
            .bind(column(&entries, |entry| entry.version))
            .bind(column(&entries, |entry| entry.deleted))
            .bind(column(&entries, |entry| entry.again.is_none()))
            .bind(column(&entries, |entry| entry.last))
            .bind(column(&entries, |entry| entry.follows))
            .bind(column(&entries, |entry| &entry.fields[..]))
            .bind(column(&entries, |entry| &entry.sealed[..]))
            .bind(column(&entries, |entry| &entry.digest[..]))
    }};
}

/// One batch in a transaction of its own.
pub(super) async fn append(
    connection: &mut PgConnection,
    account: &[u8; 16],
    batch: &Prepared,
) -> Result<Appended, StorageError> {
    let sql = "SELECT 1 AS batch, * FROM append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let call = sqlx::query_as::<_, Row>(sql).bind(&account[..]).bind(&batch.device).bind(&batch.id);
    let call = call.bind(&batch.digest[..]).bind(&batch.head).bind(batch.head_seq);
    let call = call.bind(i64::from(batch.key_epoch));
    let call = bind_entries!(call, batch.entries.iter().collect());
    appended(&call.fetch_all(connection).await?)
}

/// Several in one transaction, in this order. An outcome each, unless the database refuses all of them.
pub(super) async fn append_all(
    connection: &mut PgConnection,
    jobs: &[Job],
) -> Result<Vec<Result<Appended, StorageError>>, StorageError> {
    let sql = "SELECT * FROM append_all($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    let each = |of: fn(&Job) -> &[u8]| jobs.iter().map(of).collect::<Vec<_>>();
    let call = sqlx::query_as::<_, Row>(sql).bind(each(|job| &job.account)).bind(each(|job| &job.batch.device));
    let call = call.bind(each(|job| &job.batch.id)).bind(each(|job| &job.batch.digest));
    let call = call.bind(jobs.iter().map(|job| &job.batch.head[..]).collect::<Vec<_>>());
    let call = call.bind(jobs.iter().map(|job| job.batch.head_seq).collect::<Vec<_>>());
    let call = call.bind(jobs.iter().map(|job| i64::from(job.batch.key_epoch)).collect::<Vec<_>>());
    let call = call.bind(jobs.iter().map(|job| job.batch.entries.len() as i32).collect::<Vec<_>>());
    let call = bind_entries!(call, jobs.iter().flat_map(|job| &job.batch.entries).collect());
    let rows = call.fetch_all(connection).await?;
    let of = |batch: usize| rows.chunk_by(|a, b| a.batch == b.batch).nth(batch).unwrap_or_default();
    Ok((0..jobs.len()).map(|batch| appended(of(batch))).collect())
}

/// What the database's functions answer.
struct Row {
    batch: i32,
    outcome: i32,
    place: Option<i64>,
    entry_fields: Option<String>,
    entry_sealed: Option<String>,
    entry_digest: Option<String>,
}

impl FromRow<'_, PgRow> for Row {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            batch: row.try_get("batch")?,
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
