use super::Postgres;
use crate::storage::{
    KeptStanding, KeptSub, Made, StorageError, Subs,
    kept::{int, json, signed, standing, sub},
};
use account::{keys::AccountId, signed::Signed, wire::Introduced};
use async_trait::async_trait;
use sqlx::PgConnection;

type Tie = (Vec<u8>, Vec<u8>, String, Option<Vec<u8>>, Option<String>, i64);
type Stood = (Vec<u8>, Vec<u8>, Vec<u8>, i64, i64, String);

#[async_trait]
impl Subs for Postgres {
    async fn put_sub(&self, new: KeptSub, most: u32) -> Result<Made, StorageError> {
        let mut tx = self.begin().await?;
        // The account's row, so that two at once are counted one after the other.
        let lock = "SELECT no FROM account WHERE id = $1 FOR NO KEY UPDATE";
        sqlx::query(lock).bind(&new.main.0[..]).fetch_optional(&mut *tx).await?;
        let known = sqlx::query_as("SELECT main, introduced FROM sub WHERE id = $1").bind(&new.id[..]);
        let known: Option<(Vec<u8>, String)> = known.fetch_optional(&mut *tx).await?;
        if let Some((main, introduced)) = known {
            let same = main == new.main.0 && introduced == json(&new.introduced);
            return Ok(if same { Made::Same } else { Made::Other });
        }
        let count = sqlx::query_scalar("SELECT count(*) FROM sub WHERE main = $1 AND ended = 0");
        let count: i64 = count.bind(&new.main.0[..]).fetch_one(&mut *tx).await?;
        if count >= i64::from(most) {
            return Ok(Made::Missing);
        }
        let sql = "INSERT INTO sub (id, main, introduced, expires) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let row = sqlx::query(sql).bind(&new.id[..]).bind(&new.main.0[..]).bind(json(&new.introduced));
        let made = row.bind(int(new.expires)).execute(&mut *tx).await?.rows_affected() == 1;
        tx.commit().await?;
        Ok(if made { Made::New } else { Made::Other })
    }

    async fn sub(&self, id: &[u8; 16]) -> Result<Option<KeptSub>, StorageError> {
        one(&mut *self.pool.acquire().await?, id).await
    }

    async fn subs(&self, account: &AccountId) -> Result<Vec<KeptSub>, StorageError> {
        let sql = "SELECT id, main, introduced, other, accepted, expires FROM sub WHERE main = $1 AND ended = 0
                   UNION ALL SELECT id, main, introduced, other, accepted, expires FROM sub WHERE other = $1 AND ended = 0";
        let rows: Vec<Tie> = sqlx::query_as(sql).bind(&account.0[..]).fetch_all(&self.pool).await?;
        rows.into_iter().map(sub).collect()
    }

    async fn accept_sub(
        &self,
        id: &[u8; 16],
        account: &AccountId,
        accepted: &Introduced,
        now: u64,
    ) -> Result<Made, StorageError> {
        let sql = "UPDATE sub SET other = $2, accepted = $3
                   WHERE id = $1 AND ended = 0 AND other IS NULL AND expires > $4 AND main <> $2";
        let row = sqlx::query(sql).bind(&id[..]).bind(&account.0[..]).bind(json(accepted)).bind(int(now));
        if row.execute(&self.pool).await?.rows_affected() == 1 {
            return Ok(Made::New);
        }
        Ok(match self.sub(id).await?.map(|known| known.accepted) {
            Some(Some(before)) if before == (*account, accepted.clone()) => Made::Same,
            Some(Some(_)) => Made::Other,
            Some(None) | None => Made::Missing,
        })
    }

