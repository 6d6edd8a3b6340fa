//! A segment and its rows, sealed and written.

use super::{
    Imported, Problems, Source,
    file::SegmentTable,
    problem::ImportError,
    row::{Content, Row},
    rows::{self, Given},
};
use crate::{
    numbering, packages,
    schema::state_code,
    seal::Sealer,
    stock::{Product, Subscription, log},
};
use model::{NumberState, Random, SecretBytes, UnixTime};
use saip::Package;
use std::fmt::Display;
use store::{Transaction, params};
use toml::Spanned;

/// An import under way.
pub(super) struct Importing<'a, 't> {
    pub(super) tx: &'a Transaction<'t>,
    pub(super) id: i64,
    pub(super) sealer: Sealer,
    pub(super) source: &'a Source,
    pub(super) problems: Problems,
    pub(super) done: Imported,
    pub(super) random: &'a mut dyn Random,
    pub(super) now: UnixTime,
    /// Whether numbers are remembered that were sold by a stock that is lost.
    pub(super) some_are_gone: bool,
}

impl<'a> Importing<'a, '_> {
    /// Notes what is wrong in the stock file itself.
    pub(super) fn problem(&mut self, line: u64, what: impl Display) {
        self.problems.add(&self.source.name, line, what);
    }

    /// Reads a file that the line `at` names, of a size that a phone takes.
    pub(super) fn read(&mut self, file: &str, at: &At<'_>) -> Option<SecretBytes> {
        let path = self.source.folder.join(file);
        let size = std::fs::metadata(&path).map(|about| about.len());
        let read = size
            .and_then(|size| if size > packages::MOST as u64 { Ok(Err(size)) } else { std::fs::read(&path).map(Ok) });
        match read {
            Ok(Ok(bytes)) => return Some(bytes.into()),
            Ok(Err(size)) => {
                let what = format_args!("{file} has {size} bytes, and a phone takes {} at most", packages::MOST);
                self.problems.add(at.file, at.line, what);
            }
            Err(error) => self.problems.add(at.file, at.line, format_args!("{file} can't be read: {error}")),
        }
        None
    }

    /// A line of the stock file itself.
    pub(super) fn line(&self, line: u64) -> At<'a> {
        At { file: &self.source.name, line }
    }
}

/// A segment's product.
pub(super) struct Segment<'p> {
    pub(super) product: i64,
    pub(super) terms: &'p Product,
}

struct Template {
    row: i64,
    package: Package,
    /// Whether a row was put into it already, to prove that rows fit.
    tried: bool,
}

