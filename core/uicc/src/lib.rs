//! .

pub mod aka;
