use crate::{AccountError, Error, SyncError, cloud::CloudError, cloud::ProblemKind};
use account::{rights::Denied, sub::SubError};
use vault::VaultError;

/// Why a flow between accounts did not do what it was asked. What was decided before still is, and is carried out with the next follow.
#[derive(Debug, thiserror::Error)]
pub enum TieError {
    /// The account, its server, or the way to it.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The account's records.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The phone's own cards or clock.
    #[error(transparent)]
    Phone(#[from] Error),
    /// What the other account, or the server for it, says.
    #[error(transparent)]
    Sub(#[from] SubError),
    /// The rights do not let it.
    #[error(transparent)]
    Rights(#[from] Denied),
    /// Nobody has such an invitation.
    #[error("there is no such invitation: it was accepted, has ended, or is over")]
    NotOpen,
    /// There is no account of this name here.
    #[error("no account called {0} is tied to this one")]
    NoSuchAccount(String),
    /// More than one goes by it.
    #[error("more than one account is called {0}")]
    WhichAccount(String),
    /// It has not accepted yet, or its tie was ended.
    #[error("{0} is not linked: it has not accepted yet, or the tie was ended")]
    NotLinked(String),
    /// What it consented to can't be handed on.
    #[error("{0} has not agreed that others see its cards")]
    NoConsent(String),
    /// It shows no such card.
    #[error("{name} shows no card {card}")]
    NoSuchCard {
        /// Whose.
        name: String,
        /// Which.
        card: String,
    },
    /// A name is empty or too long.
    #[error("a name has 1 to 64 characters")]
    BadName,
    /// Rights to nothing, or that have ended already.
    #[error("these rights let do nothing: name what may be done, and until when")]
    NoRights,
}

impl TieError {
    /// Whether the same may succeed later.
    #[must_use]
    pub fn retrying_helps(&self) -> bool {
        match self {
            Self::Account(error) => error.retrying_helps(),
            Self::Sync(error) => error.retrying_helps(),
            Self::Phone(error) => error.retrying_helps(),
            Self::Sub(error) => error.retrying_helps(),
            Self::Rights(error) => error.retrying_helps(),
            Self::NotLinked(_) => true,
            Self::NotOpen
            | Self::NoSuchAccount(_)
            | Self::WhichAccount(_)
            | Self::NoConsent(_)
            | Self::NoSuchCard { .. }
            | Self::BadName
            | Self::NoRights => false,
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Account(error) => error.hint(),
            Self::Sync(error) => return error.hint(),
            Self::Phone(error) => return error.hint(),
            Self::Sub(error) => error.hint(),
            Self::Rights(error) => error.hint(),
            Self::NotOpen => "Ask the owner who invited you for a new invitation.",
            Self::NoSuchAccount(_) => "List the accounts that are tied.",
            Self::WhichAccount(_) => "Name it by its id, as the list shows it.",
            Self::NotLinked(_) => "Have its owner accept the invitation, then try again.",
            Self::NoConsent(_) => "Have its owner accept an invitation with the right to delegate.",
            Self::NoSuchCard { .. } => "List the cards that linked accounts show.",
            Self::BadName => "Give a name of 1 to 64 characters.",
            Self::NoRights => "Give at least the right to see, and a time that lies ahead.",
        }
        .to_owned()
    }

    pub(super) fn is(&self, kind: ProblemKind) -> bool {
        matches!(self, Self::Account(AccountError::Cloud(error)) if error.is(kind))
    }
}

impl From<CloudError> for TieError {
    fn from(error: CloudError) -> Self {
        Self::Account(error.into())
    }
}

impl From<VaultError> for TieError {
    fn from(error: VaultError) -> Self {
        Self::Account(error.into())
    }
}
