use crate::{AccountError, SyncError, cloud::CloudError};
use vault::{Denied, VaultError};

/// Why a card was not ordered, or did not come.
#[derive(Debug, thiserror::Error)]
pub enum CardOrderError {
    /// The account, its server, or the way to it.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// It is not written among the account's records.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The agency sells nothing of this name.
    #[error("the agency sells no {0}")]
    NoSuchProduct(String),
    /// The order came to nothing.
    #[error("the order came to nothing: {why}")]
    Failed {
        /// Why.
        why: String,
        /// Whether ordering anew may help.
        again: bool,
    },
    /// A device of the account has the card already.
    #[error("a device of the account has this card already")]
    Given,
    /// The activation code can't be read.
    #[error("the activation code of the order can't be read")]
    Unreadable,
}

impl CardOrderError {
    /// Whether the same may succeed later.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        match self {
            Self::Account(error) => error.retrying_helps(),
            Self::Sync(error) => error.retrying_helps(),
            Self::Failed { again, .. } => *again,
            Self::NoSuchProduct(_) | Self::Given | Self::Unreadable => false,
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Account(error) => error.hint(),
            Self::Sync(error) => return error.hint(),
            Self::NoSuchProduct(_) => "See what it sells.",
            Self::Failed { again: true, .. } => "Order anew, now or later, or order something else.",
            Self::Failed { again: false, .. } => "Order something else, or ask the operator.",
            Self::Given => "See on which device it is; order another one if you need it.",
            Self::Unreadable => "Update this program; if it stays, ask the server's operator.",
        }
        .to_owned()
    }
}

/// Each of these is told by the account's own error.
macro_rules! by_account {
    ($($error:ty),+) => {$(
        impl From<$error> for CardOrderError {
            fn from(error: $error) -> Self {
                Self::Account(error.into())
            }
        }
    )+};
}
by_account!(VaultError, CloudError, Denied);
