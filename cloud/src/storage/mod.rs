//! What the cloud keeps, as one trait over two databases: SQLite in a data folder, PostgreSQL for several instances.
//!
//! Law: each method is one transaction, durable when it has answered; nothing here judges (signatures, powers, chains of manifests are
//! `service`'s), but what two callers could do at once is decided here, by compare-and-set. Every method may be repeated after a lost answer.
//!
//! | what | where |
//! |---|---|
//! | accounts and their sealed keys | [`Accounts`] |
//! | the chain of manifests, devices as the last one lists them | [`Manifests`] |
//! | tokens, challenges, attempts to sign in | [`Sessions`] |
//! | new devices that wait for an old one's word | [`Approvals`] |
//! | the log that syncs | [`Log`] |
//! | orders and receipts | [`Orders`] |
//! | how often somebody may try | [`Limits`] |
//! | telling the other instances | [`Wakes`] |
//! | where devices are woken that listen to nobody | [`Pushes`] |
//! | the operator's subscribers, what its directory is to be told | [`Subscribers`] |
//! | kiosks, their reports, what they are to be told | [`Kiosks`] |
//! | cards ordered at agencies, what operators' servers are to be told | [`CardOrders`] |
//! | accounts that are tied, and what they show each other | [`Subs`] |
//! | in a data folder: [`Sqlite::open`](sqlite::Sqlite::open), its backup, [`sqlite::restore`] | [`sqlite`] |
//! | for several instances: [`Postgres::open`](postgres::Postgres::open), [`restored`](postgres::Postgres::restored) | [`postgres`] |

mod accounts;
mod approvals;
mod card_orders;
mod error;
mod kept;
mod kiosks;
mod limits;
mod log;
mod manifests;
mod orders;
#[cfg(feature = "postgres")]
pub mod postgres;
mod prepared;
mod pushes;
mod restored;
mod sessions;
pub mod sqlite;
mod subs;
mod subscribers;
mod wakes;

pub use accounts::{Account, Accounts, Created, NewAccount, Replacement};
pub use approvals::{Approvals, KeptApproval};
pub use card_orders::{CardOrders, CardStanding, CardTask, KeptCardOrder, NewCardOrder, PutCard, Wanted};
pub use error::StorageError;
pub use kiosks::{KeptKiosk, Kiosks, Known, NewReport};
pub use limits::{Allowance, Limits};
pub use log::{Appended, Batch, Log, Page, Writer};
pub use manifests::{Manifests, NewManifest, Next};
pub use orders::{KeptOrder, NewOrder, NewReceipt, Orders, Put};
pub use pushes::{DuePush, Pushed, Pushes};
pub use sessions::{Purpose, Session, Sessions, TokenKind};
pub use subs::{KeptStanding, KeptSub, Made, Subs};
pub use subscribers::{BarredBy, KeptSubscriber, NewSubscriber, SubscriberChange, Subscribers, Task};
pub use wakes::{Heard, Wakes, Woken};

/// All of it, and whether it is there.
#[async_trait::async_trait]
pub trait Storage:
    Accounts
    + Manifests
    + Sessions
    + Approvals
    + Log
    + Orders
    + Limits
    + Wakes
    + Pushes
    + Subscribers
    + Kiosks
    + Subs
    + CardOrders
{
    /// A small secret of the server that is made once and kept with the data (OPAQUE's server keys): the one that is there, else `fresh`, which is
    /// kept then. Sealed by the caller.
    ///
    /// # Errors
    /// [`StorageError`], as everywhere here.
    async fn server_secret(&self, name: &str, fresh: &[u8]) -> Result<Vec<u8>, StorageError>;

    /// Rises with each backup that the operator restores; 0 at first. Devices are told, since what they saw may be gone.
    async fn restore_epoch(&self) -> Result<u64, StorageError>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StorageError>;

    /// Forgets what is over: tokens, challenges, approvals, allowances, what deleted accounts left. Answers how many rows went.
    async fn sweep(&self, now: u64) -> Result<u64, StorageError>;
}
