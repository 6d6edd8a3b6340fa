use super::{Vouched, given};
use crate::{Error, Landfall};
use euicc::HomeError;

impl Landfall {
    /// A copy of the card that the key is for, sealed to that key: of a card that is live here and that its operator lets be copied. It stays live.
    ///
    /// # Errors
    /// [`Error::Home`] says why the eUICC refuses; [`Error::NoSuchCard`], [`Error::Denied`], [`Error::Vault`].
    pub fn copy_out(&self, key: &Vouched) -> Result<Vec<u8>, Error> {
        let mut driver = self.home(key.iccid())?;
        let copy = given(driver.run(|euicc, random| euicc.copy_out(key.iccid(), key.statement(), random))?)?;
        if copy.is_empty() { Err(HomeError::Damaged.into()) } else { Ok(copy) }
    }
}
