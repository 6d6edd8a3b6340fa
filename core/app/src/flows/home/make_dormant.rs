use super::given;
use crate::{Error, Landfall};
use model::{Eid, Iccid};

impl Landfall {
    /// Makes the card dormant here, disabled first, and gives the statement by which its copy in the eUICC `to` goes live. Repeated it gives the same one.
    ///
    /// # Errors
    /// [`Error::Home`] says why the eUICC refuses; [`Error::NoSuchCard`], [`Error::Denied`], [`Error::Vault`].
    pub fn make_dormant(&self, iccid: &Iccid, to: &Eid) -> Result<Vec<u8>, Error> {
        given(self.home(iccid)?.run(|euicc, random| euicc.make_dormant(iccid, to, random))?)
    }
}
