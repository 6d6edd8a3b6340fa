//! One file from its template row and its FCP.

use super::{FileKind, FilePath, tree::Draft};
use crate::{
    element::{Fcp, FillPattern, Write},
    error::Problem,
    template::{Fill, Shape, TemplateFile},
};

/// More than this in one file, or in all files of a package together, is no card's.
pub(super) const LARGEST_CONTENT: usize = 1 << 20;

/// EF.ARR of the MF, of files directly in it, and of ADFs.
const EF_ARR_MF: u16 = 0x2F06;
/// EF.ARR of all others.
const EF_ARR: u16 = 0x6F06;

/// Makes the file `path`. Where the FCP is silent the template speaks; where that is silent too and the size is
/// missing, the content decides.
pub(super) fn create(
    path: FilePath,
    row: Option<&TemplateFile>,
    fcp: &Fcp<'_>,
    writes: &[Write<'_>],
) -> Result<Draft, Problem> {
    let fid = path.fid();
    let (shape, shareable) = shape(row, fcp, fid)?;
    let link = fcp.link.filter(|link| !link.is_empty()).map(super::tree::path_of).transpose()?;
    if link.is_some() && !writes.is_empty() {
        return Err(Problem::Value("linkPath beside content"));
    }
    let kind = match shape {
        Shape::Directory => FileKind::Df,
        Shape::Application => FileKind::Adf { aid: fcp.aid.ok_or(Problem::Value("dfName"))?.to_vec() },
        // A link's content is its target's.
        _ if link.is_some() => FileKind::Transparent { content: Vec::new() },
        Shape::Transparent(size) => {
            let size = chosen(fcp.size, size).or_else(|| reach(writes)).ok_or(Problem::SizeMissing(fid))?;
            FileKind::Transparent { content: filled(size, size, row, fcp)? }
        }
        Shape::LinearFixed(records, record_size) => {
            let content = records_of(records, record_size, row, fcp, writes, fid)?;
            FileKind::LinearFixed { record_size, content }
        }
        Shape::Cyclic(records, record_size) => {
            let content = records_of(records, record_size, row, fcp, writes, fid)?;
            FileKind::Cyclic { record_size, content }
        }
        Shape::BerTlv => FileKind::BerTlv { max_size: fcp.maximum_size.or(fcp.size), content: Vec::new() },
    };
    let (arr_fid, record) = access(&path, &kind, row, fcp)?;
    let special = fcp.special.unwrap_or_else(|| row.map_or(0, |row| u8::from(row.high_update) << 7));
    let sfi = match (fcp.sfi, row) {
        _ if kind.is_directory() => None,
        (Some(given), _) => given,
        (None, Some(row)) => (row.sfi != 0).then_some(row.sfi),
        // TS 102 221 §11.1.1.4.8: without the object, the five low bits of the file identifier.
        (None, None) => Some((fid & 0x1F) as u8).filter(|sfi| (1..=30).contains(sfi)),
    };
    let mut draft = Draft {
        path,
        name: row.map_or("", |row| row.name),
        kind,
        shareable,
        sfi,
        life_cycle: fcp.life_cycle,
        arr_fid,
        record,
        pin_status: fcp.pin_status.unwrap_or_default().to_vec(),
        link,
        special,
    };
    let mut position = 0;
    for write in writes {
        draft.write(&mut position, *write)?;
    }
    Ok(draft)
}

/// Type and sizes, and whether the file is shareable (TS 102 222 §6.3.2.2.1: file descriptor).
fn shape(row: Option<&TemplateFile>, fcp: &Fcp<'_>, fid: u16) -> Result<(Shape, bool), Problem> {
    let Some(descriptor) = fcp.descriptor else {
        // Files of a template are shareable unless their FCP says otherwise.
        return row.map(|row| (row.shape, true)).ok_or(Problem::Value("fileDescriptor"));
    };
    let record_size = match *descriptor {
        [_, _, high, low] => Some(u16::from_be_bytes([high, low])),
        [_, _, size] => Some(size.into()),
        _ => None,
    };
    let (rows_records, rows_size) = match row.map(|row| row.shape) {
        Some(Shape::LinearFixed(records, size) | Shape::Cyclic(records, size)) => (records, size),
        _ => (0, 0),
    };
    let record_size = record_size.filter(|size| *size != 0).unwrap_or(rows_size);
    let byte = descriptor.first().copied().unwrap_or_default();
    let shape = match byte & 0x3F {
        0x38 if fcp.aid.is_some() => Shape::Application,
        0x38 => Shape::Directory,
        0x39 => Shape::BerTlv,
        // Working and internal EFs.
        0x01 | 0x09 => match row.map(|row| row.shape) {
            Some(Shape::Transparent(size)) => Shape::Transparent(size),
            _ => Shape::Transparent(0),
        },
        0x02 | 0x0A => Shape::LinearFixed(rows_records, record_size),
        0x06 | 0x0E => Shape::Cyclic(rows_records, record_size),
        _ => return Err(Problem::Value("fileDescriptor")),
    };
    let directory = |shape| matches!(shape, Shape::Directory | Shape::Application);
    if row.is_some_and(|row| directory(row.shape) != directory(shape)) {
        return Err(Problem::Value("fileDescriptor"));
    }
    if matches!(shape, Shape::LinearFixed(_, size) | Shape::Cyclic(_, size) if size > 255) {
        return Err(Problem::Value("a record length"));
    }
    let linked = fcp.link.is_some_and(|link| !link.is_empty());
    if matches!(shape, Shape::LinearFixed(_, 0) | Shape::Cyclic(_, 0)) && !linked {
        return Err(Problem::SizeMissing(fid));
    }
    Ok((shape, byte & 0x40 != 0))
}

fn chosen(given: Option<u32>, by_template: u32) -> Option<usize> {
    given.or((by_template != 0).then_some(by_template)).map(|size| size as usize)
}

/// How far the writes go; none if they write nothing.
fn reach(writes: &[Write<'_>]) -> Option<usize> {
    let end = writes.iter().fold(0, |end, write| match write {
        Write::Skip(count) => end + usize::from(*count),
        Write::Fill(bytes) => end + bytes.len(),
    });
    (end != 0).then_some(end)
}

fn records_of(
    records: u32,
    record_size: u16,
    row: Option<&TemplateFile>,
    fcp: &Fcp<'_>,
    writes: &[Write<'_>],
    fid: u16,
) -> Result<Vec<u8>, Problem> {
    let record = usize::from(record_size);
    let written = || reach(writes).map(|end| end.next_multiple_of(record.max(1)));
    let by_template = records * u32::from(record_size);
    let size = chosen(fcp.size, by_template).or_else(written).ok_or(Problem::SizeMissing(fid))?;
    // TS 102 221 §8.2.2.2: at most 254 records, numbered from 1.
    if record == 0 || size == 0 || size % record != 0 || size / record > 254 {
        return Err(Problem::Value("efFileSize"));
    }
    filled(size, record, row, fcp)
}

/// `size` bytes, each `unit` filled by the pattern of the FCP, else of the template, else `FF`.
fn filled(size: usize, unit: usize, row: Option<&TemplateFile>, fcp: &Fcp<'_>) -> Result<Vec<u8>, Problem> {
    if size > LARGEST_CONTENT {
        return Err(Problem::TooLarge);
    }
    let pattern = match (fcp.pattern, row.map(|row| row.fill)) {
        (Some(FillPattern::Fill(bytes)), _) | (None, Some(Fill::Rest(bytes))) => Pattern::Rest(bytes),
        (Some(FillPattern::Repeat(bytes)), _) | (None, Some(Fill::Repeat(bytes))) => Pattern::Repeat(bytes),
        (None, Some(Fill::Tail(bytes))) => Pattern::Tail(bytes),
        (None, Some(Fill::None) | None) => return Ok(vec![0xFF; size]),
    };
    let mut content = Vec::with_capacity(size);
    while content.len() < size {
        let unit = unit.min(size - content.len());
        match pattern {
            Pattern::Rest(bytes) => {
                let last = bytes.last().copied().unwrap_or(0xFF);
                content.extend(bytes.iter().copied().chain(std::iter::repeat(last)).take(unit));
            }
            Pattern::Repeat(bytes) => content.extend(bytes.iter().copied().cycle().take(unit)),
            Pattern::Tail(bytes) => {
                let head = unit.saturating_sub(bytes.len());
                content.extend(std::iter::repeat_n(0xFF, head).chain(bytes.iter().copied()).take(unit));
            }
        }
    }
    Ok(content)
}

#[derive(Clone, Copy)]
enum Pattern<'a> {
    Rest(&'a [u8]),
    Repeat(&'a [u8]),
    Tail(&'a [u8]),
}

/// The EF.ARR and its record.
fn access(path: &FilePath, kind: &FileKind, row: Option<&TemplateFile>, fcp: &Fcp<'_>) -> Result<(u16, u8), Problem> {
    let implied = if matches!(kind, FileKind::Adf { .. }) || path.0.len() < 2 { EF_ARR_MF } else { EF_ARR };
    match fcp.access {
        Some([high, low, record]) => Ok((u16::from_be_bytes([*high, *low]), *record)),
        Some([record]) => Ok((implied, *record)),
        Some(_) => Err(Problem::Value("securityAttributesReferenced")),
        None => Ok((implied, row.map_or(0, |row| row.arr))),
    }
}
