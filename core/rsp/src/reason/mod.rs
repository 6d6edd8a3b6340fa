//! Subject and reason codes: how an RSP server says what was wrong (SGP.22 §5.2.6), and what a user can do about it.

mod status_code;
mod table;

pub use status_code::StatusCode;
pub use table::{Explanation, Retry, TABLE};

/// What `status` means, if it stands in the tables of SGP.22.
#[must_use]
pub fn explain(status: &StatusCode) -> Option<&'static Explanation> {
    TABLE.iter().find(|row| row.status == *status)
}
