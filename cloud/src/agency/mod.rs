//! Card agencies (B3): what an operator sells or assigns through this cloud, and its SM-DP+, which gives the cards.
//!
//! Law: an order is durable before anybody hears of it, and so is each step of it; a call to the SM-DP+ has the same name however often it is made, so
//! that no kill and no lost answer sets two cards aside. One port, [`ProfileServer`], over whatever SM-DP+ the operator runs, by ES2+ ([`Es2`]).
//!
//! | what | where |
//! |---|---|
//! | what the operator sets: products, where its SM-DP+ is | [`AgencySettings`], [`ProductSettings`] |
//! | agencies at work | [`Agencies`], [`Agency`] |
//! | what brings orders to the SM-DP+ | [`Driver`] |
//! | what the SM-DP+ tells of downloads (ES2+.HandleDownloadProgressInfo) | [`office`] |

mod agencies;
mod driver;
mod error;
mod es2;
pub mod office;
mod secret;
mod settings;

pub use agencies::{Agencies, Agency};
pub use driver::Driver;
pub use error::AgencyError;
pub use es2::Es2;
pub use secret::CardSealer;
pub use settings::{AgencySettings, ProductSettings};

use async_trait::async_trait;
use model::{ActivationCode, Iccid};
use web::orderer::AskError;

/// An order, as the SM-DP+ is told of it.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Names the order; calls are named after it.
    pub name: &'a str,
    /// The eUICC that it is for, 32 digits.
    pub eid: Option<&'a str>,
}

/// An SM-DP+ that an operator orders from.
#[async_trait]
pub trait ProfileServer: Send + Sync {
    /// Sets a profile of this type aside. The same again is the same profile.
    ///
    /// # Errors
    /// [`AskError::Refused`] if it has none; else it may be done.
    async fn order(&self, order: Named<'_>, profile_type: &str) -> Result<Iccid, AskError>;

    /// The sale is made: the profile is fetched by this matching id. The same again is fine.
    ///
    /// # Errors
    /// [`AskError`]
    async fn confirm(&self, order: Named<'_>, iccid: &Iccid, matching_id: &str) -> Result<ActivationCode, AskError>;

    /// From now on it may be fetched. The same again is fine.
    ///
    /// # Errors
    /// [`AskError`]
    async fn release(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError>;

    /// It is not wanted any more, and goes back to the stock. The same again is fine.
    ///
    /// # Errors
    /// [`AskError::Refused`] if it was fetched meanwhile.
    async fn cancel(&self, order: Named<'_>, iccid: &Iccid) -> Result<(), AskError>;
}
