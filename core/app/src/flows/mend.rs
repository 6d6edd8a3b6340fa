//! Mend: what a kill interrupted is gone on with at the next start, as far as it can be without a kiosk.

use super::acquire::{Stage, load_kept};
use crate::{Error, Events, Landfall, landfall::EuiccDriver};
use model::Iccid;
use rsp::lpa::Kept;
use vault::{PinState, Purpose, VaultError};

impl Landfall {
    /// Loads packages that were fetched and not loaded; returns the cards that are there now because of it.
    /// What is only reserved is gone on with at the kiosk ([`super::acquire::Visit::acquire`]).
    ///
    /// # Errors
    /// [`Error`]; what could not be mended is tried again next time.
    pub fn mend(&self, events: &Events) -> Result<Vec<Iccid>, Error> {
        let mut mended = Vec::new();
        for acquisition in self.acquisitions()? {
            let Stage::Kept { eid, package } = &acquisition.stage else { continue };
            let kept = Kept::decode(package).map_err(|_| VaultError::Corrupt { what: "kept package".to_owned() })?;
            let mut driver = self.euicc(eid, self.records(Purpose::Manage, None, PinState::NotSet)?)?;
            mended.push(load_kept(&mut driver, &acquisition, kept, events)?);
        }
        Ok(mended)
    }

    /// A driver for each eUICC that is kept here.
    pub(crate) fn all_euiccs(&self) -> Result<Vec<EuiccDriver>, Error> {
        let records = self.records(Purpose::Manage, None, PinState::NotSet)?;
        let eids = self.eids(&records)?;
        eids.iter().map(|eid| self.euicc(eid, self.records(Purpose::Manage, None, PinState::NotSet)?)).collect()
    }
}
