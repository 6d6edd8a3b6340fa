//! Sub-accounts (B7): accounts that are tied to another, linked with each other or not, each with rights of its own.
//!
//! Law: who the other is, a code says that went past the server; what was decided here stands in the account's own log first ([`account::record::Tie`],
//! [`account::record::Pair`]), and what is signed and sent follows from it ([`Landfall::follow_ties`](crate::Landfall::follow_ties)), as often as it takes. What
//! the server says of others is verified, and an older word than the last is refused.
//!
//! | what | where |
//! |---|---|
//! | inviting, accepting | `invite.rs`, `accept.rs` |
//! | rights given anew, links made and ended, ties ended | `change.rs` |
//! | what follows from that: read, say, show | `follow.rs`, `say.rs`, `show.rs` |
//! | an order to another account's device | `order.rs` |
//! | what is known | `known.rs`, `view.rs` |

mod accept;
mod change;
mod error;
mod follow;
mod invite;
mod known;
mod order;
mod say;
mod show;
mod view;

pub use error::TieError;
pub use invite::Invitation;
pub use view::{Family, PairView, SeenCard, TieView, Untaken};

pub(super) use show::forget;
