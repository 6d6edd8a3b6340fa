use super::{FilePath, FileSpec, Structure};
use model::SecretBytes;
use std::collections::BTreeMap;

/// The files of a card by path. Contents of EFs have their full size; links have none of their own.
#[derive(Clone, Default)]
pub(crate) struct Tree(BTreeMap<FilePath, FileSpec>);

impl Tree {
    /// Puts a file, new or over the old one.
    pub(crate) fn put(&mut self, path: FilePath, file: FileSpec) {
        self.0.insert(path, file);
    }

    pub(crate) fn get(&self, path: &FilePath) -> Option<&FileSpec> {
        self.0.get(path)
    }

    pub(crate) fn get_mut(&mut self, path: &FilePath) -> Option<&mut FileSpec> {
        self.0.get_mut(path)
    }

    pub(crate) fn contains(&self, path: &FilePath) -> bool {
        self.0.contains_key(path)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&FilePath, &FileSpec)> {
        self.0.iter()
    }

    /// Where the content of an EF stands: the target of a link, else the file itself.
    pub(crate) fn home<'a>(&'a self, path: &'a FilePath) -> &'a FilePath {
        self.0.get(path).and_then(|file| file.link.as_ref()).unwrap_or(path)
    }

    /// The content of an EF, or of the file that it is a link to.
    pub(crate) fn content(&self, path: &FilePath) -> Option<&SecretBytes> {
        self.0.get(self.home(path)).map(|file| &file.content)
    }

    /// The files right in a DF.
    pub(crate) fn children<'a>(&'a self, df: &'a FilePath) -> impl Iterator<Item = (&'a FilePath, &'a FileSpec)> {
        self.below(df).filter(|(path, _)| path.fids().len() == df.fids().len() + 1)
    }

    /// All files below a DF.
    pub(crate) fn below<'a>(&'a self, df: &'a FilePath) -> impl Iterator<Item = (&'a FilePath, &'a FileSpec)> {
        self.0
            .range(df.clone()..)
            .skip_while(move |(path, _)| *path == df)
            .take_while(move |(path, _)| path.is_within(df))
    }

    /// The EF with this SFI in a DF.
    pub(crate) fn by_sfi(&self, df: &FilePath, sfi: u8) -> Option<FilePath> {
        self.children(df).find(|(_, file)| file.sfi == Some(sfi)).map(|(path, _)| path.clone())
    }

    /// The ADFs and their AIDs.
    pub(crate) fn applications(&self) -> impl Iterator<Item = (&FilePath, &[u8])> {
        self.0.iter().filter_map(|(path, file)| match &file.structure {
            Structure::Adf { aid } => Some((path, aid.as_slice())),
            _ => None,
        })
    }

    /// The nearest EF with this FID, looking in `from` and then in the DFs above it.
    pub(crate) fn nearest(&self, from: &FilePath, fid: u16) -> Option<FilePath> {
        let mut df = Some(from.clone());
        while let Some(here) = df {
            let candidate = here.child(fid);
            if self.get(&candidate).is_some_and(|file| !file.is_df()) {
                return Some(candidate);
            }
            df = here.parent();
        }
        None
    }
}
