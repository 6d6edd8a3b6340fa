//! Import: a profile that was just installed gets its first PIN from its user (A10). Until then it can't be used.

use crate::{
    CardRefusal, Error, Landfall, chip,
    sim::{CodeError, check_pin},
};
use model::{Iccid, SecretBytes};
use vault::{PinState, Purpose};

impl Landfall {
    /// Sets the first PIN of a card, 4 to 8 digits, once and before it was ever used. The card is enabled for it.
    ///
    /// # Errors
    /// [`CodeError::NotACode`]; [`CodeError::NotAllowed`] if the card has a PIN of its user's already.
    pub fn set_first_pin(&self, iccid: &Iccid, pin: &SecretBytes) -> Result<(), Error> {
        // Nothing is switched for what can't be a PIN.
        check_pin(pin)?;
        let mut driver = self.euicc_of(iccid, Purpose::Manage, PinState::NotSet)?;
        chip::enable(&mut driver, iccid)?;
        // The acquisition ends in the same step.
        driver.join(self.end_of(iccid)?);
        let response = driver.run(|euicc, random| euicc.set_first_pin(iccid, pin, random))?;
        match response.status {
            0x9000 => Ok(()),
            0x6A80 => Err(CodeError::NotACode.into()),
            0x6985 => Err(CodeError::NotAllowed.into()),
            // Another one was enabled in between.
            0x6A82 => Err(CardRefusal::NotEnabled.into()),
            _ => {
                response.ok("the first PIN")?;
                Ok(())
            }
        }
    }
}
