/// Why a manifest, or a chain of them, was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// The owner key did not sign it.
    #[error("version {0} of the device list is not signed by the account's owner key")]
    Signature(u64),
    /// It is signed and can't be read.
    #[error("the device list can't be read: it may be of a newer release")]
    Unreadable,
    /// It names another owner key.
    #[error("version {0} of the device list names another owner key")]
    OwnerKey(u64),
    /// It names a new owner key, and the old one or a device of the account does not vouch for it.
    #[error(
        "version {0} of the device list names a new owner key that the old one and a device of the account don't both vouch for"
    )]
    Succession(u64),
    /// It is another account's.
    #[error("the device list is of another account")]
    Account,
    /// It has passwords stretched in another way than this client's.
    #[error("version {0} of the device list changes how the password is stretched")]
    Kdf(u64),
    /// The server's is older than what was seen.
    #[error("the server's device list ends at version {found}; this device saw version {seen}")]
    Rollback {
        /// What the server has.
        found: u64,
        /// What this device has.
        seen: u64,
    },
    /// The server has another content at a version that was seen.
    #[error("the server shows another version {0} of the device list than the one that this device saw")]
    Fork(u64),
    /// A version is missing.
    #[error("version {wanted} of the device list is missing: the server goes on with {found}")]
    Gap {
        /// What should come.
        wanted: u64,
        /// What came.
        found: u64,
    },
    /// It does not follow from the one before.
    #[error("version {0} of the device list does not follow from the one before")]
    Previous(u64),
    /// A device that was enrolled is gone, has another key, or is no longer revoked.
    #[error("version {0} of the device list changes a device that was enrolled before")]
    Devices(u64),
    /// A new device has an epoch that was given before.
    #[error("version {0} of the device list gives an enrolment number twice")]
    Epochs(u64),
    /// The key epoch or the revocation epoch sank.
    #[error("version {0} of the device list goes back to older keys or rights")]
    Sank(u64),
    /// There is none at all.
    #[error("the server has no device list of the account")]
    Missing,
}

impl ManifestError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Gap { .. } | Self::Missing)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable => "Update this program, then try again.",
            Self::Gap { .. } | Self::Missing => {
                "Try again; if it stays, the server holds something back: ask its operator."
            }
            Self::Rollback { .. } | Self::Fork(_) => {
                "Don't approve devices now; ask the server's operator whether a backup was restored, and compare with your other devices."
            }
            _ => "Don't use this server until its operator has explained it: your devices keep what they have.",
        }
    }
}
