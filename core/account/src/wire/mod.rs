//! The JSON of the cloud's HTTP interface, both sides of it. Members are in snake case, bytes base64url without padding, times seconds since 1970 (UTC).
//! Members that are not known are skipped, so that either side may be the newer one.

mod account;
mod bytes;
mod devices;
mod log;
mod orders;

pub use account::*;
pub use bytes::Bytes;
pub use devices::*;
pub use log::*;
pub use orders::*;
