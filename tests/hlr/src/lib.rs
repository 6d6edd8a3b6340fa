//! An osmo-hlr of a test's own, and an MSC that asks it for authentication vectors.
//!
//! Law: it ends with the test that started it; and it knows no crate of the product.

mod gsup;
mod hlr;

pub use gsup::{Msc, Vector};
pub use hlr::Hlr;
