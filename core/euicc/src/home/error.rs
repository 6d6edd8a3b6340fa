/// Why a copy of a card, or its live role, was not given or taken. Nothing is changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum HomeError {
    /// There is no such card in this eUICC.
    #[error("there is no such card here")]
    NoSuchCard,
    /// Its operator did not mark it portable.
    #[error("the card's operator does not let it be copied")]
    NotPortable,
    /// A test profile, or a card that no SM-DP+ delivered.
    #[error("test cards, and cards put in by hand, are not copied")]
    Unfit,
    /// This one is a dormant copy.
    #[error("this copy of the card is dormant: another one is live")]
    Dormant,
    /// A copy, or another card of the same number, is here already.
    #[error("a card of this number is here already")]
    Here,
    /// No copy of it was ever made, so nobody could be live in its place.
    #[error("no copy of this card was made")]
    NotCopied,
    /// The live role went to another eUICC.
    #[error("the card was handed over to another eUICC already")]
    HandedOver,
    /// The bytes are no such statement or copy.
    #[error("the bytes are damaged, or of a newer version")]
    Malformed,
    /// Their eUICC has no certificate under a root that is trusted here, or under the one that the card's operator trusts.
    #[error("the other eUICC is not certified under a root that is trusted here")]
    NotGenuine,
    /// Its key did not sign them.
    #[error("the other eUICC did not sign this")]
    Signature,
    /// They are about another card, or for another eUICC.
    #[error("this is about another card, or for another eUICC")]
    Address,
    /// The other eUICC's key is kept less well than the card's operator demands.
    #[error("the other eUICC does not keep its key as well as the card's operator demands")]
    Assurance,
    /// The copy was sealed to a key that is not here, or was used.
    #[error("the copy is sealed to a key that this eUICC does not have, or has used")]
    NoKey,
    /// The key does not open it.
    #[error("it can't be opened: it was changed, or is of another card")]
    Sealed,
    /// Something newer is known.
    #[error("this is older than what is known of the card here")]
    Older,
    /// An operator's rule forbids that the card is disabled or deleted.
    #[error("an operator's rule forbids it")]
    Policy,
    /// A proactive session is in the way.
    #[error("the card is busy with its terminal")]
    Busy,
    /// There is no room for another card.
    #[error("there is no room for another card")]
    Full,
    /// The card's sequence numbers have no room for another leap.
    #[error("the card's sequence numbers are used up")]
    Exhausted,
    /// The card's own records are damaged.
    #[error("the card's records are damaged")]
    Damaged,
    /// The eUICC's key could not sign.
    #[error("the eUICC's key could not be used")]
    Unsigned,
    /// It could not be made durable.
    #[error("it could not be made durable")]
    Unkept,
    /// Its keys may not be used for it, or no more.
    #[error("the card's keys can't be used to show that it is here")]
    Unable,
}

impl HomeError {
    /// Every one, in the order of its status words, which begin at [`FIRST`].
    pub const ALL: [Self; 23] = [
        Self::NoSuchCard,
        Self::NotPortable,
        Self::Unfit,
        Self::Dormant,
        Self::Here,
        Self::NotCopied,
        Self::HandedOver,
        Self::Malformed,
        Self::NotGenuine,
        Self::Signature,
        Self::Address,
        Self::Assurance,
        Self::NoKey,
        Self::Sealed,
        Self::Older,
        Self::Policy,
        Self::Busy,
        Self::Full,
        Self::Exhausted,
        Self::Damaged,
        Self::Unsigned,
        Self::Unkept,
        Self::Unable,
    ];

    /// The status word that says so: of the eUICC's own, since no command of a standard is answered with it.
    #[must_use]
    pub fn status(self) -> u16 {
        let place = Self::ALL.iter().zip(FIRST..).find(|(error, _)| **error == self);
        place.map_or(FIRST, |(_, status)| status)
    }

    /// What a status word says.
    #[must_use]
    pub fn of_status(status: u16) -> Option<Self> {
        Self::ALL.get(usize::from(status.checked_sub(FIRST)?)).copied()
    }

    /// A program's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoSuchCard => "no such card",
            Self::NotPortable => "not portable",
            Self::Unfit => "unfit",
            Self::Dormant => "dormant",
            Self::Here => "here",
            Self::NotCopied => "not copied",
            Self::HandedOver => "handed over",
            Self::Malformed => "malformed",
            Self::NotGenuine => "not genuine",
            Self::Signature => "euicc signature",
            Self::Address => "address",
            Self::Assurance => "assurance",
            Self::NoKey => "no key",
            Self::Sealed => "sealed",
            Self::Older => "older",
            Self::Policy => "policy",
            Self::Busy => "busy",
            Self::Full => "full",
            Self::Exhausted => "exhausted",
            Self::Damaged => "damaged",
            Self::Unsigned => "unsigned",
            Self::Unkept => "unkept",
            Self::Unable => "unable",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.name() == name)
    }

    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::Busy | Self::Unsigned | Self::Unkept)
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoSuchCard => "List the cards that are here.",
            Self::NotPortable | Self::Unfit => "Get a card of its own for the other device.",
            Self::Dormant => "Ask the device whose card is live.",
            Self::Here => "Delete the card that is here, or name it as the one to be replaced.",
            Self::NotCopied => "Copy the card to the other device first.",
            Self::HandedOver => "Activate the card there; if that device is lost, force it to be live here.",
            Self::Malformed => "Update the app on both devices, then have it made anew.",
            Self::NotGenuine => "Copy to a device whose card was certified by an operator that this one trusts.",
            Self::Signature => "Nothing was taken. Somebody, perhaps the server, lies: don't trust what it says else.",
            Self::Address => "Have it made anew for this device and this card.",
            Self::Assurance => "Copy to a device that keeps its keys in hardware.",
            Self::NoKey => "Have the copy made anew: each is for one use.",
            Self::Sealed => "Have it made anew by the device whose card is live.",
            Self::Older => "Have it made anew by the device whose card is live.",
            Self::Policy => "Ask the card's operator.",
            Self::Busy => "Try again in a moment.",
            Self::Full => "Delete a card that is not needed.",
            Self::Exhausted => "Ask the operator for a new card.",
            Self::Damaged => "Restore the data folder as it was last.",
            Self::Unable => "Ask the card's operator.",
            Self::Unsigned | Self::Unkept => "Try again; if it stays, restart the device.",
        }
    }
}

/// The first of the status words.
const FIRST: u16 = 0x6F40;

impl From<tlv::Error> for HomeError {
    fn from(_: tlv::Error) -> Self {
        Self::Malformed
    }
}
