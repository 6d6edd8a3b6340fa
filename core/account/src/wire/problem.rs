use serde::{Deserialize, Serialize};

/// A refusal: `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:landfall:problem:…`: a program's word for it.
    #[serde(rename = "type")]
    pub kind: String,
    /// In a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, whether trying again helps, what to do.
    pub detail: String,
    /// The request's id, as in the server's log.
    pub instance: String,
}

const URN: &str = "urn:landfall:problem:";

/// A refusal by its word, `urn:landfall:problem:<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// Who asks is not signed in, or no longer.
    Unauthorised,
    /// Who asks may not.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// Another came first.
    Conflict,
    /// What was asked can't be read.
    Malformed,
    /// A signature, a chain or a rule does not hold.
    Refused,
    /// Too often.
    TooMany,
    /// Too much at once.
    TooLong,
    /// Not now.
    Unavailable,
    /// The server failed.
    Internal,
}

/// Each with its word and with the status that goes with it.
const WORDS: [(ProblemKind, &str, u16); 10] = [
    (ProblemKind::Unauthorised, "unauthorised", 401),
    (ProblemKind::Forbidden, "forbidden", 403),
    (ProblemKind::NotFound, "not_found", 404),
    (ProblemKind::Conflict, "conflict", 409),
    (ProblemKind::Malformed, "malformed", 400),
    (ProblemKind::Refused, "refused", 422),
    (ProblemKind::TooMany, "too_many", 429),
    (ProblemKind::TooLong, "too_long", 413),
    (ProblemKind::Unavailable, "unavailable", 503),
    (ProblemKind::Internal, "internal", 500),
];

impl ProblemKind {
    /// The end of [`Problem::kind`].
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().1
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(self) -> u16 {
        self.row().2
    }

    const fn row(self) -> (Self, &'static str, u16) {
        // The table is in the order of the variants; a test holds it to that.
        WORDS[self as usize]
    }

    /// [`Problem::kind`], whole.
    #[must_use]
    pub fn urn(self) -> String {
        format!("{URN}{}", self.word())
    }

    /// By its word; what stands between may know only HTTP, so else by the status.
    #[must_use]
    pub fn of(problem: Option<&Problem>, status: u16) -> Self {
        let word = problem.and_then(|problem| problem.kind.strip_prefix(URN));
        let by_word = WORDS.iter().find(|(_, known, _)| Some(*known) == word);
        let by_status = || WORDS.iter().find(|(_, _, known)| *known == status);
        match by_word.or_else(by_status) {
            Some((kind, ..)) => *kind,
            None if matches!(status, 408 | 502 | 504) => Self::Unavailable,
            None if status < 500 => Self::Malformed,
            None => Self::Internal,
        }
    }

    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(self) -> bool {
        matches!(self, Self::Conflict | Self::TooMany | Self::Unavailable | Self::Internal)
    }

    /// What to do, as a sentence for whoever asked.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Unauthorised => "Sign in again.",
            Self::Forbidden => "Do it from a device of the account, or ask the account's owner.",
            Self::NotFound => "See what there is, then name that.",
            Self::Conflict => "Try again: another device came first.",
            Self::Malformed | Self::TooLong => "Update this program; if it stays, ask the server's operator.",
            Self::Refused => "Do what the message says; if it stays, ask the server's operator.",
            Self::TooMany => "Wait a while, then try again.",
            Self::Unavailable => "Try again in a while.",
            Self::Internal => "Try again in a while; if it stays, tell the server's operator.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F3
    #[test]
    fn a_refusal_is_known_by_its_word_and_else_by_its_status() {
        let problem = |kind: &str| Problem {
            kind: format!("{URN}{kind}"),
            title: String::new(),
            status: 400,
            detail: String::new(),
            instance: String::new(),
        };
        for (kind, word, status) in WORDS {
            assert_eq!((kind.word(), kind.status()), (word, status));
            assert_eq!(ProblemKind::of(Some(&problem(word)), 599), kind);
            assert_eq!(ProblemKind::of(Some(&problem("of a newer release")), status), kind);
            assert_eq!(ProblemKind::of(None, status), kind);
        }
        assert_eq!(ProblemKind::of(None, 502), ProblemKind::Unavailable);
        assert_eq!(ProblemKind::of(None, 418), ProblemKind::Malformed);
        assert_eq!(ProblemKind::of(None, 599), ProblemKind::Internal);
    }
}
