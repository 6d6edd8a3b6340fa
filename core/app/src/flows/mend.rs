//! Mend: what a kill interrupted is gone on with at the next start, as far as it can be without a kiosk.

use super::acquire::{Acquisition, Held, Stage, load_kept};
use crate::{Error, Events, Landfall, landfall::EuiccDriver};
use model::{Eid, Iccid};
use rsp::lpa::Kept;
use vault::{PinState, Purpose, VaultError};

/// What mending came to.
#[derive(Debug, Default)]
pub struct Mended {
    /// The cards that are there now because of it.
    pub cards: Vec<Iccid>,
    /// What could not be mended.
    pub failed: Vec<Unmended>,
}

/// An acquisition that could not be mended. What is final ended it; anything else is tried again next time.
#[derive(Debug)]
pub struct Unmended {
    /// The kiosk's name.
    pub kiosk: String,
    /// The offer's class.
    pub class_id: String,
    /// Why.
    pub error: Error,
}

impl Landfall {
    /// Loads packages that were fetched and not loaded. One that can't be mended keeps no other from it.
    /// What is only reserved is gone on with at the kiosk ([`super::acquire::Visit::acquire`]).
    ///
    /// # Errors
    /// [`Error::Vault`] if the journal can't be read or written.
    pub fn mend(&self, events: &Events) -> Result<Mended, Error> {
        self.owner()?;
        let mut mended = Mended::default();
        for acquisition in self.acquisitions()? {
            let Stage::Kept { eid, iccid, package } = &acquisition.stage else { continue };
            match self.mend_one(eid, iccid, package, &acquisition, events) {
                Ok(iccid) => mended.cards.push(iccid),
                Err(error) => {
                    self.settle(&acquisition, &error, Held::Maybe)?;
                    let Acquisition { kiosk, class_id, .. } = acquisition;
                    mended.failed.push(Unmended { kiosk, class_id, error });
                }
            }
        }
        Ok(mended)
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
