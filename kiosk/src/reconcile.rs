//! `reconcile` (F8): a restored kiosk learns what was sold since its backup, and may sell again.
//!
//! What a backup says of a number may be out of date: an available one may have been sold since, a reserved one bound and
//! installed, one whose package was made freed by its card's failure and sold to another phone. So whoever can't list the
//! numbers that were sold retires all that no phone is known to have.

use crate::{
    authorise::voucher::{self, Voucher},
    clock, condition, end, report, reserve,
    schema::{self, Stage, state_code},
    stock::{Manner, Product, log, number},
};
use ::report::What;
use model::{NumberState, UnixTime};
use serde::{Deserialize, Serialize};
use store::{Error, SqlError, Store, Transaction, params};

const SOLD: &str = "sold before the backup was restored";
const UNKNOWN: &str = "could have been sold before the backup was restored";

/// What the operator says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// What was sold since the backup. Without it the kiosk is not reconciled.
    pub since: Option<Since>,
    /// The clock was wrong before: believe what it says now.
    pub believe_clock: bool,
}

/// What became of the stock since the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Nothing was sold.
    Nothing,
    /// These were.
    Sold(Sold),
    /// It can't be known: take every number out that no phone is known to have.
    Unknown,
}

/// What the operator's network or paper says was given out since the backup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sold {
    /// The numbers, all of them.
    pub numbers: Vec<String>,
    /// Numbers that are not in the stock were imported after the backup: remember them for when they are imported again.
    pub remember: bool,
    /// The texts of all vouchers that were redeemed. `None` if that is not known: then no voucher is taken that was issued
    /// before now.
    pub vouchers: Option<Vec<String>>,
}

/// What the reconciliation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// Numbers marked as given out.
    pub sold: u64,
    /// Numbers that are not in the stock, remembered as given out.
    pub remembered: u64,
    /// Numbers taken out of use.
    pub retired: u64,
    /// Whether only vouchers issued from now on are taken.
    pub new_vouchers_only: bool,
    /// Whether the kiosk waits for a reconciliation still.
    pub unreconciled: bool,
}

/// Why the kiosk was not reconciled. It is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileError {
    /// The list names numbers that aren't in stock.
    #[error("the list of sold numbers names some that are not in the stock: {}", .0.join(", "))]
    Unknown(Vec<String>),
    /// The list of redeemed vouchers has a line that is none.
    #[error("line {0} of the redeemed vouchers is no voucher of an issuer that is known here")]
    NoVoucher(usize),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<SqlError> for ReconcileError {
    fn from(error: SqlError) -> Self {
        Self::Store(error.into())
    }
}

/// Takes out what was sold since the backup, all or nothing, and lets the kiosk sell again.
///
/// # Errors
/// [`ReconcileError`]
pub fn reconcile(store: &Store, with: Reconciliation, now: UnixTime) -> Result<Reconciled, ReconcileError> {
    let redeemed = match &with.since {
        Some(Since::Sold(Sold { vouchers: Some(texts), .. })) => Some(vouchers(store, texts)?),
        _ => None,
    };
    store.write_now(move |tx| job(tx, &with, redeemed.as_deref(), now))
}

fn vouchers(store: &Store, texts: &[String]) -> Result<Vec<Voucher>, ReconcileError> {
    let read = |(at, text): (usize, &String)| voucher::verify(store, text)?.ok_or(ReconcileError::NoVoucher(at + 1));
    texts.iter().enumerate().map(read).collect()
}

fn job(
    tx: &Transaction<'_>,
    with: &Reconciliation,
    redeemed: Option<&[Voucher]>,
    now: UnixTime,
) -> Result<Reconciled, ReconcileError> {
    let mut done = Reconciled::default();
    match &with.since {
        Some(Since::Sold(told)) => sold(tx, told, now, &mut done)?,
        Some(Since::Unknown) => done.retired = retire(tx, now)?,
        Some(Since::Nothing) | None => {}
    }
    match (&with.since, redeemed) {
        (_, Some(redeemed)) => voucher::redeemed(tx, redeemed, now)?,
        (Some(Since::Sold(_) | Since::Unknown), None) => {
            voucher::take_only_new(tx, now)?;
            done.new_vouchers_only = true;
        }
        (Some(Since::Nothing) | None, None) => {}
    }
    if with.believe_clock {
        clock::believe(tx, now)?;
    }
    if with.since.is_some() {
        condition::set_unreconciled(tx, false)?;
    }
    done.unreconciled = condition::unreconciled(tx)?;
    Ok(done)
}

