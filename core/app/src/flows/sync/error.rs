use crate::{AccountError, Error, cloud::CloudError};
use account::log::{Breach, NotEdited};
use vault::{Denied, KeystoreError, VaultError};

/// Why the account's records were not brought together. What was edited here waits still.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The server was caught at something.
    #[error(transparent)]
    Breach(#[from] Breach),
    /// The account, its server, or the way to it.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// An edit was not made.
    #[error(transparent)]
    NotEdited(#[from] NotEdited),
    /// The phone's own cards.
    #[error(transparent)]
    Phone(#[from] Error),
    /// Other devices write so much that this one never comes to it.
    #[error("other devices changed the same records again and again")]
    Busy,
    /// There is no such record.
    #[error("the account has no such record")]
    NoSuchRecord,
    /// No backup was restored that this phone knows of.
    #[error("the server does not say that it was restored from a backup")]
    NotRestored,
}

impl SyncError {
    /// Whether the same may succeed later.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        match self {
            Self::Breach(breach) => breach.retrying_helps(),
            Self::Account(error) => error.retrying_helps(),
            Self::NotEdited(error) => error.retrying_helps(),
            Self::Phone(error) => error.retrying_helps(),
            Self::Busy => true,
            Self::NoSuchRecord | Self::NotRestored => false,
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Breach(breach) => breach.hint(),
            Self::Account(error) => error.hint(),
            Self::NotEdited(error) => error.hint(),
            Self::Phone(error) => return error.hint(),
            Self::Busy => "Try again in a while.",
            Self::NoSuchRecord => "List the records that there are.",
            Self::NotRestored => "Sync as usual.",
        }
        .to_owned()
    }
}

/// Each of these is told by the account's own error.
macro_rules! by_account {
    ($($error:ty),+) => {$(
        impl From<$error> for SyncError {
            fn from(error: $error) -> Self {
                Self::Account(error.into())
            }
        }
    )+};
}
by_account!(VaultError, KeystoreError, CloudError, Denied);
