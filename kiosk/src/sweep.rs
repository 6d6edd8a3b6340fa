//! Leases that ran out (A7): frees what was reserved or even authorised, but never what a package was made for.

use crate::{authorise::tally, end, orders, reserve, schema::Stage};
use model::UnixTime;
use store::{Store, params};

/// How many leases one job ends; a long list is swept in several, so that sales are not held up.
const AT_ONCE: u32 = 256;

/// Ends the leases that ran out before `now`; answers how many.
///
/// # Errors
/// If the database refuses.
pub fn sweep(store: &Store, now: UnixTime) -> Result<u32, store::Error> {
    let mut total = 0;
    loop {
        let swept = store.write_now(move |tx| job(tx, now))?;
        total += swept;
        if swept < AT_ONCE {
            return Ok(total);
        }
    }
}

fn job(tx: &store::Transaction<'_>, now: UnixTime) -> Result<u32, store::Error> {
    tally::forget(tx, now)?;
    orders::forget(tx, now)?;
    let over = tx.query_all(
        "SELECT id FROM reservation WHERE stage <= 1 AND lease < ?1 ORDER BY lease LIMIT ?2",
        params![now.0 as i64, AT_ONCE],
        |row| row.get::<_, i64>(0),
    )?;
    let mut swept = 0;
    for id in over {
        let Some(sale) = reserve::by_id(tx, id)? else { continue };
        end::freed(tx, &sale, Stage::Lapsed, "its lease ran out before a package was made", now)?;
        swept += 1;
    }
    Ok(swept)
}
