//! The JSON that an account's devices exchange through its server. Members are in snake case, bytes base64url without padding, times seconds since
//! 1970 (UTC). Members that are not known are skipped, so that either side may be the newer one.

mod account;
mod bytes;
mod card_keys;
mod card_orders;
mod certify;
mod claims;
mod contact;
mod devices;
mod keys;
mod log;
mod manifests;
mod orders;
mod problem;
mod push;
mod subs;
mod succession;

pub use account::*;
pub use bytes::Bytes;
pub use card_keys::CardKey;
pub use card_orders::*;
pub use certify::*;
pub use claims::*;
pub use contact::*;
pub use devices::*;
pub use keys::*;
pub use log::*;
pub use manifests::*;
pub use orders::*;
pub use problem::{Problem, ProblemKind};
pub use push::*;
pub use subs::*;
pub use succession::*;
