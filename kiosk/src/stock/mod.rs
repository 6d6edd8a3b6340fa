//! What the kiosk sells: products, segments of numbers, their states, and the log of each change.

mod catalogue;
pub(crate) mod log;
pub(crate) mod number;
mod product;

pub use catalogue::{Catalogue, Listed};
pub use log::{LogEntry, log};
pub use product::{Manner, Product};
