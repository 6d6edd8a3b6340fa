//! The file tree while a package is worked out.

use super::{FileKind, FilePath, create::LARGEST_CONTENT};
use crate::{
    element::Write,
    error::{Place, Problem},
};
use std::collections::BTreeMap;

/// A file whose access rule and link have not been followed yet.
pub(super) struct Draft {
    pub(super) path: FilePath,
    pub(super) name: &'static str,
    pub(super) kind: FileKind,
    pub(super) shareable: bool,
    pub(super) sfi: Option<u8>,
    pub(super) life_cycle: u8,
    pub(super) arr_fid: u16,
    pub(super) record: u8,
    pub(super) pin_status: Vec<u8>,
    pub(super) link: Option<FilePath>,
    pub(super) special: u8,
}

impl Draft {
    /// Whether it is an application of the kind that the template `name` makes. One made without a template has no name,
    /// and its AID says what it is.
    fn is_application(&self, name: &str) -> bool {
        match &self.kind {
            FileKind::Adf { aid } if self.name.is_empty() => {
                APPLICATIONS.iter().any(|(known, start)| *known == name && aid.starts_with(start))
            }
            FileKind::Adf { .. } => self.name == name,
            _ => false,
        }
    }

    /// Writes at `position` and moves it on.
    pub(super) fn write(&mut self, position: &mut usize, write: Write<'_>) -> Result<(), Problem> {
        let fid = self.path.fid();
        let bytes = match write {
            Write::Skip(count) => {
                *position += usize::from(count);
                return Ok(());
            }
            Write::Fill(bytes) => bytes,
        };
        let end = *position + bytes.len();
        match &mut self.kind {
            _ if self.link.is_some() => return Err(Problem::Value("linkPath beside content")),
            FileKind::Df | FileKind::Adf { .. } => return Err(Problem::Value("content of a directory")),
            FileKind::BerTlv { max_size, content } => {
                let limit = max_size.map_or(LARGEST_CONTENT, |size| (size as usize).min(LARGEST_CONTENT));
                if end > limit {
                    return Err(Problem::Overflow(fid));
                }
                if content.len() < end {
                    content.resize(end, 0xFF);
                }
                content[*position..end].copy_from_slice(bytes);
            }
            FileKind::Transparent { content }
            | FileKind::LinearFixed { content, .. }
            | FileKind::Cyclic { content, .. } => {
                content.get_mut(*position..end).ok_or(Problem::Overflow(fid))?.copy_from_slice(bytes);
            }
        }
        *position = end;
        Ok(())
    }
}

/// The files so far.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) files: Vec<(Place, Draft)>,
    index: BTreeMap<FilePath, usize>,
    content: usize,
}

impl Tree {
    /// Adds a file to its directory.
    pub(super) fn insert(&mut self, at: Place, draft: Draft) -> Result<(), Problem> {
        match draft.path.parent() {
            Some(parent) if !self.is_directory(&parent) => return Err(Problem::FileMissing(parent.fid())),
            None if !self.files.is_empty() => return Err(Problem::FileExists(0x3F00)),
            _ => {}
        }
        self.content += draft.kind.content().len();
        if self.content > LARGEST_CONTENT {
            return Err(Problem::TooLarge);
        }
        if self.index.insert(draft.path.clone(), self.files.len()).is_some() {
            return Err(Problem::FileExists(draft.path.fid()));
        }
        self.files.push((at, draft));
        Ok(())
    }

    /// The file at `path`.
    pub(super) fn get(&self, path: &FilePath) -> Option<&Draft> {
        self.index.get(path).and_then(|index| self.files.get(*index)).map(|(_, draft)| draft)
    }

    /// Writes into the file at `path`.
    pub(super) fn write(&mut self, path: &FilePath, position: &mut usize, write: Write<'_>) -> Result<(), Problem> {
        let file = self.index.get(path).and_then(|index| self.files.get_mut(*index));
        let (_, draft) = file.ok_or(Problem::FileMissing(path.fid()))?;
        let before = draft.kind.content().len();
        draft.write(position, write)?;
        self.content += draft.kind.content().len() - before;
        if self.content > LARGEST_CONTENT { Err(Problem::TooLarge) } else { Ok(()) }
    }

    /// Whether `path` is a directory.
    pub(super) fn is_directory(&self, path: &FilePath) -> bool {
        self.get(path).is_some_and(|draft| draft.kind.is_directory())
    }

    /// The directory of the application made last, of the kind that the template `name` makes or of any.
    pub(super) fn last_application(&self, name: Option<&str>) -> Option<&Draft> {
        let drafts = self.files.iter().rev().map(|(_, draft)| draft);
        let mut applications = drafts.filter(|draft| matches!(draft.kind, FileKind::Adf { .. }));
        applications.find(|draft| name.is_none_or(|name| draft.is_application(name)))
    }
}

/// Applications that templates make, by RID and application code (TS 101 220 annex E).
const APPLICATIONS: [(&str, [u8; 7]); 3] = [
    ("ADF.USIM", [0xA0, 0, 0, 0, 0x87, 0x10, 0x02]),
    ("ADF.ISIM", [0xA0, 0, 0, 0, 0x87, 0x10, 0x04]),
    ("ADF.CSIM", [0xA0, 0, 0, 0x03, 0x43, 0x10, 0x02]),
];

/// A path as packages write it: pairs of bytes from below the MF; a leading `3F00` is allowed.
pub(super) fn path_of(bytes: &[u8]) -> Result<FilePath, Problem> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() || pairs.len() > 4 {
        return Err(Problem::Value("filePath"));
    }
    let fids = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
    Ok(FilePath(fids.skip_while(|fid| *fid == 0x3F00).collect()))
}
