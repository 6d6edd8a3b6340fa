//! Acquire: a card from a kiosk, with no network (the main flow).
//!
//! [`Visit`] is a session with a kiosk: look at its offers, then [`Visit::acquire`] one. Durable commits on the phone: the journal's
//! start; the package with what opens it; the profile with its signed result; the result's acceptance.

mod download;
mod ending;
mod flow;
mod identity;
mod journal;
mod reserve;
mod server;
mod visit;

pub(crate) use ending::Held;
pub use flow::{Acquired, Wish};
#[cfg(test)]
pub(crate) use journal::checked_in;
pub(crate) use journal::goes_with;
pub use journal::{Acquisition, Origin, Stage};
pub use visit::{Expected, Visit};
