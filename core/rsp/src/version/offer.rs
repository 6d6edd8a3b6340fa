use super::WrittenVersions;
use crate::es10::{EuiccInfo1, EuiccInfo2};
use crate::message::VersionType;
use model::{VersionNumber, VersionSpec};

/// The versions that a phone offers with InitiateAuthentication (E1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// From a minimum, which every server reads, to a maximum, which older servers skip.
    Range {
        /// The least version; on the wire `svn`, in v3 `lowestSvn` (the same tag).
        minimum: VersionSpec,
        /// The most; on the wire `highestSvn`.
        maximum: VersionSpec,
    },
    /// One version alone.
    Single(VersionSpec),
}

impl Offer {
    /// The offer in EUICCInfo1, which nobody has signed.
    #[must_use]
    pub fn from_info1(info: &EuiccInfo1) -> Self {
        Self::from_wire(info.lowest_svn, info.highest_svn)
    }

    /// The offer in EUICCInfo2, which the eUICC signs in AuthenticateServer (E8).
    #[must_use]
    pub fn from_info2(info: &EuiccInfo2) -> Self {
        Self::from_wire(info.lowest_svn, info.highest_svn)
    }

    /// The offer with what is written of it ([`WrittenVersions`]), where that agrees with the numbers.
    #[must_use]
    pub fn written(self, written: Option<&WrittenVersions>) -> Self {
        match written {
            Some(written) => written.offer(self),
            None => self,
        }
    }

    fn from_wire(lowest: VersionType, highest: Option<VersionType>) -> Self {
        match highest {
            Some(highest) => Self::Range { minimum: spec(lowest), maximum: spec(highest) },
            None => Self::Single(spec(lowest)),
        }
    }

    /// The minimum, or the one version.
    #[must_use]
    pub const fn minimum(&self) -> &VersionSpec {
        match self {
            Self::Range { minimum, .. } | Self::Single(minimum) => minimum,
        }
    }

    /// The maximum, or the one version.
    #[must_use]
    pub const fn maximum(&self) -> &VersionSpec {
        match self {
            Self::Range { maximum, .. } | Self::Single(maximum) => maximum,
        }
    }
}

const fn spec(version: VersionType) -> VersionSpec {
    let [major, minor, revision] = version.0;
    VersionSpec::number_only(VersionNumber::new(major, minor, revision))
}
