use super::{Known, Sqlite, devices};
use crate::storage::{
    Appended, Batch, Log, Page, Session, StorageError, Writer,
    kept::{add_signed, int, json, number, read, signed},
    prepared::{Prepared, PreparedEntry, add_entry, key_epoch},
};
use account::{
    keys::AccountId,
    signed::Signed,
    wire::{Bytes, Entry},
};
use async_trait::async_trait;
use store::{Transaction, params};

/// How many bits of a place are the account's own.
const SEQ_BITS: u32 = 32;

#[async_trait]
impl Log for Sqlite {
    async fn writer(&self, token: [u8; 32], now: u64) -> Result<Option<Writer>, StorageError> {
        self.read(|tx| writer(tx, &token, now))
    }

    async fn append(&self, account: &AccountId, batch: Batch) -> Result<Appended, StorageError> {
        let (account, batch) = (*account, Prepared::new(batch));
        self.write(move |tx| append(tx, &account, &batch)).await
    }

    async fn page(&self, account: &AccountId, after: u64, limit: u32, bytes: usize) -> Result<Page, StorageError> {
        self.read(|tx| {
            let Some(known) = Known::read(tx, &account.0)? else { return Ok(Page::default()) };
            let after = int(after);
            let entries = if after < known.last { entries(tx, &known, after, limit, bytes)? } else { String::new() };
            Ok(Page {
                entries,
                last: number(known.last),
                heads: heads(tx, known.no)?,
                manifest: number(known.manifest),
                restore_epoch: self.restore_epoch,
            })
        })
    }

    async fn put_head(&self, account: &AccountId, device: &Bytes, seq: u64, head: Signed) -> Result<(), StorageError> {
        let (account, device, head) = (*account, device.0.clone(), json(&head));
        self.write(move |tx| {
            if let Some(Known { no, .. }) = Known::read(tx, &account.0)?
                && devices::stands(tx, &account.0, &device)?
            {
                put_head(tx, no, &device, int(seq), &head)?;
            }
            Ok(())
        })
        .await
    }
}

/// All of it by one statement, since every edit asks.
fn writer(tx: &Transaction<'_>, token: &[u8; 32], now: u64) -> Result<Option<Writer>, StorageError> {
    let sql = "SELECT s.account, s.kind, s.device, s.expires, d.text, m.signed FROM session s
               LEFT JOIN device d ON d.account = s.account AND d.id = s.device
               LEFT JOIN account a ON a.id = s.account
               LEFT JOIN manifest m ON m.account = a.no AND m.version = a.manifest
               WHERE s.token = ?1 AND s.expires > ?2";
    let row = tx.query_optional(sql, params![token, int(now)], |row| {
        let session = (row.get::<_, [u8; 16]>(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((session, row.get::<_, Option<String>>(4)?, row.get::<_, Option<String>>(5)?))
    })?;
    let Some(((account, kind, device, expires), text, manifest)) = row else { return Ok(None) };
    Ok(Some(Writer {
        session: Session::from_row(&account, kind, device, expires)?,
        device: text.map(|text| read(&text, "device")).transpose()?,
        manifest: manifest.map(|text| signed(&text, "manifest")).transpose()?,
    }))
}

const fn place(no: i64, seq: i64) -> i64 {
    no << SEQ_BITS | seq
}

fn append(tx: &Transaction<'_>, account: &AccountId, batch: &Prepared) -> Result<Appended, StorageError> {
    let Some(known) = Known::read(tx, &account.0)? else { return Ok(Appended::Missing) };
    if !devices::stands(tx, &account.0, &batch.device)? {
        return Ok(Appended::Missing);
    }
    let no = known.no;
    let before = "SELECT digest, first FROM batch WHERE account = ?1 AND id = ?2";
    let before =
        tx.query_optional(before, params![no, batch.id], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get(1)?)))?;
    if let Some((digest, first)) = before {
        return Ok(if digest == batch.digest { Appended::At(number(first)) } else { Appended::OtherBatch });
    }
    if batch.key_epoch < last_epoch(tx, &known)? {
        return Ok(Appended::Conflicts(Vec::new()));
    }
    let there = there(tx, no, batch)?;
    let conflicts: Vec<_> = there.iter().filter(|(entry, last)| !entry.follows(last.as_ref())).collect();
    if !conflicts.is_empty() {
        let seqs = conflicts.into_iter().filter_map(|(_, last)| last.as_ref().map(|last| last.seq));
        return entries_of(tx, no, seqs).map(Appended::Conflicts);
    }
    let mut there = there.into_iter().map(|(_, last)| last.map(|last| last.place));
    let first = known.last + 1;
    let last = known.last + batch.entries.len() as i64;
    if last >> SEQ_BITS != 0 {
        return Err(StorageError::Full);
    }
    let mut records: Vec<i64> = Vec::with_capacity(batch.entries.len());
    for (seq, entry) in (first..).zip(&batch.entries) {
        let known = entry.again.map_or_else(|| there.next().flatten(), |first| records.get(first).copied());
        let record = known.unwrap_or_else(|| place(no, seq));
        records.push(record);
        put_entry(tx, no, seq, record, entry)?;
    }
    tx.execute("UPDATE account SET last = ?2 WHERE id = ?1", params![account.0, last])?;
    tx.execute("INSERT INTO batch VALUES (?1, ?2, ?3, ?4)", params![no, batch.id, batch.digest, first])?;
    put_head(tx, no, &batch.device, batch.head_seq, &batch.head)?;
    Ok(Appended::At(number(first)))
}

