use std::fmt;

/// Where a file stands: the FIDs from the MF down to it, the MF itself being the empty path. An ADF stands directly
/// under the MF with the FID that its profile gave it (a temporary one, never shown to a terminal).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FilePath(Vec<u16>);

impl FilePath {
    /// FID of the MF.
    pub const MF: u16 = 0x3F00;
    /// FID that stands for the ADF of the current application.
    pub const CURRENT_ADF: u16 = 0x7FFF;

    /// The MF.
    #[must_use]
    pub const fn mf() -> Self {
        Self(Vec::new())
    }

    /// From FIDs; a leading `3F00` is dropped.
    #[must_use]
    pub fn new(fids: &[u16]) -> Self {
        Self(fids.strip_prefix(&[Self::MF]).unwrap_or(fids).to_vec())
    }

    /// From FIDs as bytes, two a FID; a leading `3F00` is dropped. `None` for an odd number of bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let fids: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        rest.is_empty().then(|| Self::new(&fids))
    }

    /// The FIDs as bytes, two a FID, without the MF's.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|fid| fid.to_be_bytes()).collect()
    }

    /// The FIDs from below the MF down.
    #[must_use]
    pub fn fids(&self) -> &[u16] {
        &self.0
    }

    /// The file's own FID.
    #[must_use]
    pub fn fid(&self) -> u16 {
        self.0.last().copied().unwrap_or(Self::MF)
    }

    /// The DF that holds the file; `None` for the MF.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_last().map(|(_, above)| Self(above.to_vec()))
    }

    /// The file `fid` in this DF.
    #[must_use]
    pub fn child(&self, fid: u16) -> Self {
        let mut fids = self.0.clone();
        fids.push(fid);
        Self(fids)
    }

    /// Whether this is the MF.
    #[must_use]
    pub fn is_mf(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this file is `above` or stands somewhere below it.
    #[must_use]
    pub fn is_within(&self, above: &Self) -> bool {
        self.0.starts_with(&above.0)
    }

    /// The same path with its start `from` replaced by `to`; `None` if it does not start so.
    #[must_use]
    pub fn rebase(&self, from: &Self, to: &Self) -> Option<Self> {
        let below = self.0.strip_prefix(from.0.as_slice())?;
        Some(Self([to.0.as_slice(), below].concat()))
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3F00")?;
        self.0.iter().try_for_each(|fid| write!(f, "/{fid:04X}"))
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl From<&[u16]> for FilePath {
    fn from(fids: &[u16]) -> Self {
        Self::new(fids)
    }
}

impl<const N: usize> From<[u16; N]> for FilePath {
    fn from(fids: [u16; N]) -> Self {
        Self::new(&fids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mf_is_the_empty_path_and_its_fid_may_lead() {
        let path = FilePath::new(&[0x3F00, 0x7F10, 0x6F3A]);
        assert_eq!(path, FilePath::from_bytes(&[0x7F, 0x10, 0x6F, 0x3A]).expect("even"));
        assert_eq!(path.to_string(), "3F00/7F10/6F3A");
        assert_eq!(path.fid(), 0x6F3A);
        assert_eq!(path.parent(), Some(FilePath::new(&[0x7F10])));
        assert_eq!(FilePath::mf().fid(), 0x3F00);
        assert_eq!(FilePath::mf().parent(), None);
        assert_eq!(FilePath::from_bytes(&[0x7F]), None);
    }

    #[test]
    fn rebases_below_a_df() {
        let path = FilePath::new(&[0x7F10, 0x5F3A, 0x4F30]);
        let moved = path.rebase(&[0x7F10, 0x5F3A].into(), &[0x7FF0, 0x5F3A].into());
        assert_eq!(moved, Some([0x7FF0, 0x5F3A, 0x4F30].into()));
        assert_eq!(path.rebase(&[0x7F20].into(), &FilePath::mf()), None);
    }
}
