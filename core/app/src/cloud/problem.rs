use account::wire::Problem;

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
    /// By its word; what stands between may know only HTTP, so else by the status.
    pub(super) fn of(problem: Option<&Problem>, status: u16) -> Self {
        let word = problem.and_then(|problem| problem.kind.strip_prefix("urn:landfall:problem:"));
        let by_word = WORDS.iter().find(|(_, known, _)| Some(*known) == word);
        let by_status = || WORDS.iter().find(|(_, _, known)| *known == status);
        match by_word.or_else(by_status) {
            Some((kind, ..)) => *kind,
            None if matches!(status, 408 | 502 | 504) => Self::Unavailable,
            None if status < 500 => Self::Malformed,
            None => Self::Internal,
        }
    }

    pub(super) const fn retrying_helps(self) -> bool {
        matches!(self, Self::Conflict | Self::TooMany | Self::Unavailable | Self::Internal)
    }

    pub(super) const fn hint(self) -> &'static str {
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
            kind: format!("urn:landfall:problem:{kind}"),
            title: String::new(),
            status: 400,
            detail: String::new(),
            instance: String::new(),
        };
        for (kind, word, status) in WORDS {
            assert_eq!(ProblemKind::of(Some(&problem(word)), 599), kind);
            assert_eq!(ProblemKind::of(Some(&problem("of a newer release")), status), kind);
            assert_eq!(ProblemKind::of(None, status), kind);
        }
        assert_eq!(ProblemKind::of(None, 502), ProblemKind::Unavailable);
        assert_eq!(ProblemKind::of(None, 418), ProblemKind::Malformed);
        assert_eq!(ProblemKind::of(None, 599), ProblemKind::Internal);
    }
}
