/// Why an eUICC, or what is kept of a SIM, says no to a command. Nothing is changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CardRefusal {
    /// `catBusy` (SGP.22, 5.7.16).
    #[error("the card is busy")]
    Busy,
    /// `undefinedError`, or an answer that has no place there.
    #[error("it gave no reason")]
    NoReason,
    /// It lists neither profiles nor notifications.
    #[error("it lists nothing")]
    Unlisted,
    /// What was asked needs an enabled card.
    #[error("the card is not enabled: enable it first")]
    NotEnabled,
    /// What was asked needs a disabled card.
    #[error("the card is enabled: disable it first")]
    Enabled,
    /// PPR1, of the card that is enabled.
    #[error("the operator of the enabled card does not allow to disable it")]
    StaysEnabled,
    /// PPR2.
    #[error("its operator does not allow to delete this card")]
    StaysInstalled,
    /// `wrongProfileReenabling`.
    #[error("a test profile is enabled: after it only the card before it can be")]
    TestProfile,
    /// A command of the operator's server that the card's own rules forbid; the server was told.
    #[error("the server wants done what the card's policy rules forbid; nothing was done, and the server was told")]
    Forbidden,
    /// Over 64 characters.
    #[error("a nickname has at most 64 characters")]
    Nickname,
    /// `nothingToDelete`.
    #[error("no notification has this number")]
    NoNotification,
    /// An acquisition that is to be given up is a card by now.
    #[error("the card is installed already: delete it instead")]
    Installed,
    /// Two eUICCs never have one EID.
    #[error("an eUICC of this number is here already")]
    EuiccHere,
    /// Two cards of an eUICC never have one ICCID.
    #[error("a card of this number is here already")]
    CardHere,
    /// Its memory.
    #[error("it has no room for another card")]
    Full,
    /// Keys of another length.
    #[error("Ki or OPc has not the algorithm's size")]
    KeySize,
    /// No copy is made of a physical SIM without its Ki.
    #[error("its Ki is missing: read it with its operator's file of keys")]
    NoKey,
    /// No copy is made of a physical SIM without its IMSI.
    #[error("its IMSI is missing: read it with its PIN")]
    NoImsi,
    /// What was read of a physical SIM.
    #[error("what was read of it makes no card")]
    NoCard,
}

impl CardRefusal {
    /// Whether the same may succeed later without anybody doing something first.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        matches!(self, Self::Busy | Self::NoReason | Self::Unlisted)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Busy | Self::NoReason | Self::Unlisted => "Try again in a moment.",
            Self::StaysEnabled | Self::StaysInstalled | Self::Forbidden => "Ask the card's operator.",
            Self::NoNotification => "List the notifications that there are.",
            Self::Full => "Delete a card that is not needed, then try again.",
            Self::EuiccHere | Self::CardHere => "Use the one that is here, or delete it first.",
            Self::NotEnabled
            | Self::Enabled
            | Self::TestProfile
            | Self::Nickname
            | Self::Installed
            | Self::KeySize
            | Self::NoKey
            | Self::NoImsi
            | Self::NoCard => "Do what the message says, then try again.",
        }
    }
}