    async fn end_sub(&self, id: &[u8; 16], account: &AccountId) -> Result<bool, StorageError> {
        let mut tx = self.begin().await?;
        let sql =
            "UPDATE sub SET ended = 1 WHERE id = $1 AND ended = 0 AND (main = $2 OR other = $2) RETURNING main, other";
        let ended = sqlx::query_as(sql).bind(&id[..]).bind(&account.0[..]).fetch_optional(&mut *tx).await?;
        let Some((main, other)): Option<(Vec<u8>, Option<Vec<u8>>)> = ended else { return Ok(false) };
        if let Some(other) = other {
            let sql = "UPDATE standing SET share = NULL WHERE giver = $1 AND (holder = $2 OR said_by = $2)
                       OR holder = $1 AND (giver = $2 OR said_by = $2)";
            sqlx::query(sql).bind(other).bind(main).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn put_standing(&self, new: KeptStanding) -> Result<Made, StorageError> {
        let KeptStanding { from, to, by, number, linked, signed } = &new;
        let sql =
            "INSERT INTO standing AS s (giver, holder, said_by, number, linked, signed) VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (giver, holder) DO UPDATE SET said_by = excluded.said_by, number = excluded.number,
                   linked = excluded.linked, signed = excluded.signed,
                   share = CASE excluded.linked WHEN 0 THEN NULL ELSE s.share END WHERE s.number < excluded.number";
        let row = sqlx::query(sql).bind(&from.0[..]).bind(&to.0[..]).bind(&by.0[..]).bind(int(*number));
        let row = row.bind(i64::from(*linked)).bind(json(signed));
        if row.execute(&self.pool).await?.rows_affected() == 1 {
            return Ok(Made::New);
        }
        let same = self.standing(from, to).await?.is_some_and(|before| before.signed == *signed);
        Ok(if same { Made::Same } else { Made::Other })
    }

    async fn standing(&self, from: &AccountId, to: &AccountId) -> Result<Option<KeptStanding>, StorageError> {
        let sql =
            "SELECT giver, holder, said_by, number, linked, signed FROM standing WHERE giver = $1 AND holder = $2";
        let row: Option<Stood> =
            sqlx::query_as(sql).bind(&from.0[..]).bind(&to.0[..]).fetch_optional(&self.pool).await?;
        row.map(standing).transpose()
    }

    async fn standings(&self, account: &AccountId) -> Result<Vec<KeptStanding>, StorageError> {
        let sql = "SELECT giver, holder, said_by, number, linked, signed FROM standing
                   WHERE giver = $1 OR holder = $1 OR said_by = $1 ORDER BY giver, holder";
        let rows: Vec<Stood> = sqlx::query_as(sql).bind(&account.0[..]).fetch_all(&self.pool).await?;
        rows.into_iter().map(standing).collect()
    }

    async fn put_share(
        &self,
        from: &AccountId,
        to: &AccountId,
        number: u64,
        share: &Signed,
    ) -> Result<Made, StorageError> {
        let sql = "UPDATE standing SET share_number = $3, share = $4
                   WHERE giver = $1 AND holder = $2 AND linked = 1 AND share_number < $3";
        let row = sqlx::query(sql).bind(&from.0[..]).bind(&to.0[..]).bind(int(number)).bind(json(share));
        if row.execute(&self.pool).await?.rows_affected() == 1 {
            return Ok(Made::New);
        }
        let sql = "SELECT share FROM standing WHERE giver = $1 AND holder = $2 AND linked = 1";
        let kept: Option<Option<String>> =
            sqlx::query_scalar(sql).bind(&from.0[..]).bind(&to.0[..]).fetch_optional(&self.pool).await?;
        Ok(match kept {
            None => Made::Missing,
            Some(Some(kept)) if kept == json(share) => Made::Same,
            Some(_) => Made::Other,
        })
    }

    async fn shares(&self, to: &AccountId) -> Result<Vec<(KeptStanding, Signed)>, StorageError> {
        let sql = "SELECT giver, holder, said_by, number, linked, signed, share FROM standing
                   WHERE holder = $1 AND linked = 1 AND share IS NOT NULL ORDER BY giver";
        type Shared = (Vec<u8>, Vec<u8>, Vec<u8>, i64, i64, String, String);
        let rows: Vec<Shared> = sqlx::query_as(sql).bind(&to.0[..]).fetch_all(&self.pool).await?;
        let both = |(from, to, by, number, linked, said, share): Shared| {
            Ok((standing((from, to, by, number, linked, said))?, signed(&share, "standing")?))
        };
        rows.into_iter().map(both).collect()
    }
}

async fn one(connection: &mut PgConnection, id: &[u8; 16]) -> Result<Option<KeptSub>, StorageError> {
    let sql = "SELECT id, main, introduced, other, accepted, expires FROM sub WHERE id = $1 AND ended = 0";
    let row: Option<Tie> = sqlx::query_as(sql).bind(&id[..]).fetch_optional(connection).await?;
    row.map(sub).transpose()
}

/// Of an account that is deleted.
pub(super) async fn delete(tx: &mut PgConnection, account: &[u8; 16]) -> Result<(), StorageError> {
    for sql in [
        "DELETE FROM sub WHERE main = $1 OR other = $1",
        "DELETE FROM standing WHERE giver = $1 OR holder = $1 OR said_by = $1",
    ] {
        sqlx::query(sql).bind(&account[..]).execute(&mut *tx).await?;
    }
    Ok(())
}
