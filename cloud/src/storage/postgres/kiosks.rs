use super::{Postgres, subscribers};
use crate::storage::{
    KeptKiosk, Kiosks, Known, NewReport, StorageError,
    kept::{cause, int, json, news, number, read, sha256},
};
use account::wire::Bytes;
use async_trait::async_trait;
use report::{Chain, Event, LateResult, News, Taken};
use sqlx::{Executor, PgConnection, Postgres as Driver};

/// As its columns are.
type Row = (Vec<u8>, Vec<u8>, String, String, String);

#[async_trait]
impl Kiosks for Postgres {
    async fn put_kiosk_token(&self, token: [u8; 32], expires: u64) -> Result<(), StorageError> {
        let sql = "INSERT INTO kiosk_token (token, expires) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        sqlx::query(sql).bind(&token[..]).bind(int(expires)).execute(&self.pool).await?;
        Ok(())
    }

    async fn put_kiosk(&self, token: [u8; 32], kiosk: KeptKiosk, now: u64) -> Result<Known, StorageError> {
        let mut tx = self.begin().await?;
        let sql = "SELECT kiosk, expires FROM kiosk_token WHERE token = $1 FOR UPDATE";
        let found: Option<(Option<Vec<u8>>, i64)> =
            sqlx::query_as(sql).bind(&token[..]).fetch_optional(&mut *tx).await?;
        let known = match found {
            Some((None, expires)) if number(expires) > now => Known::New,
            Some((Some(id), _)) if id == kiosk.id => Known::Same,
            _ => return Ok(Known::No),
        };
        let sql = "UPDATE kiosk_token SET kiosk = $2 WHERE token = $1";
        sqlx::query(sql).bind(&token[..]).bind(&kiosk.id[..]).execute(&mut *tx).await?;
        let sql = "INSERT INTO kiosk (id, key, name, address, chain) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, address = excluded.address";
        let row = sqlx::query(sql).bind(&kiosk.id[..]).bind(&kiosk.key).bind(&kiosk.name).bind(&kiosk.address);
        row.bind(json(&kiosk.chain)).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(known)
    }

    async fn kiosk(&self, id: &[u8; 16]) -> Result<Option<KeptKiosk>, StorageError> {
        let sql = "SELECT id, key, name, address, chain FROM kiosk WHERE id = $1";
        sqlx::query_as(sql).bind(&id[..]).fetch_optional(&self.pool).await?.map(kiosk).transpose()
    }

    async fn kiosks_at(&self, address: &str) -> Result<Vec<KeptKiosk>, StorageError> {
        let sql = "SELECT id, key, name, address, chain FROM kiosk WHERE address = $1 AND length(key) > 0 ORDER BY id";
        let rows: Vec<Row> = sqlx::query_as(sql).bind(address).fetch_all(&self.pool).await?;
        rows.into_iter().map(kiosk).collect()
    }

    async fn kiosks(&self) -> Result<Vec<KeptKiosk>, StorageError> {
        let sql = "SELECT id, key, name, address, chain FROM kiosk ORDER BY name, id";
        let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        rows.into_iter().map(kiosk).collect()
    }

