use crate::reason::StatusCode;

/// An ES9+ function's error codes.
pub trait ErrorCode: Copy + Eq {
    /// The subject and reason that SGP.22's tables have for this code.
    fn status(self) -> StatusCode;

    /// The code for `status`: the one that stands for it in the tables, or the function's undefined error.
    fn from_status(status: &StatusCode) -> Self;
}

/// A server's refusal of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<C> {
    /// The INTEGER of the ASN.1 binding.
    pub code: C,
    /// Subject and reason, at least as exact as the code.
    pub status: StatusCode,
}

impl<C: ErrorCode> Refused<C> {
    /// From the code alone.
    #[must_use]
    pub fn new(code: C) -> Self {
        Self { code, status: code.status() }
    }

    /// From subject and reason.
    #[must_use]
    pub fn from_status(status: StatusCode) -> Self {
        Self { code: C::from_status(&status), status }
    }

    /// Subject and reason if the code alone does not tell them.
    pub(super) fn extra(&self) -> Option<&StatusCode> {
        (self.status != self.code.status()).then_some(&self.status)
    }
}

/// Ties an error enum to the rows of SGP.22's table, both ways; `also` are pairs that share a code.
macro_rules! statuses {
    ($name:ident { $($variant:ident = ($subject:literal, $reason:literal)),* $(,)? } also { $($other:ident = ($s:literal, $r:literal)),* $(,)? }) => {
        impl crate::es9::ErrorCode for $name {
            fn status(self) -> crate::reason::StatusCode {
                match self {
                    $(Self::$variant => crate::reason::StatusCode::new($subject, $reason),)*
                    Self::UndefinedError | Self::Other(_) => crate::reason::StatusCode::new("8.8", "4.2"),
                }
            }

            fn from_status(status: &crate::reason::StatusCode) -> Self {
                match (&*status.subject, &*status.reason) {
                    $(($subject, $reason) => Self::$variant,)*
                    $(($s, $r) => Self::$other,)*
                    _ => Self::UndefinedError,
                }
            }
        }
    };
}

pub(super) use statuses;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::es9::{
        AuthenticateClientError, CancelSessionError, GetBoundProfilePackageError, InitiateAuthenticationError,
    };
    use crate::reason::explain;

    fn both_ways<C: ErrorCode + std::fmt::Debug>(all: &[C]) {
        for code in all {
            let status = code.status();
            assert!(explain(&status).is_some(), "{code:?}: {status} stands in the tables");
            assert_eq!(C::from_status(&status), *code, "{status}");
            assert_eq!(Refused::new(*code).extra(), None);
        }
    }

    // R: F3
    #[test]
    fn every_code_has_its_row_and_comes_back_from_it() {
        both_ways(InitiateAuthenticationError::ALL);
        both_ways(AuthenticateClientError::ALL);
        both_ways(GetBoundProfilePackageError::ALL);
        both_ways(CancelSessionError::ALL);
    }

    #[test]
    fn a_status_that_says_more_than_its_code_rides_along() {
        let refused = Refused::<InitiateAuthenticationError>::from_status(StatusCode::new("8.8.4", "3.7"));
        assert_eq!(refused.code, InitiateAuthenticationError::CiPkNotSupported);
        assert_eq!(refused.extra(), Some(&refused.status));
    }
}
