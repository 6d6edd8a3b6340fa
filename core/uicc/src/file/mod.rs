//! Files: what they are, where they stand, who may do what with them.

mod path;
mod spec;

pub use path::FilePath;
pub use spec::{Access, FileSpec, LifeCycle, Structure};