/// Marks what was sold; what the backup says of those numbers and their sales is out of date.
fn sold(tx: &Transaction<'_>, told: &Sold, now: UnixTime, done: &mut Reconciled) -> Result<(), ReconcileError> {
    let mut unknown = Vec::new();
    for name in &told.numbers {
        let found = tx.query_optional(
            "SELECT n.id, n.state, p.body FROM number n JOIN segment s ON s.id = n.segment
             JOIN product p ON p.id = s.product WHERE n.number = ?1",
            params![name],
            |row| Ok((row.get::<_, i64>(0)?, schema::state(row, 1)?, row.get::<_, String>(2)?)),
        )?;
        match found {
            Some((id, NumberState::Available | NumberState::Reserved, product)) => {
                given_out(tx, id, &product, now)?;
                done.sold += 1;
            }
            Some(_) => {}
            None if told.remember => {
                tx.execute("INSERT OR IGNORE INTO gone (number, at) VALUES (?1, ?2)", params![name, now.0 as i64])?;
                done.remembered += 1;
            }
            None => unknown.push(name.clone()),
        }
    }
    if unknown.is_empty() { Ok(()) } else { Err(ReconcileError::Unknown(unknown)) }
}

fn given_out(tx: &Transaction<'_>, id: i64, product: &str, now: UnixTime) -> Result<(), ReconcileError> {
    tx.execute(
        "UPDATE binding SET otsk_dp = NULL WHERE reservation IN (SELECT id FROM reservation WHERE number = ?1)",
        params![id],
    )?;
    // A sale whose package was made keeps its number: if its card has it, its result is welcome.
    tx.execute(
        "UPDATE reservation SET stage = ?2, ended_why = ?3 WHERE number = ?1 AND stage = 2",
        params![id, Stage::Distributed.code(), SOLD],
    )?;
    tx.execute(
        "UPDATE reservation SET stage = ?2, ended_why = ?3 WHERE number = ?1 AND stage < 2",
        params![id, Stage::Released.code(), SOLD],
    )?;
    number::set_state(tx, id, NumberState::Distributed, SOLD, now)?;
    let product: Product = serde_json::from_str(product).map_err(|e| Error::Corrupt(e.to_string()))?;
    if product.manner == Manner::Delete {
        number::forget(tx, id)?;
    }
    Ok(())
}

/// Retires what was available, and what a sale held that no card had signed for: it may have gone on without this kiosk's
/// knowledge. A card that signs for a package made before the backup is believed later on.
fn retire(tx: &Transaction<'_>, now: UnixTime) -> Result<u64, ReconcileError> {
    let held = tx.query_all("SELECT id FROM reservation WHERE stage <= 2", [], |row| row.get::<_, i64>(0))?;
    for id in held {
        let Some(sale) = reserve::by_id(tx, id)? else { continue };
        end::let_go(tx, &sale, Stage::Released, UNKNOWN, now)?;
    }
    let [available, reserved] = [NumberState::Available, NumberState::Reserved].map(state_code);
    let of = params![available, reserved];
    let all = tx.query_all("SELECT id FROM number WHERE state IN (?1, ?2)", of, |row| row.get::<_, i64>(0))?;
    for id in &all {
        log::note(tx, now, *id, NumberState::Retired, UNKNOWN)?;
        number::forget(tx, *id)?;
        report::happened(tx, *id, What::Retired { why: UNKNOWN.to_owned() }, now)?;
    }
    tx.execute(
        "UPDATE number SET state = ?3 WHERE state IN (?1, ?2)",
        params![available, reserved, state_code(NumberState::Retired)],
    )?;
    tx.execute("UPDATE segment SET available = 0, open = 0", [])?;
    Ok(all.len() as u64)
}
