use super::given;
use crate::{Error, Landfall};
use model::Iccid;

impl Landfall {
    /// Makes the copy of the card that is here live although the device that has the live one can't be reached. Its owner is to be told what follows:
    /// until that device is erased or found, both may register with the network, which then serves whichever did last; and the first contact of this one
    /// takes a moment longer, since the network has to find its place in the card's numbers again.
    ///
    /// # Errors
    /// [`Error::Home`] says why the eUICC refuses; [`Error::NoSuchCard`], [`Error::Denied`], [`Error::Vault`].
    pub fn force_live(&self, iccid: &Iccid) -> Result<(), Error> {
        given(self.home(iccid)?.run(|euicc, random| euicc.force_live(iccid, random))?).map(drop)
    }
}
