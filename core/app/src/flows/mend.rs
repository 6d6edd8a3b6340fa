//! Mend: what a kill interrupted is gone on with at the next start, as far as it can be without a kiosk.

use super::{
    acquire::{Acquisition, Held, Origin, Stage},
    download::load_kept,
};
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
    /// Whose it is.
    pub origin: Origin,
    /// Why.
    pub error: Error,
}

impl Landfall {
    /// Loads packages that were fetched and not loaded. One that can't be mended keeps no other from it.
    /// What is only reserved is gone on with at the kiosk ([`super::acquire::Visit::acquire`]). Keys of an account that was left are destroyed.
    ///
    /// # Errors
    /// [`Error::Vault`] if the journal can't be read or written.
    pub fn mend(&self, events: &Events) -> Result<Mended, Error> {
        self.owner()?;
        if let Err(error) = self.finish_leaving() {
            tracing::warn!(%error, "the keys of an account that was left are still there; the next start destroys them");
        }
        let mut mended = Mended::default();
        for acquisition in self.acquisitions()? {
            let Stage::Kept { eid, iccid, package } = &acquisition.stage else { continue };
            if self.waits_for_its_card(&acquisition)? {
                continue;
            }
            match self.mend_one(eid, iccid, package, &acquisition, events) {
                Ok(iccid) => mended.cards.push(iccid),
                Err(error) => {
                    self.settle(&acquisition, &error, Held::Maybe)?;
                    mended.failed.push(Unmended { origin: acquisition.origin, error });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        OsRandom, Ports,
        flows::acquire::checked_in,
        ports::{BuiltIn, Desk, SystemClock},
    };
    use model::Batch;
    use std::sync::Arc;
    use vault::{KeyId, Keystore, KeystoreError, Records, SoftwareKeystore, keystore::software::Unlock};

    fn phone() -> (tempfile::TempDir, Arc<SoftwareKeystore>, Landfall) {
        let temp = tempfile::tempdir().expect("a folder");
        let folder = store::Folder::claim(temp.path()).expect("a new folder");
        let keystore = Arc::new(SoftwareKeystore::create(&folder, &Unlock::KeyFile).expect("a keystore"));
        let ports = Ports {
            keystore: keystore.clone(),
            device: Arc::new(Desk { hardware_id: "phone".to_owned(), secure_storage: true }),
            clock: Arc::new(SystemClock),
            installer: Arc::new(BuiltIn),
        };
        let landfall = Landfall::open(&folder, ports).expect("opens");
        (temp, keystore, landfall)
    }

    // R: F3 F4
    #[test]
    fn the_next_start_destroys_the_keys_of_an_account_that_was_left() {
        let (_temp, keystore, landfall) = phone();
        let (left, other) = (KeyId("account-left".to_owned()), KeyId("another".to_owned()));
        for key in [&left, &other] {
            keystore.generate_signing_key(key, &[]).expect("a key");
        }
        let mut killed = Batch::new();
        killed.put("app.account", *b"leaving", br#"["account-left"]"#.as_slice());
        landfall.vault.commit(killed).expect("commits");
        landfall.mend(&Events::new()).expect("mends");
        assert!(matches!(keystore.attest(&left), Err(KeystoreError::NoSuchKey(_))));
        assert!(keystore.attest(&other).is_ok());
        assert!(landfall.vault.get("app.account", b"leaving").expect("reads").is_none());
    }

    // R: F1 F3
    #[test]
    fn what_can_not_be_mended_stops_nothing_and_its_key_goes_when_it_is_given_up() {
        let (_temp, keystore, landfall) = phone();
        let eid = Eid::with_check_digits("890490321234512345123456789012").expect("30 digits");
        let iccid = Iccid::with_check_digit("899990100000000001").expect("18 digits");
        let package = b"no package".to_vec();
        let (entry, batch) = checked_in(Stage::Kept { eid, iccid, package }, &mut OsRandom::new());
        landfall.vault.commit(batch).expect("commits");
        let key = KeyId(entry.key.clone());
        keystore.generate_signing_key(&key, &[]).expect("a key");

        let mended = landfall.mend(&Events::new()).expect("it stops nothing");
        assert_eq!((mended.cards.len(), mended.failed.len()), (0, 1));
        assert!(mended.failed[0].error.to_string().contains("kept package"));
        assert!(landfall.cards().expect("lists").is_empty() && landfall.roots().expect("lists").is_empty());

        let final_word = Error::NotAuthorised { why: "no passport".to_owned() };
        landfall.settle(&entry, &final_word, Held::Maybe).expect("commits");
        assert!(landfall.acquisitions().expect("reads").is_empty());
        assert!(matches!(keystore.attest(&key), Err(KeystoreError::NoSuchKey(_))), "no eUICC came of it");

        // A journal that can't be read hides no card.
        let mut junk = Batch::new();
        junk.put("app.acquisition", [1, 2, 3], [0xFF]);
        landfall.vault.commit(junk).expect("commits");
        assert!(landfall.acquisitions().is_err() && landfall.cards().is_ok());
    }
}
