/// Why keys were not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Neither password and secret key together, nor the sheet, are those that sealed it; or it was changed.
    #[error(
        "the account's keys don't open: the recovery sheet is of another account or older, or what the server keeps was changed"
    )]
    Root,
    /// The lock key is of another password, or was changed.
    #[error("the key that locks devices doesn't open: it is of another password, or the server changed it")]
    Lock,
    /// The keyring was changed.
    #[error("the account's data keys don't open: what the server keeps was changed")]
    Keyring,
    /// The server handed out a keyring of before the last rotation.
    #[error("the server's data keys end at epoch {found}; the account is at epoch {wanted}")]
    OldKeyring {
        /// The last epoch in it.
        found: u32,
        /// The manifest's.
        wanted: u32,
    },
    /// The server handed out a keyring that goes with another manifest.
    #[error("the server's data keys are not those that the account's device list names")]
    OtherKeyring,
    /// There is no data key of this epoch.
    #[error("there is no data key of epoch {0}")]
    NoEpoch(u32),
}

impl KeyError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::OldKeyring { .. } | Self::OtherKeyring | Self::NoEpoch(_))
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Root => "Take the newest recovery sheet, or have a device of the account approve this one.",
            Self::Lock => "Sign in anew; if it stays, lock from a device of the account, or with the recovery sheet.",
            Self::Keyring => {
                "Have a device of the account approve this one, and ask the server's operator what was changed."
            }
            Self::OldKeyring { .. } | Self::OtherKeyring => {
                "Try again; if it stays, the server holds back the newest keys: ask its operator."
            }
            Self::NoEpoch(_) => "Read the account's keys anew, then try again.",
        }
    }
}
