/// Why what another account, or the server for it, says was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum SubError {
    /// No code.
    #[error("this is no invitation: its code begins with LFS1- and has 43 characters after that")]
    Code,
    /// The other account did not have the code.
    #[error("the other account does not know the invitation's code")]
    Vouch,
    /// An account's word on itself is not its own, or can't be read.
    #[error("what the other account says of itself is not signed by its key, or can't be read")]
    Member,
    /// Not signed by whoever may say it.
    #[error("how the accounts stand is not signed by whoever may say it, or can't be read")]
    Standing,
    /// Another account than the one that is known under this name.
    #[error("another account stands in the place of one that is known")]
    Other,
    /// An older one than was seen.
    #[error(
        "the server shows an older state of the linked accounts than this phone has seen: {found}, and {seen} was there"
    )]
    Older {
        /// The number that it has.
        found: u64,
        /// The number that was seen.
        seen: u64,
    },
    /// Not signed by the account whose cards they are, or for another.
    #[error("the cards that are shown are not signed by the account that has them, or can't be read")]
    Share,
    /// It does not open.
    #[error("the cards that are shown are sealed to another key")]
    Sealed,
}

impl SubError {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Sealed)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Code => "Copy the whole code that the other account's owner was shown.",
            Self::Vouch => "Nothing was given. Make a new invitation, and see that nobody else gets its code.",
            Self::Member | Self::Standing | Self::Other | Self::Share => {
                "Nothing was taken. Somebody, perhaps the server, lies: ask the other account's owner."
            }
            Self::Older { .. } => {
                "Nothing was taken. Unless the server's backup was restored, it hides something: ask its operator."
            }
            Self::Sealed => "Try again once the other account's phone has been online.",
        }
    }
}
