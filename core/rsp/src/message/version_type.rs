use std::{fmt, str::FromStr};

/// A version in three bytes: major, minor, revision (SGP.22, `VersionType`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct VersionType(pub [u8; 3]);

impl VersionType {
    /// `major.minor.revision`.
    #[must_use]
    pub const fn new(major: u8, minor: u8, revision: u8) -> Self {
        Self([major, minor, revision])
    }

    /// The first number.
    #[must_use]
    pub const fn major(self) -> u8 {
        self.0[0]
    }
}

/// The text is not three numbers below 256 with dots between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a version is written major.minor.revision, such as 2.2.2")]
pub struct BadVersion;

impl BadVersion {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Write it as the message shows, each number 0 to 255."
    }
}

impl FromStr for VersionType {
    type Err = BadVersion;

    fn from_str(text: &str) -> Result<Self, BadVersion> {
        let mut parts = text.strip_prefix('v').unwrap_or(text).split('.');
        let mut next = || parts.next().map_or(Ok(0), |p| p.parse::<u8>().map_err(|_| BadVersion));
        let version = Self([next()?, next()?, next()?]);
        if parts.next().is_some() || text.is_empty() { Err(BadVersion) } else { Ok(version) }
    }
}

impl fmt::Display for VersionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0[0], self.0[1], self.0[2])
    }
}

impl fmt::Debug for VersionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VersionType({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_numbers_agree() {
        assert_eq!("v2.2.2".parse(), Ok(VersionType::new(2, 2, 2)));
        assert_eq!("3".parse(), Ok(VersionType::new(3, 0, 0)));
        assert_eq!(VersionType::new(2, 3, 1).to_string(), "2.3.1");
        for bad in ["", "v", "1.2.3.4", "256", "1.x"] {
            assert_eq!(bad.parse::<VersionType>(), Err(BadVersion), "{bad}");
        }
    }
}
