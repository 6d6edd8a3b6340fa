//! .

pub mod link;
