//! What the kiosk sells: products, segments of numbers, their states, and the log of each change.

mod catalogue;
pub mod import;
pub mod list;
pub(crate) mod log;
pub(crate) mod number;
mod product;
pub mod release;
mod subscription;

pub use catalogue::{Catalogue, Listed};
pub use log::{LogEntry, log};
pub use product::{Manner, Product};
pub use subscription::{Subscription, Unreadable};
