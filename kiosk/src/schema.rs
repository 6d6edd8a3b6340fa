//! The kiosk's database: its migrations and the numbers that stand in its columns.

use model::NumberState;
use store::Migrations;

/// The schema, as the steps that led to it.
pub const MIGRATIONS: Migrations = Migrations {
    application_id: *b"LFki",
    steps: &[
        include_str!("schema/0001_stock.sql"),
        include_str!("schema/0002_codes.sql"),
        include_str!("schema/0003_remote.sql"),
        include_str!("schema/0004_orders.sql"),
        include_str!("schema/0005_events.sql"),
        include_str!("schema/0006_announced.sql"),
        include_str!("schema/0007_reports.sql"),
    ],
};

/// The database's name in the data folder.
pub const NAME: &str = "kiosk";

/// How far a reservation has come. Up to [`Stage::Distributed`] it holds its number; the later ones have let it go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// An operator's order that ended without an installation: its number is held until somebody says what becomes of it.
    Faulted = -2,
    /// An operator's order that is not released yet. It has no lease.
    Ordered = -1,
    /// A number is leased; the sale waits for its authorisation.
    Reserved = 0,
    /// The sale may be bound; still leased.
    Authorised = 1,
    /// A package was made. Only the eUICC's signed result or an operator moves it from here.
    Bound = 2,
    /// The eUICC signed that it is installed.
    Distributed = 3,
    /// The lease ran out before a package was made.
    Lapsed = 4,
    /// An operator took the number back.
    Released = 5,
    /// The sale was denied.
    Denied = 6,
    /// The phone's user turned it down before a package was made.
    Cancelled = 7,
    /// The eUICC signed that it can't install any of the packages made.
    Failed = 8,
}

impl Stage {
    const ALL: [Self; 11] = [
        Self::Faulted,
        Self::Ordered,
        Self::Reserved,
        Self::Authorised,
        Self::Bound,
        Self::Distributed,
        Self::Lapsed,
        Self::Released,
        Self::Denied,
        Self::Cancelled,
        Self::Failed,
    ];

    /// The number in the column `reservation.stage`.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64
    }

    /// The name for people and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Faulted => "failed, and held for its operator",
            Self::Ordered => "ordered",
            Self::Reserved => "reserved",
            Self::Authorised => "authorised",
            Self::Bound => "bound",
            Self::Distributed => "distributed",
            Self::Lapsed => "lapsed",
            Self::Released => "released",
            Self::Denied => "denied",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// Whether a package may be made still, and none was.
    #[must_use]
    pub const fn is_before_package(self) -> bool {
        matches!(self, Self::Ordered | Self::Reserved | Self::Authorised)
    }

    /// Whether it still holds its number.
    #[must_use]
    pub const fn is_live(self) -> bool {
        self.code() <= Self::Distributed.code()
    }
}

/// A column holds a number that this release does not know.
#[derive(Debug, thiserror::Error)]
#[error("the database holds an unknown {0}")]
struct UnknownCode(&'static str);

/// Reads column `at` as a [`Stage`].
pub(crate) fn stage(row: &store::Row<'_>, at: usize) -> Result<Stage, store::SqlError> {
    let code: i64 = row.get(at)?;
    Stage::ALL.into_iter().find(|s| s.code() == code).ok_or_else(|| unknown(at, "stage of a sale"))
}

/// The number in the columns `number.state` and `state_log.state`.
pub(crate) fn state_code(state: NumberState) -> i64 {
    NumberState::ALL.iter().position(|s| *s == state).map_or(i64::MAX, |at| at as i64)
}

/// Reads column `at` as a [`NumberState`].
pub(crate) fn state(row: &store::Row<'_>, at: usize) -> Result<NumberState, store::SqlError> {
    let code: i64 = row.get(at)?;
    let found = usize::try_from(code).ok().and_then(|i| NumberState::ALL.get(i).copied());
    found.ok_or_else(|| unknown(at, "state of a number"))
}

fn unknown(at: usize, what: &'static str) -> store::SqlError {
    store::SqlError::FromSqlConversionFailure(at, store::types::Type::Integer, Box::new(UnknownCode(what)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_in_the_schema_are_these() {
        assert_eq!(state_code(NumberState::Available), 0, "number_available is the index over state 0");
        assert!(Stage::ALL.into_iter().zip(-2..).all(|(s, code)| s.code() == code));
        assert!(Stage::Distributed.is_live() && !Stage::Lapsed.is_live());
    }
}
