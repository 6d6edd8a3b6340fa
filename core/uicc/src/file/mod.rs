//! Files: what they are, where they stand, who may do what with them.

mod access;
mod condition;
mod fcp;
mod path;
mod records;
mod spec;
mod tree;

pub(crate) use access::Operation;
pub(crate) use condition::Condition;
pub(crate) use fcp::{PinStatus, fcp};
pub use path::FilePath;
pub(crate) use records::Records;
pub use spec::{Access, FileSpec, LifeCycle, Structure};
pub(crate) use tree::Tree;
