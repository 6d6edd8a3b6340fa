//! Rights of sub-accounts: what a role may at most, and what a signed capability gives of it. Whatever nobody gave is denied.

mod capability;
pub mod checks;
mod judge;
mod table;

pub use capability::{Capability, Cards, sign};
pub use judge::{Ask, Denied, judge};
pub use table::{Act, Link, Role, may};
