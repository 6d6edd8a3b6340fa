//! Mend: what a kill interrupted is gone on with at the next start, as far as it can be without a kiosk.

use super::acquire::{Acquisition, Stage, load_kept};
use crate::{Error, Events, Landfall, landfall::EuiccDriver};
use model::{Eid, Iccid};
use rsp::lpa::Kept;
use vault::{PinState, Purpose, VaultError};

impl Landfall {
    /// Loads packages that were fetched and not loaded; returns the cards that are there now because of it.
    /// What is only reserved is gone on with at the kiosk ([`super::acquire::Visit::acquire`]).
    ///
    /// # Errors
    /// [`Error`]; what could not be mended is tried again next time.
    pub fn mend(&self, events: &Events) -> Result<Vec<Iccid>, Error> {
        let (mut mended, mut failed) = (Vec::new(), None);
        for acquisition in self.acquisitions()? {
            let Stage::Kept { eid, iccid, package } = &acquisition.stage else { continue };
            match self.mend_one(eid, iccid, package, &acquisition, events) {
                Ok(iccid) => mended.push(iccid),
                // One that can't be mended keeps no other from it.
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        match failed {
            Some(error) if mended.is_empty() => Err(error),
            Some(error) => {
                tracing::warn!(%error, "another installation could not be mended");
                Ok(mended)
            }
            None => Ok(mended),
        }
    }

    fn mend_one(
        &self,
        eid: &Eid,
        iccid: &Iccid,
        package: &[u8],
        acquisition: &Acquisition,
        events: &Events,
    ) -> Result<Iccid, Error> {
        let kept = Kept::decode(package).map_err(|_| VaultError::Corrupt { what: "kept package".to_owned() })?;
        let mut driver = self.euicc(eid, self.records(Purpose::Manage, None, PinState::NotSet)?)?;
        load_kept(&mut driver, acquisition, *iccid, kept, events)
    }

    /// A driver for each eUICC that is kept here.
    pub(crate) fn all_euiccs(&self) -> Result<Vec<EuiccDriver>, Error> {
        let records = self.records(Purpose::Manage, None, PinState::NotSet)?;
        let eids = self.eids(&records)?;
        eids.iter().map(|eid| self.euicc(eid, self.records(Purpose::Manage, None, PinState::NotSet)?)).collect()
    }
}
