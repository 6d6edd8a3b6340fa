//! ES2+: what an operator orders (SGP.22 §5.3), as decisions over a profile of the stock.
//!
//! The caller authenticates the operator, looks the profile up, and makes what changed durable before it answers, in the
//! transaction in which it looked. A function that was refused changed nothing.
//!
//! - [`Stocked`]: a profile as ES2+ sees it: its order, its type, whose it is
//! - [`download_order()`] → [`confirm_order()`] → [`release_profile()`]; [`cancel_order()`]
//! - [`progress`]: what the operator is told of a download
//! - [`repeated`]: the same call again gets the same answer

mod cancel_order;
mod confirm_order;
mod download_order;
pub mod progress;
mod refusal;
mod release_profile;
pub mod repeated;
mod stocked;

pub use cancel_order::cancel_order;
pub use confirm_order::{Confirmed, Surroundings, confirm_order};
pub use download_order::{Sought, download_order};
pub use refusal::OrderRefused;
pub use release_profile::release_profile;
pub use stocked::{SmdsEvent, Stocked};