    async fn put_report(&self, id: &[u8; 16], from: &Chain, report: NewReport, now: u64) -> Result<bool, StorageError> {
        let mut tx = self.begin_change().await?;
        if locked(&mut *tx, id).await?.is_none_or(|kiosk| kiosk.chain != *from) {
            return Ok(false);
        }
        let sql = "INSERT INTO kiosk_report VALUES ($1, $2, $3, $4, $5)";
        let row = sqlx::query(sql).bind(&id[..]).bind(int(report.chain.epoch)).bind(int(report.chain.number));
        row.bind(json(&report.signed)).bind(int(now)).execute(&mut *tx).await?;
        let sql = "UPDATE kiosk SET chain = $2 WHERE id = $1";
        sqlx::query(sql).bind(&id[..]).bind(json(&report.chain)).execute(&mut *tx).await?;
        for event in &report.events {
            tell(&mut tx, id, event, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn revoke_kiosk(&self, id: &[u8; 16]) -> Result<bool, StorageError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM kiosk_token WHERE kiosk = $1").bind(&id[..]).execute(&mut *tx).await?;
        let revoked = sqlx::query("UPDATE kiosk SET key = '' WHERE id = $1").bind(&id[..]).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(revoked.rows_affected() == 1)
    }

    async fn events(&self, iccid: &str) -> Result<Vec<Event>, StorageError> {
        let sql = "SELECT e.event FROM kiosk_event e JOIN kiosk k ON k.id = e.kiosk
                   WHERE e.iccid = $1 AND length(k.key) > 0 ORDER BY e.at, e.digest";
        let rows: Vec<(String,)> = sqlx::query_as(sql).bind(iccid).fetch_all(&self.pool).await?;
        rows.iter().map(|(event,)| read(event, "event")).collect()
    }

    async fn kiosk_news(&self, kiosk: &[u8; 16], after: u64, limit: u32) -> Result<(Vec<News>, u64), StorageError> {
        let sql = "SELECT s.change, s.iccid, s.state, s.balance, c.at, c.why FROM subscriber s
                   JOIN subscriber_change c ON c.seq = s.change WHERE s.kiosk = $1 AND s.change > $2
                   ORDER BY s.change LIMIT $3";
        let rows = sqlx::query_as(sql).bind(&kiosk[..]).bind(int(after)).bind(i64::from(limit));
        news(rows.fetch_all(&self.pool).await?, after)
    }

    async fn put_result(
        &self,
        kiosk: &[u8; 16],
        notification: &[u8],
        most: u32,
        now: u64,
    ) -> Result<bool, StorageError> {
        let digest = sha256(notification).to_vec();
        let sql = "INSERT INTO late_result (kiosk, digest, notification, at)
                   SELECT $1::bytea, $2::bytea, $3::bytea, $4::bigint WHERE NOT EXISTS
                   (SELECT FROM late_result WHERE kiosk = $1 AND taken IS NULL OFFSET $5) ON CONFLICT DO NOTHING";
        let row = sqlx::query(sql).bind(&kiosk[..]).bind(&digest).bind(notification).bind(int(now));
        if row.bind(i64::from(most) - 1).execute(&self.pool).await?.rows_affected() == 1 {
            return Ok(true);
        }
        let sql = "SELECT EXISTS (SELECT FROM late_result WHERE kiosk = $1 AND digest = $2)";
        Ok(sqlx::query_scalar(sql).bind(&kiosk[..]).bind(&digest).fetch_one(&self.pool).await?)
    }

    async fn results(&self, kiosk: &[u8; 16], limit: u32) -> Result<Vec<LateResult>, StorageError> {
        let sql = "SELECT seq, notification FROM late_result WHERE kiosk = $1 AND taken IS NULL ORDER BY seq LIMIT $2";
        let rows = sqlx::query_as(sql).bind(&kiosk[..]).bind(i64::from(limit));
        let rows: Vec<(i64, Vec<u8>)> = rows.fetch_all(&self.pool).await?;
        let result = |(seq, notification)| LateResult { seq: number(seq), notification: Bytes(notification) };
        Ok(rows.into_iter().map(result).collect())
    }

    async fn results_taken(&self, kiosk: &[u8; 16], taken: &[Taken], now: u64) -> Result<(), StorageError> {
        for one in taken {
            let sql = "UPDATE late_result SET taken = $3, refused = $4 WHERE kiosk = $1 AND seq = $2 AND taken IS NULL";
            let row = sqlx::query(sql).bind(&kiosk[..]).bind(int(one.seq)).bind(int(now)).bind(&one.refused);
            row.execute(&self.pool).await?;
        }
        Ok(())
    }
}

fn kiosk((id, key, name, address, chain): Row) -> Result<KeptKiosk, StorageError> {
    let id = id.try_into().map_err(|_| StorageError::Damaged("kiosk"))?;
    Ok(KeptKiosk { id, key, name, address, chain: read(&chain, "kiosk")? })
}

async fn locked<'c>(
    connection: impl Executor<'c, Database = Driver>,
    id: &[u8; 16],
) -> Result<Option<KeptKiosk>, StorageError> {
    let sql = "SELECT id, key, name, address, chain FROM kiosk WHERE id = $1 FOR UPDATE";
    sqlx::query_as(sql).bind(&id[..]).fetch_optional(connection).await?.map(kiosk).transpose()
}

/// One event, once. It moves a number that no other kiosk has sold.
async fn tell(tx: &mut PgConnection, kiosk: &[u8; 16], event: &Event, now: u64) -> Result<(), StorageError> {
    let (iccid, text) = (event.iccid.to_string(), json(event));
    let sql = "INSERT INTO kiosk_event VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let row = sqlx::query(sql).bind(&kiosk[..]).bind(sha256(text.as_bytes()).to_vec()).bind(&iccid);
    if row.bind(int(event.at)).bind(&text).execute(&mut *tx).await?.rows_affected() == 0 {
        return Ok(());
    }
    subscribers::make(tx, &iccid, now).await?;
    let sql = "UPDATE subscriber SET kiosk = $2 WHERE iccid = $1 AND (kiosk IS NULL OR kiosk = $2)";
    if sqlx::query(sql).bind(&iccid).bind(&kiosk[..]).execute(&mut *tx).await?.rows_affected() == 0 {
        return Ok(());
    }
    if let Some(cause) = cause(&event.what) {
        subscribers::moved(tx, &iccid, cause, now).await?;
    }
    Ok(())
}
