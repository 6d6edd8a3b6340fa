//! An eUICC of this vault as a card in a reader: other programs use it as they would use a plastic one (A10, F7).

use crate::{CardRefusal, Error, Landfall, landfall::EuiccDriver};
use model::{Eid, Iccid};
use uicc::Transport;
use vault::{PinState, Purpose};

impl Landfall {
    /// Every eUICC of this vault.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Vault`].
    pub fn euiccs(&self) -> Result<Vec<Eid>, Error> {
        self.eids(&self.records(Purpose::Manage, None, PinState::NotSet)?)
    }

    /// The whole eUICC, for a reader of this kind. Whoever speaks to it then may do what the card lets a terminal do: manage it, and use
    /// the enabled profile once its PIN has passed. So this is its owner's alone.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Euicc`] if it is not here or damaged.
    pub fn chip(&self, eid: &Eid, reader: Transport) -> Result<EuiccDriver, Error> {
        self.euicc_behind(eid, self.records(Purpose::Manage, None, PinState::NotSet)?, reader)
    }

    /// The eUICC that holds this card, which is to be the one in use.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`]; [`Error::Refused`] if another card is in use.
    pub fn euicc_in_use_as(&self, iccid: &Iccid) -> Result<Eid, Error> {
        let card = self.card(iccid)?;
        if card.enabled { Ok(card.eid) } else { Err(CardRefusal::NotEnabled.into()) }
    }
}
