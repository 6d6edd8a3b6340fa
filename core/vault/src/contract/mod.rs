//! What every keystore and every backend of records must do, as functions that a test, or a phone on its first start,
//! calls with its own. They answer what was violated instead of panicking.

mod keystore;
mod records;

pub use keystore::keystore_contract;
pub use records::{failed_commit_contract, records_contract};

/// What was not as it must be.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Violation {
    /// In words.
    pub what: String,
}

impl Violation {
    /// Whether the same may succeed later: never.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "Mend the backend before anything is kept in it."
    }
}

fn must(holds: bool, what: &str) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(Violation { what: what.to_owned() }) }
}

fn works<T, E: std::fmt::Display>(result: Result<T, E>, what: &str) -> Result<T, Violation> {
    result.map_err(|error| Violation { what: format!("{what}: {error}") })
}
