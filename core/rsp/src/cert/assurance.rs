/// How far it is proven that an eUICC's private key can't be copied out of it. A product may demand a least level.
///
/// An SM-DP+ knows the highest level that it believes each EUM; an EUM that writes what it found into the eUICC's
/// certificate (extension [`super::oid::ASSURANCE`]) is believed up to there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Assurance {
    /// 0: nothing is known of the key, or it is known to be kept in software.
    #[default]
    None,
    /// 1: made by an EUM that saw the device itself (a kiosk at the counter), without proof of where the key is.
    KioskBorn,
    /// 2: attested to be in a trusted execution environment of a locked, verified device.
    Tee,
    /// 3: attested to be in a secure element (StrongBox), or a certified hardware eUICC (SAS).
    SecureElement,
}

impl Assurance {
    /// Every level, lowest first.
    pub const ALL: [Self; 4] = [Self::None, Self::KioskBorn, Self::Tee, Self::SecureElement];

    /// 0 to 3.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::None => 0,
            Self::KioskBorn => 1,
            Self::Tee => 2,
            Self::SecureElement => 3,
        }
    }

    /// The level with this number.
    #[must_use]
    pub fn from_level(level: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.level() == level)
    }
}

impl std::fmt::Display for Assurance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::KioskBorn => "kiosk-born",
            Self::Tee => "trusted execution environment",
            Self::SecureElement => "secure element",
        })
    }
}
