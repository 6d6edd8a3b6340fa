use super::Sqlite;
use crate::storage::{
    KeptStanding, KeptSub, Made, StorageError, Subs,
    kept::{int, json, signed, standing, sub},
};
use account::{keys::AccountId, signed::Signed, wire::Introduced};
use async_trait::async_trait;
use store::{Row, SqlError, Transaction, params};

const SUB: &str = "SELECT id, main, introduced, other, accepted, expires FROM sub";
const STANDING: &str = "SELECT giver, holder, said_by, number, linked, signed, share FROM standing";

#[async_trait]
impl Subs for Sqlite {
    async fn put_sub(&self, new: KeptSub, most: u32) -> Result<Made, StorageError> {
        self.write(move |tx| {
            let known = "SELECT main, introduced FROM sub WHERE id = ?1";
            let known = tx.query_optional(known, params![new.id], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?))
            })?;
            if let Some((main, introduced)) = known {
                let same = main == new.main.0 && introduced == json(&new.introduced);
                return Ok(if same { Made::Same } else { Made::Other });
            }
            let count = "SELECT count(*) FROM sub WHERE main = ?1 AND ended = 0";
            if tx.query_row(count, params![new.main.0], |row| row.get::<_, i64>(0))? >= i64::from(most) {
                return Ok(Made::Missing);
            }
            let row = params![new.id, new.main.0, json(&new.introduced), int(new.expires)];
            tx.execute("INSERT INTO sub (id, main, introduced, expires) VALUES (?1, ?2, ?3, ?4)", row)?;
            Ok(Made::New)
        })
        .await
    }

    async fn sub(&self, id: &[u8; 16]) -> Result<Option<KeptSub>, StorageError> {
        self.read(|tx| one(tx, id))
    }

    async fn subs(&self, account: &AccountId) -> Result<Vec<KeptSub>, StorageError> {
        self.read(|tx| {
            let sql = format!("{SUB} WHERE main = ?1 AND ended = 0 UNION ALL {SUB} WHERE other = ?1 AND ended = 0");
            tx.query_all(&sql, params![account.0], columns)?.into_iter().map(sub).collect()
        })
    }

    async fn accept_sub(
        &self,
        id: &[u8; 16],
        account: &AccountId,
        accepted: &Introduced,
        now: u64,
    ) -> Result<Made, StorageError> {
        let (id, account, accepted) = (*id, *account, accepted.clone());
        self.write(move |tx| {
            let Some(known) = one(tx, &id)? else { return Ok(Made::Missing) };
            match known.accepted {
                Some(before) if before == (account, accepted.clone()) => return Ok(Made::Same),
                Some(_) => return Ok(Made::Other),
                None if known.expires <= now || known.main == account => return Ok(Made::Missing),
                None => {}
            }
            let sql = "UPDATE sub SET other = ?2, accepted = ?3 WHERE id = ?1";
            tx.execute(sql, params![id, account.0, json(&accepted)])?;
            Ok(Made::New)
        })
        .await
    }

    async fn end_sub(&self, id: &[u8; 16], account: &AccountId) -> Result<bool, StorageError> {
        let (id, account) = (*id, *account);
        self.write(move |tx| {
            let Some(known) = one(tx, &id)? else { return Ok(false) };
            let other = known.accepted.map(|(other, _)| other);
            if known.main != account && other != Some(account) {
                return Ok(false);
            }
            tx.execute("UPDATE sub SET ended = 1 WHERE id = ?1", params![id])?;
            if let Some(other) = other {
                let sql = "UPDATE standing SET share = NULL WHERE giver = ?1 AND (holder = ?2 OR said_by = ?2)
                           OR holder = ?1 AND (giver = ?2 OR said_by = ?2)";
                tx.execute(sql, params![other.0, known.main.0])?;
            }
            Ok(true)
        })
        .await
    }

    async fn put_standing(&self, new: KeptStanding) -> Result<Made, StorageError> {
        self.write(move |tx| {
            if let Some((before, _)) = stands(tx, &new.from, &new.to)? {
                if before.signed == new.signed {
                    return Ok(Made::Same);
                }
                if before.number >= new.number {
                    return Ok(Made::Other);
                }
            }
            let KeptStanding { from, to, by, number, linked, signed } = &new;
            tx.execute(
                "INSERT INTO standing (giver, holder, said_by, number, linked, signed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (giver, holder) DO UPDATE SET said_by = excluded.said_by, number = excluded.number,
                 linked = excluded.linked, signed = excluded.signed, share = CASE excluded.linked WHEN 0 THEN NULL ELSE share END",
                params![from.0, to.0, by.0, int(*number), i64::from(*linked), json(signed)],
            )?;
            Ok(Made::New)
        })
        .await
    }

    async fn standing(&self, from: &AccountId, to: &AccountId) -> Result<Option<KeptStanding>, StorageError> {
        self.read(|tx| Ok(stands(tx, from, to)?.map(|(standing, _)| standing)))
    }

    async fn standings(&self, account: &AccountId) -> Result<Vec<KeptStanding>, StorageError> {
        self.read(|tx| {
            let sql = format!(
                "{STANDING} WHERE giver = ?1 UNION {STANDING} WHERE holder = ?1 UNION {STANDING} WHERE said_by = ?1"
            );
            let rows = tx.query_all(&sql, params![account.0], Stood::row)?;
            rows.into_iter().map(|row| Ok(row.read()?.0)).collect()
        })
    }

    async fn put_share(
        &self,
        from: &AccountId,
        to: &AccountId,
        number: u64,
        share: &Signed,
    ) -> Result<Made, StorageError> {
        let (from, to, share) = (*from, *to, json(share));
        self.write(move |tx| {
            let sql = "SELECT share_number, share FROM standing WHERE giver = ?1 AND holder = ?2 AND linked = 1";
            let found = tx.query_optional(sql, params![from.0, to.0], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?))
            })?;
            let Some((before, kept)) = found else { return Ok(Made::Missing) };
            if kept.as_ref() == Some(&share) {
                return Ok(Made::Same);
            }
            if before >= int(number) {
                return Ok(Made::Other);
            }
            let sql = "UPDATE standing SET share_number = ?3, share = ?4 WHERE giver = ?1 AND holder = ?2";
            tx.execute(sql, params![from.0, to.0, int(number), share])?;
            Ok(Made::New)
        })
        .await
    }

    async fn shares(&self, to: &AccountId) -> Result<Vec<(KeptStanding, Signed)>, StorageError> {
        self.read(|tx| {
            let sql = format!("{STANDING} WHERE holder = ?1 AND linked = 1 AND share IS NOT NULL ORDER BY giver");
            let rows = tx.query_all(&sql, params![to.0], Stood::row)?;
            let both = |row: Stood| row.read().map(|(standing, share)| share.map(|share| (standing, share)));
            rows.into_iter().filter_map(|row| both(row).transpose()).collect()
        })
    }
}

