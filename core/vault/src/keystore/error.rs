use super::KeyId;

/// Why a keystore did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeystoreError {
    /// The device is locked. Retrying helps once it is unlocked.
    #[error("the keystore is locked; unlock the device and try again")]
    Locked,
    /// The user must agree first, by fingerprint, face or device code. Retrying helps.
    #[error("the keystore asks for the user; confirm and try again")]
    NeedsUser,
    /// The platform made the key unusable for good: the device's code or enrolled fingerprints were changed.
    #[error("the key {0} was invalidated by a change of the device's lock; what it guarded is lost")]
    Invalidated(KeyId),
    /// There is no key of this name, or not of this kind.
    #[error("the keystore has no key {0} for this use")]
    NoSuchKey(KeyId),
    /// The wrapped bytes were not made with this key, or were changed.
    #[error("what the key {0} should open was damaged or made by another key")]
    Damaged(KeyId),
    /// The passphrase is wrong. Retrying with the right one helps.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The keystore's own file is missing, damaged or of a newer release.
    #[error("the keystore's file can't be used: {0}")]
    BadFile(String),
    /// The argument is too long, or the name isn't allowed.
    #[error("the keystore takes names of 1 to 128 ASCII characters and up to 256 bytes to wrap")]
    BadArgument,
    /// This keystore makes its keys itself, so that none was ever elsewhere.
    #[error("this keystore takes no keys from outside")]
    NoImport,
    /// The platform's keystore failed or isn't there. Retrying may help.
    #[error("the keystore is unavailable: {0}")]
    Unavailable(String),
}

impl KeystoreError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Locked | Self::NeedsUser | Self::WrongPassphrase | Self::Unavailable(_))
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Locked => "Unlock the device, then try again.",
            Self::NeedsUser => "Confirm with your fingerprint, face or code, then try again.",
            Self::Invalidated(_) => "Start with a new data folder, and acquire the cards again.",
            Self::NoSuchKey(_) | Self::Damaged(_) => {
                "Use the data folder as it was last: a copy or an old backup does not open."
            }
            Self::WrongPassphrase => "Give the right passphrase.",
            Self::BadFile(_) => "Restore the keystore's files; without them the cards can't be opened.",
            Self::BadArgument => "Report it: this is a mistake in the program.",
            Self::NoImport => "Use a data folder on a desk, whose keystore is software.",
            Self::Unavailable(_) => "Try again; if it stays, check the disk, or restart the device.",
        }
    }
}
