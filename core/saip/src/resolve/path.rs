use std::fmt;

/// A place in the file tree: file identifiers from below the MF; empty is the MF itself. An ADF stands under the MF by
/// the temporary identifier that its package gave it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FilePath(pub Vec<u16>);

impl FilePath {
    /// The MF.
    #[must_use]
    pub const fn mf() -> Self {
        Self(Vec::new())
    }

    /// The directory that holds this file; none for the MF.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_last().map(|(_, parents)| Self(parents.to_vec()))
    }

    /// The file `fid` in this directory.
    #[must_use]
    pub fn child(&self, fid: u16) -> Self {
        let mut fids = Vec::with_capacity(self.0.len() + 1);
        fids.extend_from_slice(&self.0);
        fids.push(fid);
        Self(fids)
    }

    /// The file's own identifier: `3F00` for the MF.
    #[must_use]
    pub fn fid(&self) -> u16 {
        self.0.last().copied().unwrap_or(0x3F00)
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("3F00")?;
        self.0.iter().try_for_each(|fid| write!(f, "/{fid:04X}"))
    }
}