/// The key epoch of the log's last entry: none below it is taken, so that old keys alone write nothing after a rotation.
fn last_epoch(tx: &Transaction<'_>, known: &Known) -> Result<u32, StorageError> {
    let sql = "SELECT fields FROM entry WHERE place = ?1";
    let fields = tx.query_optional(sql, [place(known.no, known.last)], |row| row.get::<_, String>(0))?;
    fields.map_or(Ok(0), |fields| key_epoch(&fields))
}

/// A record as it is kept, without what is sealed.
struct Last {
    place: i64,
    version: i64,
    deleted: bool,
    seq: i64,
}

impl PreparedEntry {
    /// Whether it, and what the batch has behind it, is the next of its record.
    fn follows(&self, last: Option<&Last>) -> bool {
        let (version, deleted) = last.map_or((0, false), |last| (last.version, last.deleted));
        !deleted && self.version == version + 1 && self.follows
    }
}

/// Each record that the batch writes: the first write, and what is there of it.
fn there<'b>(
    tx: &Transaction<'_>,
    no: i64,
    batch: &'b Prepared,
) -> Result<Vec<(&'b PreparedEntry, Option<Last>)>, StorageError> {
    let sql = "SELECT place, version, deleted, seq FROM record WHERE account = ?1 AND id = ?2";
    let one = |entry: &'b PreparedEntry| -> Result<_, StorageError> {
        let columns = |row: &store::Row<'_>| {
            Ok(Last { place: row.get(0)?, version: row.get(1)?, deleted: row.get(2)?, seq: row.get(3)? })
        };
        Ok((entry, tx.query_optional(sql, params![no, entry.record], columns)?))
    };
    batch.firsts().map(one).collect()
}

fn put_entry(tx: &Transaction<'_>, no: i64, seq: i64, record: i64, entry: &PreparedEntry) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO entry VALUES (?1, ?2, ?3, ?4)",
        params![place(no, seq), record, entry.fields, entry.digest],
    )?;
    if entry.last {
        let sql = "UPDATE record SET version = ?2, seq = ?3, deleted = ?4, sealed = ?5 WHERE place = ?1";
        if tx.execute(sql, params![record, entry.version, seq, entry.deleted, entry.sealed])? == 0 {
            let row = params![record, no, entry.record, entry.version, seq, entry.deleted, entry.sealed];
            tx.execute("INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", row)?;
        }
    }
    Ok(())
}

fn entries_of(tx: &Transaction<'_>, no: i64, seqs: impl Iterator<Item = i64>) -> Result<Vec<Entry>, StorageError> {
    let mut found = String::new();
    for seq in seqs {
        let sql = "SELECT e.fields, r.sealed, e.digest FROM entry e
                   LEFT JOIN record r ON r.place = e.record AND r.seq = ?2 WHERE e.place = ?1";
        let columns = |row: &store::Row<'_>| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, String>(2)?))
        };
        let row = tx.query_optional(sql, [place(no, seq), seq], columns)?;
        let (fields, sealed, digest) = row.ok_or(StorageError::Damaged("entry"))?;
        add_entry(&mut found, seq, &fields, sealed.as_deref(), &digest);
    }
    read(&format!("[{found}]"), "entry")
}

fn entries(tx: &Transaction<'_>, known: &Known, after: i64, limit: u32, bytes: usize) -> Result<String, StorageError> {
    let Known { no, last, .. } = *known;
    let sql = "SELECT e.place, e.fields, r.sealed, e.digest FROM entry e
               LEFT JOIN record r ON r.place = e.record AND r.seq = e.place & 0xFFFFFFFF
               WHERE e.place > ?1 AND e.place < ?2 ORDER BY e.place LIMIT ?3";
    let mut statement = tx.prepare(sql)?;
    let mut rows = statement.query(params![place(no, after), place(no + 1, 0), limit])?;
    let mut out = String::new();
    let damaged = |_| StorageError::Damaged("entry");
    while let Some(row) = rows.next()? {
        let seq = row.get::<_, i64>(0)? - place(no, 0);
        let fields = row.get_ref(1)?.as_str().map_err(damaged)?;
        let sealed = row.get_ref(2)?.as_str_or_null().map_err(damaged)?;
        let digest = row.get_ref(3)?.as_str().map_err(damaged)?;
        if !out.is_empty() && out.len() + fields.len() + sealed.map_or(0, str::len) > bytes {
            break;
        }
        add_entry(&mut out, seq, fields, sealed, digest);
        if seq == after + 1 {
            // Those that follow are often as long.
            let others = limit.min(u32::try_from(last - seq).unwrap_or(limit)) as usize;
            out.reserve(bytes.min(others.saturating_mul(out.len() + 16)));
        }
    }
    Ok(out)
}

fn heads(tx: &Transaction<'_>, no: i64) -> Result<String, StorageError> {
    let mut statement = tx.prepare("SELECT signed FROM head WHERE account = ?1")?;
    let mut rows = statement.query([no])?;
    let mut out = String::new();
    while let Some(row) = rows.next()? {
        add_signed(&mut out, row.get_ref(0)?.as_str().map_err(|_| StorageError::Damaged("head"))?);
    }
    Ok(out)
}

fn put_head(tx: &Transaction<'_>, no: i64, device: &[u8], seq: i64, head: &str) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO head VALUES (?1, ?2, ?3, ?4) ON CONFLICT (account, device) DO UPDATE
         SET seq = excluded.seq, signed = excluded.signed WHERE excluded.seq >= seq",
        params![no, device, seq, head],
    )?;
    Ok(())
}
