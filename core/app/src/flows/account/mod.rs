//! The user's account on this phone, a use case a file: made, entered, shared with other devices, recovered, ended.
//!
//! Law: what changes the account is a journal: what is sent, and what this phone will keep once the server has it, is durable before it is
//! sent, and after a kill at any step the next call ([`Landfall::mend_account`](crate::Landfall::mend_account)) finds out whether the server has
//! it. Whatever the server says of keys and devices goes through [`account::manifest`] first.

mod approve;
mod ask;
mod change;
mod create;
mod delete;
mod devices;
mod error;
mod export;
mod follow;
mod journal;
mod login;
mod newcomer;
mod password;
mod recover;
mod replace_root;
mod rotate;
mod sheet;
mod sign_out;
mod state;
mod stretch;

pub use approve::{Approving, Waiter};
pub use ask::{Asking, Comparing};
pub use create::Created;
pub(super) use devices::device_name;
pub use error::AccountError;
pub use journal::AccountMended;
pub use login::SignIn;
pub use recover::Recovery;
pub use replace_root::NewRoot;
pub use state::{AccountState, OwnDevice};

/// How often a change is made again because another device came first.
const TRIES: u32 = 4;
