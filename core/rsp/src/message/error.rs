use tlv::Tag;

/// Why bytes are not the message that was asked for. Sending the same bytes again won't help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// Not well-formed data objects, or one is missing.
    #[error("message is malformed: {0}")]
    Tlv(#[from] tlv::Error),
    /// A data object has a value outside of what the standard allows there.
    #[error("{what} is malformed")]
    Value {
        /// The field's name in the ASN.1.
        what: &'static str,
    },
    /// None of the alternatives of a CHOICE stands here.
    #[error("{what} has no alternative {found}")]
    Choice {
        /// The type's name in the ASN.1.
        what: &'static str,
        /// The tag that stands there instead.
        found: Tag,
    },
    /// The text is longer than the standard allows.
    #[error("{what} has more than {limit} characters")]
    TooLong {
        /// The field's name in the ASN.1.
        what: &'static str,
        /// The most that is taken.
        limit: usize,
    },
    /// The data object is larger than this implementation takes.
    #[error("{what} is larger than {limit} bytes")]
    TooLarge {
        /// The field's name in the ASN.1.
        what: &'static str,
        /// The most that is taken.
        limit: usize,
    },
}

impl MessageError {
    /// Whether the same bytes may be read later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence. It is the same for all: only their sender can mend bytes.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Update the programs on both sides; if it stays, tell the maker of the one that sent the message."
    }
}
