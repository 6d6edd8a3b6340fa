use super::given;
use crate::{Error, Landfall};
use model::{Eid, Iccid};
use vault::{PinState, Purpose};

impl Landfall {
    /// A one-time key to which another device may seal a copy of the card `iccid`, as the statement of an eUICC of this one: the one named, which
    /// has the card that the copy is to replace; else the one that has a dormant copy already; else the first. The device's key signs it
    /// ([`account::wire::CardKey`]) before it goes to the others. The same key until the copy came in.
    ///
    /// # Errors
    /// [`Error::NoEuicc`]; [`euicc::HomeError::Here`] if the card is live here; [`Error::Denied`], [`Error::Vault`].
    pub fn home_key(&self, iccid: &Iccid, eid: Option<&Eid>) -> Result<Vec<u8>, Error> {
        self.owner()?;
        let here = self.euiccs()?;
        let eid = match eid {
            Some(eid) => here.iter().find(|own| *own == eid).copied(),
            None => {
                self.cards()?.iter().find(|card| card.iccid == *iccid).map(|card| card.eid).or(here.first().copied())
            }
        };
        let records = self.records(Purpose::Manage, None, PinState::NotSet)?;
        let mut driver = self.euicc(&eid.ok_or(Error::NoEuicc)?, records)?;
        given(driver.run(|euicc, random| euicc.home_key(iccid, random))?)
    }
}
