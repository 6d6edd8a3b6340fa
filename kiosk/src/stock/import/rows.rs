//! The rows of a segment, one at a time, from tables in the stock file or from a CSV file beside it.

use super::{
    file::RowTable,
    problem::ImportError,
    row::{self, Common, Row},
    secret_text::SecretText,
    segment::{At, Importing},
};
use crate::{numbering, stock::Product};
use csv::{ByteRecord, Reader, ReaderBuilder, Trim};
use std::{borrow::Cow, fs::File};
use toml::Spanned;

const COLUMNS: &str = "number, msisdn, iccid, imsi, algorithm, ki, opc, pin, puk, adm, profile";

/// What a segment says about its rows.
pub(super) struct Given<'p> {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) csv: Option<Spanned<String>>,
    pub(super) inline: Vec<Spanned<RowTable>>,
    pub(super) terms: &'p Product,
}

/// Reads every row and hands the good ones to `take`; stops when too much is wrong.
pub(super) fn each(
    importing: &mut Importing<'_, '_>,
    given: Given<'_>,
    mut take: impl FnMut(&mut Importing<'_, '_>, &At<'_>, Row) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let common = Common { operator: &given.terms.offer.operator, mnc_digits: given.terms.mnc_digits };
    // The number of the next row that doesn't say one: they take the segment's in order.
    let mut next = Some(given.first.clone());
    let mut one = |importing: &mut Importing<'_, '_>, at: &At<'_>, table: RowTable| {
        let counted = table.number.is_none();
        let read = row::read(table, next.as_deref(), &common, importing.random);
        let checked = read.and_then(|row| {
            if numbering::within(&row.number, &given.first, &given.last) {
                Ok(row)
            } else {
                Err(Cow::from(format!("number {} is not in {}..{}", row.number, given.first, given.last)))
            }
        });
        if counted {
            next = next.as_deref().filter(|n| *n != given.last).and_then(numbering::successor);
        }
        match checked {
            Ok(row) => take(importing, at, row),
            Err(wrong) => {
                importing.problems.add(at.file, at.line, wrong);
                Ok(())
            }
        }
    };
    for table in given.inline {
        let line = importing.source.lines.at(table.span().start);
        let source = importing.source;
        one(importing, &At { file: &source.name, line }, table.into_inner())?;
        if importing.problems.is_full() {
            return Ok(());
        }
    }
    match given.csv {
        Some(file) => csv_rows(importing, &file, &mut one),
        None => Ok(()),
    }
}

fn csv_rows(
    importing: &mut Importing<'_, '_>,
    file: &Spanned<String>,
    one: &mut impl FnMut(&mut Importing<'_, '_>, &At<'_>, RowTable) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let named_in = importing.source.lines.at(file.span().start);
    let path = importing.source.folder.join(file.get_ref());
    let name = path.display().to_string();
    let reader = ReaderBuilder::new().trim(Trim::All).comment(Some(b'#')).from_path(&path);
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(error) => {
            importing.problem(named_in, format_args!("{name} can't be read: {error}"));
            return Ok(());
        }
    };
    let Some(columns) = columns(importing, &name, &mut reader) else { return Ok(()) };
    let mut record = ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                match table(&columns, &record) {
                    Ok(table) => one(importing, &At { file: &name, line }, table)?,
                    Err(wrong) => importing.problems.add(&name, line, wrong),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                match error.kind() {
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => importing.problems.add(
                        &name,
                        line,
                        format_args!("the row has {len} fields, the header {expected_len}"),
                    ),
                    csv::ErrorKind::Io(error) => {
                        importing.problems.add(&name, line, format_args!("can't be read: {error}"));
                        return Ok(());
                    }
                    _ => importing.problems.add(&name, line, "the row can't be read as CSV"),
                }
            }
        }
        if importing.problems.is_full() {
            return Ok(());
        }
    }
}

/// The header: which column holds what.
fn columns(importing: &mut Importing<'_, '_>, name: &str, reader: &mut Reader<File>) -> Option<Vec<String>> {
    let header = match reader.byte_headers() {
        Ok(header) => header,
        Err(_) => {
            importing.problems.add(name, 1, "the header can't be read as CSV");
            return None;
        }
    };
    // Spreadsheets put a byte order mark in front.
    let names: Vec<String> =
        header.iter().map(|f| String::from_utf8_lossy(f).trim_start_matches('\u{feff}').to_lowercase()).collect();
    let known: Vec<&str> = COLUMNS.split(", ").collect();
    for (i, column) in names.iter().enumerate() {
        // A foreign header is not repeated: a file without a header has a Ki there.
        if !known.contains(&column.as_str()) {
            importing.problems.add(name, 1, format_args!("column {} is none of: {COLUMNS}", i + 1));
            return None;
        }
        if names.iter().take(i).any(|n| n == column) {
            importing.problems.add(name, 1, format_args!("column {column} is there twice"));
            return None;
        }
    }
    Some(names)
}

fn table(columns: &[String], record: &ByteRecord) -> Result<RowTable, &'static str> {
    let mut table = RowTable::default();
    for (column, field) in columns.iter().zip(record.iter()) {
        if field.is_empty() {
            continue;
        }
        let secret = || Some(SecretText(field.into()));
        let text = || std::str::from_utf8(field).map(|t| Some(t.to_owned())).map_err(|_| "a field is not UTF-8");
        match column.as_str() {
            "number" => table.number = text()?,
            "msisdn" => table.msisdn = text()?,
            "iccid" => table.iccid = text()?,
            "imsi" => table.imsi = text()?,
            "algorithm" => table.algorithm = text()?,
            "ki" => table.ki = secret(),
            "opc" => table.opc = secret(),
            "pin" => table.pin = secret(),
            "puk" => table.puk = secret(),
            "adm" => table.adm = secret(),
            _ => table.profile = text()?,
        }
    }
    Ok(table)
}
