//! The account's server, by routes: what [`account::wire`] says of each, asked through [`crate::ports::Cloud`].
//!
//! Law: it carries and names; what the server says is verified by whoever asked. A token lies in memory alone, and a session that ended is begun
//! again once, by the device's key.
//!
//! | routes | where |
//! |---|---|
//! | accounts, passwords, sealed keys | `accounts.rs` |
//! | manifests and approvals | `devices.rs` |
//! | the log | `log.rs` |
//! | orders, receipts, wake-ups | `orders.rs` |
//! | agencies, and cards ordered at them | `card_orders.rs` |
//! | accounts that are tied | `subs.rs` |
//! | that the phone holds its cards | `claims.rs` |

mod accounts;
mod ask;
mod card_orders;
mod certify;
mod claims;
mod client;
mod devices;
mod error;
mod identity;
mod log;
mod orders;
mod subs;

pub use account::wire::ProblemKind;
pub use client::CloudClient;
pub use error::CloudError;
pub use identity::Identity;
pub use log::PushAnswer;
pub use orders::WakeUps;
