//! `stock import`: a stock file into the stock, all or nothing.
//!
//! The file is TOML (see `docs/examples/stock.toml`), with rows inline or in CSV files beside it. Rows are read one at a
//! time, so a million takes little memory, and each is sealed before it is written: importing needs the public half of
//! the kiosk's sealing key only. Errors say file, line and what is wrong, and never repeat a secret.

mod file;
mod lines;
mod packages;
mod problem;
mod row;
mod rows;
mod secret_text;
mod segment;

pub use problem::{ImportError, Problem};

use self::{
    file::StockFile,
    lines::Lines,
    problem::Problems,
    segment::{Importing, Segment},
};
use crate::seal::{Sealer, SealingKey};
use model::{Random, UnixTime};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};
use store::{Store, Transaction, params};
use zeroize::Zeroizing;

/// What an import brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Products that are new.
    pub products: u64,
    /// Products that were here already and have the terms of this file now.
    pub updated: u64,
    /// Segments of numbers.
    pub segments: u64,
    /// Numbers, each with its subscription.
    pub numbers: u64,
    /// Of them, numbers that a phone has already, as `reconcile` was told: they are not sold.
    pub sold_before: u64,
    /// Management programs and drivers.
    pub packages: u64,
    /// Issuers whose vouchers are taken.
    pub voucher_issuers: u64,
}

/// What an import needs to know of its kiosk. Nothing of it is secret.
#[derive(Debug, Clone)]
pub struct Target {
    /// Rows are sealed for this key.
    pub sealing_key: SealingKey,
    /// Packages must be signed by this key, `04 ‖ x ‖ y`.
    pub operator_key: [u8; 65],
}

/// Imports the stock file at `path`.
///
/// # Errors
/// [`ImportError`]: the stock is then as it was.
pub fn import(
    store: &Store,
    target: Target,
    path: &Path,
    now: UnixTime,
    mut random: impl Random + Send + 'static,
) -> Result<Imported, ImportError> {
    let (file, source) = read(path)?;
    let sealer = Sealer::new(&target.sealing_key, &mut random);
    store.write_now(move |tx| job(tx, sealer, &target, &source, file, now, random))
}

/// Goes through an import to its end and takes it back: says what [`import`] would bring, or what is wrong.
///
/// # Errors
/// As [`import`].
pub fn rehearse(
    store: &Store,
    target: Target,
    path: &Path,
    now: UnixTime,
    mut random: impl Random + Send + 'static,
) -> Result<Imported, ImportError> {
    let (file, source) = read(path)?;
    let sealer = Sealer::new(&target.sealing_key, &mut random);
    // A job that fails leaves nothing behind, and this one always does.
    let rehearsal = store.write(move |tx| match job(tx, sealer, &target, &source, file, now, random) {
        Ok(imported) => Err::<(), _>(Rehearsed::Good(imported)),
        Err(error) => Err(Rehearsed::Wrong(error)),
    });
    match rehearsal.wait() {
        Err(Rehearsed::Wrong(error)) => Err(error),
        Err(Rehearsed::Good(imported)) => Ok(imported),
        Ok(()) => Ok(Imported::default()),
    }
}

/// How a rehearsal went.
enum Rehearsed {
    Good(Imported),
    Wrong(ImportError),
}

impl From<store::Error> for Rehearsed {
    fn from(error: store::Error) -> Self {
        Self::Wrong(error.into())
    }
}

/// The stock file, as far as it can be judged by itself.
fn read(path: &Path) -> Result<(StockFile, Source), ImportError> {
    let name = path.display().to_string();
    let mut problems = Problems::default();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) => {
            problems.unreadable(&name, &error);
            return Err(problems.into());
        }
    };
    let lines = Lines::of(&text);
    let file: StockFile = match toml::from_str(&text) {
        Ok(file) => file,
        Err(error) => {
            // Not the error's own display: that repeats the line, with what may be a Ki.
            problems.add(&name, error.span().map_or(0, |s| lines.at(s.start)), error.message());
            return Err(problems.into());
        }
    };
    Ok((file, Source { folder: path.parent().unwrap_or(Path::new("")).to_owned(), name, lines }))
}

/// Where the stock file lies and where its lines are.
struct Source {
    folder: PathBuf,
    name: String,
    lines: Lines,
}

fn job(
    tx: &Transaction<'_>,
    sealer: Sealer,
    target: &Target,
    source: &Source,
    file: StockFile,
    now: UnixTime,
    mut random: impl Random,
) -> Result<Imported, ImportError> {
    tx.execute(
        "INSERT INTO import (at, source, one_time_public) VALUES (?1, ?2, ?3)",
        params![now.0 as i64, source.name, sealer.one_time_public()],
    )?;
    let id = tx.last_insert_rowid();
    let mut importing = Importing {
        tx,
        id,
        sealer,
        source,
        problems: Problems::default(),
        done: Imported::default(),
        random: &mut random,
        now,
        some_are_gone: tx.query_optional("SELECT 1 FROM gone LIMIT 1", [], |_| Ok(()))?.is_some(),
    };
    products(&mut importing, file.product)?;
    packages::packages(&mut importing, &target.operator_key, file.package)?;
    packages::issuers(&mut importing, file.voucher_issuer)?;
    importing.problems.check()?;
    Ok(importing.done)
}

fn products(
    importing: &mut Importing<'_, '_>,
    tables: Vec<toml::Spanned<file::ProductTable>>,
) -> Result<(), ImportError> {
    let mut seen = BTreeSet::new();
    for table in tables {
        let line = importing.source.lines.at(table.span().start);
        let table = table.into_inner();
        if let Some(wrong) = table.wrong() {
            importing.problem(line, wrong);
            continue;
        }
        if !seen.insert(table.class.clone()) {
            importing.problem(line, format_args!("class {} is here twice", table.class));
            continue;
        }
        let product = table.product();
        let id = product_row(importing, &product)?;
        for segment in table.segment {
            Segment { product: id, terms: &product }.import(importing, segment)?;
            if importing.problems.is_full() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn product_row(importing: &mut Importing<'_, '_>, product: &crate::stock::Product) -> Result<i64, ImportError> {
    let body = serde_json::to_string(product).map_err(|e| store::Error::Statement(e.to_string()))?;
    let class_id = &product.offer.class_id;
    let known =
        importing.tx.query_optional("SELECT id FROM product WHERE class_id = ?1", params![class_id], |row| {
            row.get::<_, i64>(0)
        })?;
    if let Some(id) = known {
        importing.tx.execute("UPDATE product SET body = ?2 WHERE id = ?1", params![id, body])?;
        importing.done.updated += 1;
        return Ok(id);
    }
    importing.tx.execute("INSERT INTO product (class_id, body) VALUES (?1, ?2)", params![class_id, body])?;
    importing.done.products += 1;
    Ok(importing.tx.last_insert_rowid())
}