type Columns = (Vec<u8>, Vec<u8>, String, Option<Vec<u8>>, Option<String>, i64);

fn columns(row: &Row<'_>) -> Result<Columns, SqlError> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}

fn one(tx: &Transaction<'_>, id: &[u8; 16]) -> Result<Option<KeptSub>, StorageError> {
    tx.query_optional(&format!("{SUB} WHERE id = ?1 AND ended = 0"), params![id], columns)?.map(sub).transpose()
}

struct Stood((Vec<u8>, Vec<u8>, Vec<u8>, i64, i64, String), Option<String>);

impl Stood {
    fn row(row: &Row<'_>) -> Result<Self, SqlError> {
        let first = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        Ok(Self(first, row.get(6)?))
    }

    fn read(self) -> Result<(KeptStanding, Option<Signed>), StorageError> {
        let share = self.1.map(|share| signed(&share, "standing")).transpose()?;
        Ok((standing(self.0)?, share))
    }
}

fn stands(
    tx: &Transaction<'_>,
    from: &AccountId,
    to: &AccountId,
) -> Result<Option<(KeptStanding, Option<Signed>)>, StorageError> {
    let sql = format!("{STANDING} WHERE giver = ?1 AND holder = ?2");
    tx.query_optional(&sql, params![from.0, to.0], Stood::row)?.map(Stood::read).transpose()
}

/// Of an account that is deleted.
pub(super) fn delete(tx: &Transaction<'_>, account: &[u8; 16]) -> Result<(), StorageError> {
    tx.execute("DELETE FROM sub WHERE main = ?1", params![account])?;
    tx.execute("DELETE FROM sub WHERE other = ?1", params![account])?;
    tx.execute("DELETE FROM standing WHERE giver = ?1 OR holder = ?1 OR said_by = ?1", params![account])?;
    Ok(())
}
