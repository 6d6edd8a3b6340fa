use std::{borrow::Cow, fmt};

/// A subject code (what it is about) and a reason code (what is the matter with it), numbers with dots.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusCode {
    /// Such as `8.8.3`, the specification version number (SGP.22 §5.2.6.1).
    pub subject: Cow<'static, str>,
    /// Such as `3.1`, unsupported (SGP.22 §5.2.6.2).
    pub reason: Cow<'static, str>,
}

impl StatusCode {
    /// A pair that is known when this is compiled.
    #[must_use]
    pub const fn new(subject: &'static str, reason: &'static str) -> Self {
        Self { subject: Cow::Borrowed(subject), reason: Cow::Borrowed(reason) }
    }

    /// A pair that came from outside; `None` unless both are short and of digits and dots.
    #[must_use]
    pub fn received(subject: &str, reason: &str) -> Option<Self> {
        let fine = |text: &str| (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        (fine(subject) && fine(reason))
            .then(|| Self { subject: Cow::Owned(subject.to_owned()), reason: Cow::Owned(reason.to_owned()) })
    }
}

impl fmt::Display for StatusCode {
    /// `subject/reason`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.subject, self.reason)
    }
}
