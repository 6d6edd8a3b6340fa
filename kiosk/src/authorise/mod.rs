//! A sale is authorised before its package is made (A14), by a port: who agrees, or says no.

mod attendant;
mod counter;
mod free;
pub(crate) mod tally;
pub mod voucher;

pub use attendant::{Attendant, PendingSale, SaleError, authorise, deny, find, pending};
pub use counter::Counter;
pub use free::{Free, Quotas};
pub use voucher::Voucher;

use model::UnixTime;
use store::{SqlError, Transaction};

/// The sale to decide on.
#[derive(Debug, Clone, Copy)]
pub struct Sale<'a> {
    /// The product.
    pub class_id: &'a str,
    /// The phone.
    pub hardware_id: &'a str,
}

/// What an authoriser says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The sale may be bound.
    Authorised {
        /// Who agreed, for the log.
        by: String,
    },
    /// Somebody will decide later; the number is reserved meanwhile.
    Wait,
}

/// Why a sale is not authorised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The product is sold against a voucher, and none was given.
    #[error("this product needs a voucher, and none was given")]
    NoVoucher,
    /// The text is no voucher, or its issuer is not known here, or its signature is wrong.
    #[error("the voucher is not valid here; check how it was typed")]
    BadVoucher,
    /// Its time is over.
    #[error("the voucher has expired")]
    ExpiredVoucher,
    /// It was redeemed before.
    #[error("the voucher was used already")]
    UsedVoucher,
    /// It was issued before this kiosk was restored from a backup, which may not know that it was redeemed.
    #[error("the kiosk was restored from a backup and can't know whether this voucher was used; ask for a new one")]
    VoucherBeforeRestore,
    /// It is for another product.
    #[error("the voucher is for another product")]
    OtherProduct,
    /// Too many wrong vouchers were tried. Retrying helps after an hour.
    #[error("too many wrong vouchers were tried; try again in an hour")]
    TooManyGuesses,
    /// This phone had its free ones today. Retrying helps tomorrow.
    #[error("this phone has had its free cards for today")]
    QuotaOfPhone,
    /// The kiosk gave its free ones of this hour. Retrying helps.
    #[error("this kiosk gives no more free cards in this hour")]
    QuotaOfHour,
    /// The kiosk gave its free ones of this day. Retrying helps tomorrow.
    #[error("this kiosk gives no more free cards today")]
    QuotaOfDay,
}

/// Why an authoriser did not decide.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// It said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database refused.
    #[error(transparent)]
    Sql(#[from] SqlError),
}

impl From<DecideError> for crate::reserve::ReserveError {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Denied(denied) => Self::Denied(denied),
            DecideError::Sql(sql) => sql.into(),
        }
    }
}

/// Who authorises sales. Decides inside the transaction that reserves, so that a quota or voucher is used if and only if
/// a number was taken.
pub trait Authoriser: Send + Sync {
    /// Agrees, refuses, or leaves it to somebody.
    ///
    /// # Errors
    /// [`DecideError::Denied`] rolls the whole transaction back.
    fn decide(&self, tx: &Transaction<'_>, sale: &Sale<'_>, now: UnixTime) -> Result<Decision, DecideError>;

    /// Called after an authorised sale got its row.
    ///
    /// # Errors
    /// As [`Authoriser::decide`].
    fn settle(&self, _tx: &Transaction<'_>, _reservation: i64, _now: UnixTime) -> Result<(), DecideError> {
        Ok(())
    }
}
