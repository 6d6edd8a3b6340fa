use super::BadVersion;
use std::{fmt, str::FromStr};

/// major.minor.revision, each 0 to 255 (SGP.22 `VersionType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionNumber {
    /// A change here breaks the protocol; it alone decides whether two versions are the same.
    pub major: u8,
    /// New functions that older peers skip.
    pub minor: u8,
    /// Corrections.
    pub revision: u8,
}

impl VersionNumber {
    /// As `major.minor.revision`.
    #[must_use]
    pub const fn new(major: u8, minor: u8, revision: u8) -> Self {
        Self { major, minor, revision }
    }

    /// From SGP.22's `VersionType`: three bytes.
    ///
    /// # Errors
    /// [`BadVersion::Length`] if there are not three.
    pub fn from_version_type(bytes: &[u8]) -> Result<Self, BadVersion> {
        match *bytes {
            [major, minor, revision] => Ok(Self { major, minor, revision }),
            _ => Err(BadVersion::Length),
        }
    }

    /// SGP.22's `VersionType`.
    #[must_use]
    pub const fn to_version_type(self) -> [u8; 3] {
        [self.major, self.minor, self.revision]
    }

    /// Whether whoever wrote `text` meant a number, well written or not: `v`, or digits that are no bitmap.
    pub(super) fn is_meant(text: &str) -> bool {
        let digits = text.trim_start_matches(['v', 'V']);
        let bitmap = text.bytes().all(|b| b == b'0' || b == b'1');
        digits.is_empty() || (digits.starts_with(|c: char| c.is_ascii_digit()) && !bitmap)
    }
}

impl FromStr for VersionNumber {
    type Err = BadVersion;

    /// `3`, `v3`, `3.0`, `v3.0.0`: trailing zeros may be left out.
    fn from_str(text: &str) -> Result<Self, BadVersion> {
        let digits = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let mut parts = digits.split('.').map(|part| {
            let plain = !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
            if plain { part.parse().map_err(|_| BadVersion::Number) } else { Err(BadVersion::Number) }
        });
        let major = parts.next().unwrap_or(Err(BadVersion::Number))?;
        let minor = parts.next().unwrap_or(Ok(0))?;
        let revision = parts.next().unwrap_or(Ok(0))?;
        if parts.next().is_some() { Err(BadVersion::Number) } else { Ok(Self { major, minor, revision }) }
    }
}

impl fmt::Display for VersionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.{}.{}", self.major, self.minor, self.revision)
    }
}
