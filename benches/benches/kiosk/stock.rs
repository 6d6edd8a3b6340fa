//! Stock of any size. What import would seal and check is not what is measured, so the rows go into the database as they
//! are, with as many bytes as sealed ones have.

use crate::common::{self, CLASS};
use landfall_kiosk::Kiosk;
use model::Iccid;
use store::params;

/// Numbers in a segment.
const SEGMENT: u64 = 100_000;
/// Rows in one commit.
const AT_ONCE: u64 = 20_000;

/// Gives the kiosk one product and `count` numbers of it.
pub(crate) fn fill(kiosk: &Kiosk, count: u64) {
    let body = serde_json::to_string(&common::product()).expect("plain values");
    let now = common::now().0 as i64;
    write(kiosk, move |tx| {
        tx.execute("INSERT INTO product (id, class_id, body) VALUES (1, ?1, ?2)", params![CLASS, body])?;
        tx.execute("INSERT INTO import VALUES (1, ?1, 'a bench', zeroblob(32))", params![now])?;
        Ok(())
    });
    for first in (0..count).step_by(SEGMENT as usize) {
        let end = count.min(first + SEGMENT);
        write(kiosk, move |tx| {
            let (id, size) = ((first / SEGMENT) as i64 + 1, (end - first) as i64);
            tx.execute(
                "INSERT INTO segment VALUES (?1, 1, ?2, ?3, ?4, ?4, 1)",
                params![id, number(first), number(end - 1), size],
            )?;
            Ok(())
        });
        for first in (first..end).step_by(AT_ONCE as usize) {
            write(kiosk, move |tx| (first..end.min(first + AT_ONCE)).try_for_each(|n| row(tx, n)));
        }
    }
    kiosk.reload().expect("reads");
}

fn row(tx: &store::Transaction<'_>, n: u64) -> Result<(), store::Error> {
    let iccid = Iccid::with_check_digit(&format!("8999901000{n:08}")).expect("18 digits");
    let (id, segment) = (n as i64 + 1, (n / SEGMENT) as i64 + 1);
    tx.execute(
        "INSERT INTO number (id, segment, import, number, iccid, imsi, state) VALUES (?1, ?2, 1, ?3, ?4, ?5, 0)",
        params![id, segment, number(n), iccid.as_ef(), format!("99901{n:010}")],
    )?;
    tx.execute("INSERT INTO subscription (number, sealed) VALUES (?1, zeroblob(180))", params![id])?;
    Ok(())
}

fn number(n: u64) -> String {
    format!("99901{n:08}")
}

fn write(kiosk: &Kiosk, job: impl FnOnce(&store::Transaction<'_>) -> Result<(), store::Error> + Send + 'static) {
    kiosk.store().write(job).wait().expect("writes");
}
