//! Receipts: a device's signed word of what it did with an order, each naming the one before, so that none can be forged, left out or moved.

mod chain;
pub mod checks;
mod verify;

pub use chain::{Chain, sign};
pub use verify::{ChainError, verify};
