//! A card from an operator's agency (B3): ordered online through the account's server, fetched from the operator's SM-DP+, known to the account's other
//! devices with the next sync.
//!
//! Law: an order has its name before anybody hears of it, so that the same command after a kill or a lost answer is the same order. What this phone has
//! of it is forgotten once the server knows that the card is here, and its user too ([`Landfall::acknowledge`], or the card's first PIN).
//!
//! [`Landfall::acknowledge`]: crate::Landfall::acknowledge
//!
//! | what | where |
//! |---|---|
//! | agencies, products, orders and how they stand | `ask.rs` |
//! | ordering, waiting, having it | `place.rs` |
//! | the journal | `journal.rs` |

mod ask;
mod error;
mod journal;
mod place;

pub use error::CardOrderError;
pub(crate) use journal::acknowledge;
pub use place::CardWish;