impl Segment<'_> {
    pub(super) fn import(
        &self,
        importing: &mut Importing<'_, '_>,
        table: Spanned<SegmentTable>,
    ) -> Result<(), ImportError> {
        let line = importing.source.lines.at(table.span().start);
        let table = table.into_inner();
        let (first, last) = (table.first.get_ref().clone(), table.last.get_ref().clone());
        for end in [&table.first, &table.last] {
            if let Err(wrong) = numbering::check(end.get_ref()) {
                let line = importing.source.lines.at(end.span().start);
                importing.problem(line, wrong);
                return Ok(());
            }
        }
        if numbering::count(&first, &last) == 0 {
            importing.problem(line, "first and last are not the two ends of one row of numbers");
            return Ok(());
        }
        importing.tx.execute(
            "INSERT INTO segment (product, first, last, total, available, open) VALUES (?1, ?2, ?3, 0, 0, 0)",
            params![self.product, first, last],
        )?;
        let segment = importing.tx.last_insert_rowid();
        let mut template = match &table.template {
            Some(file) => match self.template(importing, file)? {
                Some(template) => Some(template),
                None => return Ok(()),
            },
            None => None,
        };
        let given = Given { first, last, csv: table.csv, inline: table.number, terms: self.terms };
        let (mut count, mut available) = (0_i64, 0_i64);
        rows::each(importing, given, |importing, at, row| {
            if let Some(written) = self.row(importing, segment, template.as_mut(), at, row)? {
                count += 1;
                available += i64::from(written == Written::Available);
            }
            Ok(())
        })?;
        if count == 0 && importing.problems.is_empty() {
            importing.problem(line, "the segment has no numbers: give a csv file or [[product.segment.number]] tables");
        }
        importing.tx.execute(
            "UPDATE segment SET total = ?2, available = ?3, open = (?3 > 0) WHERE id = ?1",
            params![segment, count, available],
        )?;
        importing.done.segments += 1;
        importing.done.numbers += count.unsigned_abs();
        importing.done.sold_before += (count - available).unsigned_abs();
        Ok(())
    }

    fn template(
        &self,
        importing: &mut Importing<'_, '_>,
        file: &Spanned<String>,
    ) -> Result<Option<Template>, ImportError> {
        let line = importing.source.lines.at(file.span().start);
        let name = file.get_ref();
        let Some(bytes) = importing.read(name, &importing.line(line)) else { return Ok(None) };
        let package = match Package::parse(bytes.expose()) {
            Ok(package) => package,
            Err(error) => {
                importing.problem(line, format_args!("{name} is not a profile package: {error}"));
                return Ok(None);
            }
        };
        importing
            .tx
            .execute("INSERT INTO template (import, name, sealed) VALUES (?1, '', x'')", params![importing.id])?;
        let row = importing.tx.last_insert_rowid();
        // The name must be the template's own: one sealer seals each name once.
        let sealed_name = format!("template {row}");
        let sealed = importing.sealer.seal(sealed_name.as_bytes(), &bytes);
        importing
            .tx
            .execute("UPDATE template SET name = ?2, sealed = ?3 WHERE id = ?1", params![row, sealed_name, sealed])?;
        Ok(Some(Template { row, package, tried: false }))
    }

    /// Writes a row, if it is good.
    fn row(
        &self,
        importing: &mut Importing<'_, '_>,
        segment: i64,
        template: Option<&mut Template>,
        at: &At<'_>,
        row: Row,
    ) -> Result<Option<Written>, ImportError> {
        let subscription = match row.content {
            Content::Subscriber(subscriber) => {
                if let Some(template) = template.as_deref().filter(|t| !t.tried)
                    && let Err(error) = saip::personalise(&template.package, &subscriber)
                {
                    importing.problems.add(
                        at.file,
                        at.line,
                        format_args!("the row does not fit its template: {error}"),
                    );
                    return Ok(None);
                }
                Subscription::Subscriber(subscriber)
            }
            Content::Package(file) => {
                let Some(bytes) = importing.read(&file, at) else { return Ok(None) };
                if let Err(wrong) = own_package(&bytes, &row.iccid) {
                    importing.problems.add(at.file, at.line, format_args!("{file}: {wrong}"));
                    return Ok(None);
                }
                Subscription::Package(bytes)
            }
        };
        let of_template = template.filter(|_| matches!(subscription, Subscription::Subscriber(_))).map(|t| {
            t.tried = true;
            t.row
        });
        let written = importing.tx.execute(
            "INSERT INTO number (segment, import, number, iccid, imsi, state) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
            params![
                segment,
                importing.id,
                row.number,
                row.iccid.as_ef().as_slice(),
                row.imsi.as_ref().map(model::Imsi::as_str)
            ],
        );
        if let Err(error) = written {
            let what = duplicate(importing, &error.into(), &row.number, &row.iccid)?;
            importing.problems.add(at.file, at.line, what);
            return Ok(None);
        }
        let number = importing.tx.last_insert_rowid();
        if sold_before(importing, number, &row.number)? {
            return Ok(Some(Written::Sold));
        }
        let sealed = importing.sealer.seal(row.iccid.as_ef(), &subscription.encode());
        importing.tx.execute(
            "INSERT INTO subscription (number, template, sealed) VALUES (?1, ?2, ?3)",
            params![number, of_template, sealed],
        )?;
        Ok(Some(Written::Available))
    }
}

/// What became of a good row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// It can be sold.
    Available,
    /// A phone has it already: a tombstone without its subscription.
    Sold,
}

/// Whether `reconcile` was told that this number was sold by a stock that is lost; it is a tombstone then.
fn sold_before(importing: &Importing<'_, '_>, row: i64, number: &str) -> Result<bool, ImportError> {
    if !importing.some_are_gone || importing.tx.execute("DELETE FROM gone WHERE number = ?1", params![number])? == 0 {
        return Ok(false);
    }
    let why = "imported again; sold before a backup was restored";
    // Its segment is counted at the end.
    importing.tx.execute(
        "UPDATE number SET state = ?2, imsi = NULL WHERE id = ?1",
        params![row, state_code(NumberState::Distributed)],
    )?;
    log::note(importing.tx, importing.now, row, NumberState::Distributed, why)?;
    Ok(true)
}

/// A row's place.
pub(super) struct At<'f> {
    pub(super) file: &'f str,
    pub(super) line: u64,
}

fn own_package(bytes: &SecretBytes, iccid: &model::Iccid) -> Result<(), String> {
    let package = Package::parse(bytes.expose()).map_err(|e| format!("not a profile package: {e}"))?;
    let profile = saip::resolve(&package).map_err(|e| format!("no card could install it: {e}"))?;
    if profile.iccid == *iccid { Ok(()) } else { Err(format!("the package is for ICCID {}", profile.iccid)) }
}

/// Says which identifier is there twice, and where else.
fn duplicate(
    importing: &Importing<'_, '_>,
    error: &store::Error,
    number: &str,
    iccid: &model::Iccid,
) -> Result<String, ImportError> {
    let store::Error::Constraint(text) = error else { return Err(error.clone().into()) };
    let (what, sql, key): (String, _, &dyn store::types::ToSql) = if text.contains("number.iccid") {
        (format!("ICCID {iccid}"), "SELECT import FROM number WHERE iccid = ?1", &iccid.as_ef().as_slice())
    } else if text.contains("number.number") {
        (format!("number {number}"), "SELECT import FROM number WHERE number = ?1", &number)
    } else if text.contains("number.imsi") {
        return Ok("the row's IMSI is in the stock already, or earlier in this file".to_owned());
    } else {
        return Err(error.clone().into());
    };
    let other: i64 = importing.tx.query_row(sql, params![key], |row| row.get(0))?;
    let place = if other == importing.id { "is earlier in this file" } else { "is in the stock already" };
    Ok(format!("{what} {place}"))
}
