//! The lease: a device that nobody hears of locks itself, and erases itself when it has been used long enough without contact. Nobody need
//! reach it, and whoever holds it can turn its clock as they like.

pub mod checks;
mod machine;

pub use machine::{Lease, Reading, Standing, Terms};
