//! A card on several devices of an account, of which one has the live copy (B5, F5). The eUICC does it (`euicc::home`); here it is found, and the one
//! thing is seen to that it can't know: that a copy goes to a device of the account, whatever a server says ([`Vouched`]).
//!
//! *Copy*: [`Landfall::home_key`] on the other device, signed by its key; [`Landfall::copy_out`] here; [`Landfall::copy_in`] there, or in the place of
//! another card there. *Activate*: [`Landfall::make_dormant`] here, [`Landfall::make_live`] there. If this one can't be reached, [`Landfall::force_live`]
//! there. *Move* is copy, activate, and [`Landfall::delete`] here. What travels is bytes for orders, receipts and, of the copy, the account's log
//! (`flows::away::home`); nothing of it is kept outside the card.
//! Each may be repeated until its answer arrived.
//!
//! Whoever hands over waits until the other device says that it has the copy: a role that went to a device without one comes back by force alone.

mod copy_in;
mod copy_out;
mod force_live;
mod home_key;
mod make_dormant;
mod make_live;
mod vouched;

pub use vouched::Vouched;

use crate::{Error, Landfall, card::Response, landfall::EuiccDriver};
use account::wire::Bytes;
use euicc::HomeError;
use model::Iccid;
use vault::{PinState, Purpose};

impl Landfall {
    /// The eUICC that has this card, for its owner alone.
    fn home(&self, iccid: &Iccid) -> Result<EuiccDriver, Error> {
        self.owner()?;
        self.euicc_of(iccid, Purpose::Manage, PinState::NotSet)
    }
}

impl Landfall {
    /// Whether the card is here by this copy, dormant or live since.
    pub(crate) fn came_by(&self, iccid: &Iccid, copy: &Bytes) -> bool {
        self.home(iccid).is_ok_and(|driver| {
            let entry = driver.card().state().profiles.get(iccid);
            entry.and_then(|own| own.home.came_by()).is_some_and(|own| own.as_slice() == copy.0)
        })
    }
}

/// What an eUICC gave.
fn given(response: Response) -> Result<Vec<u8>, Error> {
    match HomeError::of_status(response.status) {
        Some(error) => Err(error.into()),
        None => Ok(response.ok("a card's copy")?),
    }
}
