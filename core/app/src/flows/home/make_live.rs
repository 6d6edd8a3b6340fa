use super::given;
use crate::{Error, Landfall};
use model::Iccid;

impl Landfall {
    /// Makes the copy of the card that is here live, by the statement of the device that had the live one. It stays disabled.
    ///
    /// # Errors
    /// [`Error::Home`] says why the eUICC refuses; [`Error::NoSuchCard`], [`Error::Denied`], [`Error::Vault`].
    pub fn make_live(&self, iccid: &Iccid, statement: &[u8]) -> Result<(), Error> {
        given(self.home(iccid)?.run(|euicc, random| euicc.make_live(iccid, statement, random))?).map(drop)
    }
}
