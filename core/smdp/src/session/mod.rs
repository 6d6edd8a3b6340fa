//! Sessions under way.

mod eums;
mod sessions;
mod stage;

pub(crate) use eums::Eums;
pub use sessions::Sessions;
pub(crate) use stage::{Authenticated, Commanded, Initiated, Session, Stage};
