//! The last steps: links and access rules, once every file is there.

use super::{
    AccessReference, FileKind, FilePath, ResolvedFile,
    create::LARGEST_CONTENT,
    tree::{Draft, Tree},
};
use crate::error::{Error, Place, Problem};
use tlv::Reader;

/// Links to links are followed so far.
const LONGEST_CHAIN: usize = 4;

/// All files with what links repeat.
const LARGEST_PROFILE: usize = 4 * LARGEST_CONTENT;

pub(super) fn finish(tree: &Tree) -> Result<Vec<ResolvedFile>, Error> {
    let mut content = 0;
    let mut files = Vec::with_capacity(tree.files.len());
    for (at, draft) in &tree.files {
        let file = file(tree, *at, draft)?;
        // Links show their target's content again: a small package must not grow without bounds by them.
        content += file.kind.content().len();
        if content > LARGEST_PROFILE {
            return Err(Error { at: *at, problem: Problem::TooLarge });
        }
        files.push(file);
    }
    Ok(files)
}

fn file(tree: &Tree, at: Place, draft: &Draft) -> Result<ResolvedFile, Error> {
    let target = target(tree, draft).map_err(|problem| Error { at, problem })?;
    Ok(ResolvedFile {
        path: draft.path.clone(),
        identification: at.identification,
        name: draft.name,
        kind: target.kind.clone(),
        shareable: draft.shareable,
        sfi: draft.sfi,
        life_cycle: draft.life_cycle,
        access: access(tree, draft),
        pin_status: draft.pin_status.clone(),
        link: draft.link.as_ref().map(|_| target.path.clone()),
        high_update: draft.special & 0x80 != 0,
        usable_when_deactivated: draft.special & 0x40 != 0,
    })
}

/// The file itself, or the one that its link leads to.
fn target<'a>(tree: &'a Tree, draft: &'a Draft) -> Result<&'a Draft, Problem> {
    let mut file = draft;
    for _ in 0..LONGEST_CHAIN {
        let Some(link) = &file.link else { return Ok(file) };
        file = tree.get(link).ok_or(Problem::FileMissing(link.fid()))?;
    }
    if file.link.is_none() { Ok(file) } else { Err(Problem::Value("linkPath")) }
}

/// EF.ARR is sought where the file stands and then upwards (TS 102 221 §9.2.7), for a directory last in itself.
fn access(tree: &Tree, draft: &Draft) -> AccessReference {
    let mut directory = draft.path.parent().or(Some(FilePath::mf()));
    let mut found = None;
    while let (None, Some(place)) = (found, &directory) {
        found = tree.get(&place.child(draft.arr_fid));
        directory = place.parent();
    }
    let found = found.or_else(|| tree.get(&draft.path.child(draft.arr_fid)));
    let arr = found.and_then(|arr| target(tree, arr).ok());
    let rule = arr.and_then(|arr| rule(&arr.kind, draft.record));
    AccessReference { arr: found.map(|arr| arr.path.clone()), arr_fid: draft.arr_fid, record: draft.record, rule }
}

/// A record's data objects up to the padding.
fn rule(kind: &FileKind, record: u8) -> Option<Vec<u8>> {
    let FileKind::LinearFixed { record_size, content } = kind else { return None };
    let size = usize::from(*record_size);
    let start = usize::from(record.checked_sub(1)?) * size;
    let record = content.get(start..start + size)?;
    let mut reader = Reader::new(record);
    while reader.rest().first().is_some_and(|byte| !matches!(byte, 0x00 | 0xFF)) {
        reader.next().ok()?;
    }
    let length = record.len() - reader.rest().len();
    (length > 0).then(|| record[..length].to_vec())
}
