use super::{Sqlite, subscribers};
use crate::storage::{
    KeptKiosk, Kiosks, Known, NewReport, StorageError,
    kept::{cause, int, json, news, number, read, sha256},
};
use account::wire::Bytes;
use async_trait::async_trait;
use report::{Chain, Event, LateResult, News, Taken};
use store::{Row, SqlError, Transaction, params};

const KIOSK: &str = "SELECT id, key, name, address, chain FROM kiosk";

#[async_trait]
impl Kiosks for Sqlite {
    async fn put_kiosk_token(&self, token: [u8; 32], expires: u64) -> Result<(), StorageError> {
        self.write(move |tx| {
            let sql = "INSERT INTO kiosk_token (token, expires) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            tx.execute(sql, params![token, int(expires)])?;
            Ok(())
        })
        .await
    }

    async fn put_kiosk(&self, token: [u8; 32], kiosk: KeptKiosk, now: u64) -> Result<Known, StorageError> {
        self.write(move |tx| {
            let sql = "SELECT kiosk, expires FROM kiosk_token WHERE token = ?1";
            let found = tx.query_optional(sql, params![token], |row| {
                Ok((row.get::<_, Option<Vec<u8>>>(0)?, row.get::<_, i64>(1)?))
            })?;
            let known = match found {
                Some((None, expires)) if number(expires) > now => Known::New,
                Some((Some(id), _)) if id == kiosk.id => Known::Same,
                _ => return Ok(Known::No),
            };
            tx.execute("UPDATE kiosk_token SET kiosk = ?2 WHERE token = ?1", params![token, kiosk.id])?;
            tx.execute(
                "INSERT INTO kiosk (id, key, name, address, chain) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, address = excluded.address",
                params![kiosk.id, kiosk.key, kiosk.name, kiosk.address, json(&kiosk.chain)],
            )?;
            Ok(known)
        })
        .await
    }

    async fn kiosk(&self, id: &[u8; 16]) -> Result<Option<KeptKiosk>, StorageError> {
        self.read(|tx| kiosk(tx, id))
    }

    async fn kiosks_at(&self, address: &str) -> Result<Vec<KeptKiosk>, StorageError> {
        self.read(|tx| {
            let sql = format!("{KIOSK} WHERE address = ?1 AND length(key) > 0 ORDER BY id");
            let rows = tx.query_all(&sql, params![address], Kept::row)?;
            rows.into_iter().map(Kept::kiosk).collect()
        })
    }

    async fn kiosks(&self) -> Result<Vec<KeptKiosk>, StorageError> {
        self.read(|tx| {
            let rows = tx.query_all(&format!("{KIOSK} ORDER BY name, id"), [], Kept::row)?;
            rows.into_iter().map(Kept::kiosk).collect()
        })
    }

    async fn put_report(&self, id: &[u8; 16], from: &Chain, report: NewReport, now: u64) -> Result<bool, StorageError> {
        let (id, from) = (*id, from.clone());
        self.write(move |tx| {
            if kiosk(tx, &id)?.is_none_or(|kiosk| kiosk.chain != from) {
                return Ok(false);
            }
            let row = params![id, int(report.chain.epoch), int(report.chain.number), json(&report.signed), int(now)];
            tx.execute("INSERT INTO kiosk_report VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
            tx.execute("UPDATE kiosk SET chain = ?2 WHERE id = ?1", params![id, json(&report.chain)])?;
            for event in &report.events {
                tell(tx, &id, event, now)?;
            }
            Ok(true)
        })
        .await
    }

    async fn revoke_kiosk(&self, id: &[u8; 16]) -> Result<bool, StorageError> {
        let id = *id;
        self.write(move |tx| {
            tx.execute("DELETE FROM kiosk_token WHERE kiosk = ?1", params![id])?;
            Ok(tx.execute("UPDATE kiosk SET key = x'' WHERE id = ?1", params![id])? == 1)
        })
        .await
    }

    async fn events(&self, iccid: &str) -> Result<Vec<Event>, StorageError> {
        self.read(|tx| {
            let sql = "SELECT e.event FROM kiosk_event e JOIN kiosk k ON k.id = e.kiosk
                       WHERE e.iccid = ?1 AND length(k.key) > 0 ORDER BY e.at, e.digest";
            let rows = tx.query_all(sql, params![iccid], |row| row.get::<_, String>(0))?;
            rows.iter().map(|event| read(event, "event")).collect()
        })
    }

    async fn kiosk_news(&self, kiosk: &[u8; 16], after: u64, limit: u32) -> Result<(Vec<News>, u64), StorageError> {
        self.read(|tx| {
            let sql = "SELECT s.change, s.iccid, s.state, s.balance, c.at, c.why FROM subscriber s
                       JOIN subscriber_change c ON c.seq = s.change WHERE s.kiosk = ?1 AND s.change > ?2
                       ORDER BY s.change LIMIT ?3";
            let rows = tx.query_all(sql, params![kiosk, int(after), limit], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
            })?;
            news(rows, after)
        })
    }

