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

    /// From both: the number of a newer version of the standard, and the pair.
    #[must_use]
    pub const fn with_code(code: C, status: StatusCode) -> Self {
        Self { code, status }
    }

    /// Subject and reason if the code alone does not tell them.
    pub(super) fn extra(&self) -> Option<&StatusCode> {
        (self.status != self.code.status()).then_some(&self.status)
    }
}

/// Ties an error enum to the rows of SGP.22's table, both ways; `also` are pairs that share a code. `newer` are codes that not
/// every version of the standard has: they are read by everybody, and written to clients that know them
/// ([`Refused::with_code`]).
macro_rules! statuses {
    (
        $name:ident { $($variant:ident = ($subject:literal, $reason:literal)),* $(,)? }
        also { $($other:ident = ($s:literal, $r:literal)),* $(,)? }
        newer { $($newer:ident = ($ns:literal, $nr:literal)),* $(,)? }
    ) => {
        impl crate::es9::ErrorCode for $name {
            fn status(self) -> crate::reason::StatusCode {
                match self {
                    $(Self::$variant => crate::reason::StatusCode::new($subject, $reason),)*
                    $(Self::$newer => crate::reason::StatusCode::new($ns, $nr),)*
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

    fn both_ways<C: ErrorCode + std::fmt::Debug>(all: &[C], newer: &[C]) {
        for code in all {
            let status = code.status();
            assert!(explain(&status).is_some(), "{code:?}: {status} stands in the tables");
            assert_eq!(Refused::new(*code).extra(), None);
            // A newer code has the pair of an older one, which is what is written where nothing else is said.
            let written = C::from_status(&status);
            assert!(written == *code || newer.contains(code) && !newer.contains(&written), "{code:?}: {status}");
        }
    }

    // R: F3
    #[test]
    fn every_code_has_its_row_and_comes_back_from_it() {
        {
            use InitiateAuthenticationError as E;
            both_ways(E::ALL, &[E::InvalidInputData, E::MissingInputData, E::FunctionProviderBusy]);
        }
        {
            use AuthenticateClientError as E;
            let capability = [E::CiPkMismatch, E::EuiccRspCapabilityHasChanged, E::LpaRspCapabilityHasChanged];
            let input = [E::InvalidInputData, E::MissingInputData, E::FunctionProviderBusy];
            both_ways(E::ALL, &[&capability[..], &[E::DownloadOrderExpired], &input].concat());
        }
        {
            use GetBoundProfilePackageError as E;
            both_ways(E::ALL, &[E::InvalidInputData, E::MissingInputData, E::FunctionProviderBusy]);
        }
        both_ways(CancelSessionError::ALL, &[]);
    }

    #[test]
    fn a_status_that_says_more_than_its_code_rides_along() {
        let refused = Refused::<InitiateAuthenticationError>::from_status(StatusCode::new("8.8.4", "3.7"));
        assert_eq!(refused.code, InitiateAuthenticationError::CiPkNotSupported);
        assert_eq!(refused.extra(), Some(&refused.status));
        let known = StatusCode::new("8.8.5", "4.10");
        assert_eq!(Refused::with_code(AuthenticateClientError::DownloadOrderExpired, known.clone()).extra(), None);
        assert_eq!(Refused::<AuthenticateClientError>::from_status(known.clone()).extra(), Some(&known));
    }
}
