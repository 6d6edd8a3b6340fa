//! What the records' readers have in common.

use super::LoadError;
use crate::file::FilePath;
use tlv::{Reader, parse_one};

/// Version that is written, and the highest that is read.
pub(super) const VERSION: u64 = 1;

/// The inside of a record, once its outer tag and version are as they must be.
pub(super) fn open<'a>(bytes: &'a [u8], tag: u32, part: &'static str) -> Result<Reader<'a>, LoadError> {
    let body = parse_one(bytes, tag).map_err(LoadError::malformed(part))?.children();
    match number(&body, 0x80, part)? {
        VERSION => Ok(body),
        found => Err(LoadError::Version { part, found }),
    }
}

pub(super) fn number(body: &Reader<'_>, tag: u32, part: &'static str) -> Result<u64, LoadError> {
    body.require(tag).and_then(|object| object.as_u64()).map_err(LoadError::malformed(part))
}

pub(super) fn optional_number(body: &Reader<'_>, tag: u32, part: &'static str) -> Result<Option<u32>, LoadError> {
    let Some(object) = body.find(tag).map_err(LoadError::malformed(part))? else { return Ok(None) };
    let value = object.as_u64().map_err(LoadError::malformed(part))?;
    u32::try_from(value).map(Some).map_err(|_| LoadError::Inconsistent { part, what: "a number out of range" })
}

pub(super) fn byte(body: &Reader<'_>, tag: u32, part: &'static str) -> Result<u8, LoadError> {
    body.require(tag).and_then(|object| object.as_array::<1>()).map(|[b]| b).map_err(LoadError::malformed(part))
}

pub(super) fn optional_byte(body: &Reader<'_>, tag: u32, part: &'static str) -> Result<Option<u8>, LoadError> {
    let damaged = LoadError::malformed(part);
    let Some(object) = body.find(tag).map_err(damaged)? else { return Ok(None) };
    object.as_array::<1>().map(|[b]| Some(b)).map_err(damaged)
}

pub(super) fn path(body: &Reader<'_>, tag: u32, part: &'static str) -> Result<FilePath, LoadError> {
    let object = body.require(tag).map_err(LoadError::malformed(part))?;
    FilePath::from_bytes(object.value).ok_or(LoadError::Inconsistent { part, what: "a path" })
}
