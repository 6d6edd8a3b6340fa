/// Why a byte string is not the TLV that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The input ends inside a tag, a length or a value.
    #[error("input ends inside a data object")]
    Truncated,
    /// A tag of more than three bytes, or a multi-byte tag with a padded number.
    #[error("tag is not one that smart cards use")]
    BadTag,
    /// An indefinite or oversized length, or one not written in the least number of bytes where DER demands it.
    #[error("length is not a definite length of at most four bytes")]
    BadLength,
    /// Another tag stands where this one was expected.
    #[error("expected tag {expected}, found {found}")]
    Unexpected {
        /// The tag that was asked for.
        expected: crate::Tag,
        /// The tag that stands there.
        found: crate::Tag,
    },
    /// A data object that must be there is not.
    #[error("data object {0} is missing")]
    Missing(crate::Tag),
    /// Bytes stand behind the last data object.
    #[error("bytes stand behind the last data object")]
    Trailing,
    /// The value has the right tag but not the right form (size, sign, encoding).
    #[error("value of {0} is malformed")]
    BadValue(crate::Tag),
}

impl Error {
    /// Whether the same bytes may be read later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence. It is the same for all: only their writer can mend bytes.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Get the data anew from whoever wrote it."
    }
}
