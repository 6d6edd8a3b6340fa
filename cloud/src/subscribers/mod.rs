//! The network's side of a subscription: who may authenticate, by which keys (A8, A12). One port, [`SubscriberDirectory`], over whatever the operator
//! runs: an HLR of its own ([`OsmoHlr`]).
//!
//! Law: every method may be repeated after a lost answer and changes nothing then. Keys go in and never come out: not in answers, errors, logs, nor on
//! a command line.
//!
//! Barring takes the authentication data out: an HLR that keeps them goes on answering for a barred subscriber, whatever its flags say. They
//! stay sealed at the cloud ([`Sealer`]), for the day the bar is lifted.

mod driver;
mod error;
mod life;
mod osmo_hlr;
mod seal;
mod subscription;

pub use driver::{Driver, Worked};
pub use error::DirectoryError;
pub use life::{Action, Cause, after};
pub use osmo_hlr::OsmoHlr;
pub use seal::{NotOpened, Sealer, Unsealed};
pub use subscription::Subscription;

use async_trait::async_trait;
use model::Imsi;

/// How a directory has a subscriber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It doesn't know it.
    Missing,
    /// It knows it, and nobody authenticates as it.
    Barred,
    /// Who has its keys authenticates.
    Served {
        /// Whether a network has asked for it yet: its card was used (A12, "in use").
        seen: bool,
    },
}

/// What keeps a network's subscribers.
#[async_trait]
pub trait SubscriberDirectory: Send + Sync {
    /// From now on this subscriber authenticates, by these keys and no others. Lifts a bar, too.
    ///
    /// # Errors
    /// [`DirectoryError`]; some of it may be done, and the same again does the rest.
    async fn provision(&self, subscription: &Subscription) -> Result<(), DirectoryError>;

    /// From now on nobody authenticates as this subscriber. What the directory doesn't know is barred as it is.
    ///
    /// # Errors
    /// [`DirectoryError`]; some of it may be done, and the same again does the rest.
    async fn bar(&self, imsi: &Imsi) -> Result<(), DirectoryError>;

    /// Forgets this subscriber, with its number.
    ///
    /// # Errors
    /// [`DirectoryError`]
    async fn remove(&self, imsi: &Imsi) -> Result<(), DirectoryError>;

    /// How it has this subscriber.
    ///
    /// # Errors
    /// [`DirectoryError`]
    async fn standing(&self, imsi: &Imsi) -> Result<Standing, DirectoryError>;
}
