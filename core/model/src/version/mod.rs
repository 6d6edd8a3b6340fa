//! Versions as phones and servers write and compare them (E4): a number, a list of functions, or both.

mod functions;
mod number;
mod spec;

pub use functions::{FunctionSet, PROFILE_DOWNLOAD, RPM};
pub use number::VersionNumber;
pub use spec::{BadVersion, VersionSpec};
