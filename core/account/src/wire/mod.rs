//! The JSON that an account's devices exchange through its server. Members are in snake case, bytes base64url without padding, times seconds since
//! 1970 (UTC). Members that are not known are skipped, so that either side may be the newer one.

mod bytes;
mod devices;
mod keys;
mod orders;

pub use bytes::Bytes;
pub use devices::*;
pub use keys::*;
pub use orders::*;