    async fn put_result(
        &self,
        kiosk: &[u8; 16],
        notification: &[u8],
        most: u32,
        now: u64,
    ) -> Result<bool, StorageError> {
        let (kiosk, notification) = (*kiosk, notification.to_vec());
        self.write(move |tx| {
            let digest = sha256(&notification);
            let sql = "INSERT INTO late_result (kiosk, digest, notification, at) SELECT ?1, ?2, ?3, ?4
                       WHERE (SELECT count(*) FROM
                              (SELECT 1 FROM late_result WHERE kiosk = ?1 AND taken IS NULL LIMIT ?5)) < ?5
                       ON CONFLICT DO NOTHING";
            if tx.execute(sql, params![kiosk, digest, notification, int(now), most])? == 1 {
                return Ok(true);
            }
            let sql = "SELECT EXISTS (SELECT 1 FROM late_result WHERE kiosk = ?1 AND digest = ?2)";
            Ok(tx.query_row(sql, params![kiosk, digest], |row| row.get(0))?)
        })
        .await
    }

    async fn results(&self, kiosk: &[u8; 16], limit: u32) -> Result<Vec<LateResult>, StorageError> {
        self.read(|tx| {
            let sql =
                "SELECT seq, notification FROM late_result WHERE kiosk = ?1 AND taken IS NULL ORDER BY seq LIMIT ?2";
            Ok(tx.query_all(sql, params![kiosk, limit], |row| {
                Ok(LateResult { seq: number(row.get(0)?), notification: Bytes(row.get(1)?) })
            })?)
        })
    }

    async fn results_taken(&self, kiosk: &[u8; 16], taken: &[Taken], now: u64) -> Result<(), StorageError> {
        let (kiosk, taken) = (*kiosk, taken.to_vec());
        self.write(move |tx| {
            for one in &taken {
                let sql =
                    "UPDATE late_result SET taken = ?3, refused = ?4 WHERE kiosk = ?1 AND seq = ?2 AND taken IS NULL";
                tx.execute(sql, params![kiosk, int(one.seq), int(now), one.refused])?;
            }
            Ok(())
        })
        .await
    }
}

struct Kept(Vec<u8>, Vec<u8>, String, String, String);

impl Kept {
    fn row(row: &Row<'_>) -> Result<Self, SqlError> {
        Ok(Self(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    }

    fn kiosk(self) -> Result<KeptKiosk, StorageError> {
        let Self(id, key, name, address, chain) = self;
        let id = id.try_into().map_err(|_| StorageError::Damaged("kiosk"))?;
        Ok(KeptKiosk { id, key, name, address, chain: read(&chain, "kiosk")? })
    }
}

fn kiosk(tx: &Transaction<'_>, id: &[u8; 16]) -> Result<Option<KeptKiosk>, StorageError> {
    tx.query_optional(&format!("{KIOSK} WHERE id = ?1"), params![id], Kept::row)?.map(Kept::kiosk).transpose()
}

/// One event, once. It moves a number that no other kiosk has sold.
fn tell(tx: &Transaction<'_>, kiosk: &[u8; 16], event: &Event, now: u64) -> Result<(), StorageError> {
    let (iccid, text) = (event.iccid.to_string(), json(event));
    let row = params![kiosk, sha256(text.as_bytes()), iccid, int(event.at), text];
    if tx.execute("INSERT INTO kiosk_event VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", row)? == 0 {
        return Ok(());
    }
    subscribers::make(tx, &iccid, now)?;
    let own = "UPDATE subscriber SET kiosk = ?2 WHERE iccid = ?1 AND (kiosk IS NULL OR kiosk = ?2)";
    if tx.execute(own, params![iccid, kiosk])? == 0 {
        return Ok(());
    }
    if let Some(cause) = cause(&event.what) {
        subscribers::moved(tx, &iccid, cause, now)?;
    }
    Ok(())
}
