//! What operators order (ES2+, SGP.22 §5.3): decisions of `smdp::es2` over numbers of the stock, each call one durable step.
//!
//! An order is a reservation like any other sale's, and is downloaded like one; it has a row of its own beside it. It has no lease: the
//! operator takes it back, or the kiosk's owner.
//!
//! - [`Caller`]: who calls, by its certificate and the kiosk's settings
//! - [`answer`]: a call carried out, a file a function; what was answered is kept ([`answered`])
//! - [`News`]: what the order's operator is to be told, until it has taken it ([`news`])
//! - [`list`]: the orders, for the kiosk's owner
//!
//! The operator's side of it is [`web::orderer`].

mod answered;
mod book;
mod caller;
mod cancel_order;
mod confirm_order;
mod desk;
mod download_order;
pub mod list;
pub mod news;
mod release_profile;
mod stocked;

pub(crate) use answered::forget;
pub use caller::Client;
pub(crate) use caller::{Caller, NotLetIn};
pub(crate) use desk::answer;
pub use news::News;

use store::{SqlError, Transaction, params};

/// An order is held until it is taken back: this is the last second that certificates and clocks here can write.
pub(crate) const NO_LEASE: u64 = 253_402_300_799;

/// Whether a reservation is an operator's order.
pub(crate) fn is_one(tx: &Transaction<'_>, reservation: i64) -> Result<bool, SqlError> {
    let found =
        tx.query_optional("SELECT 1 FROM operator_order WHERE reservation = ?1", params![reservation], |_| Ok(()))?;
    Ok(found.is_some())
}
