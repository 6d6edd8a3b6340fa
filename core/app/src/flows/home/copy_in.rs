use super::given;
use crate::{Error, Landfall};
use euicc::home::{addressee, subject};
use model::Iccid;
use vault::{PinState, Purpose};

impl Landfall {
    /// Puts a copy in, dormant; in the place of the card `replaced`, if one is named: a dormant copy of the same number, or another card, which goes in the
    /// same step.
    ///
    /// # Errors
    /// [`Error::Home`] says why the eUICC refuses; [`Error::NoEuicc`] if it is for none that is here; [`Error::Denied`], [`Error::Vault`].
    pub fn copy_in(&self, copy: &[u8], replaced: Option<&Iccid>) -> Result<Iccid, Error> {
        self.owner()?;
        let ((iccid, _), eid) = (subject(copy)?, addressee(copy)?);
        let here = self.euiccs()?;
        let eid = here.iter().find(|own| **own == eid).ok_or(Error::NoEuicc)?;
        let mut driver = self.euicc(eid, self.records(Purpose::Manage, None, PinState::NotSet)?)?;
        given(driver.run(|euicc, random| euicc.copy_in(copy, replaced, random))?)?;
        Ok(iccid)
    }
}
