use crate::KeystoreError;
use store::OpenError;

/// Why the vault did not do what was asked. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no vault in this folder yet.
    #[error("there is no vault here yet; create one")]
    Missing,
    /// There is a vault in this folder already.
    #[error("there is a vault here already")]
    Exists,
    /// The vault was destroyed on purpose; its records are gone for good. A new one may be created.
    #[error("this vault was destroyed; its cards can't be brought back")]
    Destroyed,
    /// The keystore no longer has the key that opens this vault: it was reset, or the folder is a copy or an old backup.
    #[error("the keystore has no key for this vault: it was reset, or this is a copy from elsewhere or before")]
    KeyLost,
    /// Cards are not used now ([`crate::Vault::hold`]).
    #[error("the phone is locked: its cards are not used")]
    Held,
    /// The keystore refused or failed.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// The database can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A record was damaged, or tampered with: changed, swapped, dropped or rolled back behind the vault's back.
    #[error("the vault's {what} was damaged or tampered with; restore or acquire the card again")]
    Corrupt {
        /// What: a table, or a part of the vault itself.
        what: String,
    },
    /// Records of cards are loaded by a card driver with a grant, and by nobody else.
    #[error("records of {table} are open to the card driver only")]
    Protected {
        /// The table.
        table: String,
    },
    /// A table that the vault itself writes.
    #[error("records of {table} are written by the vault only")]
    Reserved {
        /// The table.
        table: String,
    },
    /// No random bytes from the system.
    #[error("the system gave no random bytes; try again")]
    Random,
    /// A failure that a test asked for.
    #[error("this commit was made to fail")]
    Injected,
}

impl VaultError {
    /// Whether the same call may succeed later without anybody repairing something first.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Keystore(error) => error.retrying_helps(),
            Self::Open(error) => error.retrying_helps(),
            Self::Store(error) => error.retrying_helps(),
            Self::Random | Self::Injected => true,
            Self::Missing
            | Self::Exists
            | Self::Held
            | Self::Destroyed
            | Self::KeyLost
            | Self::Corrupt { .. }
            | Self::Protected { .. }
            | Self::Reserved { .. } => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Missing => "Make a vault in this folder first.",
            Self::Exists => "Open the vault that is there, or choose another data folder.",
            Self::Held => "Unlock the phone as its owner.",
            Self::Destroyed | Self::KeyLost => "Start with a new data folder, and acquire the cards again.",
            Self::Keystore(error) => error.hint(),
            Self::Open(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Corrupt { .. } => "Restore the data folder as it was last, or start with a new one.",
            Self::Protected { .. } | Self::Reserved { .. } => "Report it: this is a mistake in the program.",
            Self::Random | Self::Injected => "Try again.",
        }
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}
