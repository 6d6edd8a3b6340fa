//! What is kept outside the vault follows the account that is kept in it: an enrolment, another one, none.

use super::{mark::Mark, outbox::Outbox};
use crate::{Error, Landfall, flows::account::AccountState};
use account::order::journal::Journal;
use store::crash;

impl Landfall {
    /// The account that this phone is a device of.
    pub(super) fn own_account(&self) -> Result<Option<AccountState>, Error> {
        Ok(AccountState::load(&self.vault)?)
    }

    /// Has the outbox, the vault's mark and the lease be those of this enrolment. What was owed of another one is owed still.
    pub(crate) fn follow_enrolment(&self) -> Result<(), Error> {
        let kept = self.away.get();
        // The key of a device that was signed out is gone: it has nothing more to say.
        let Some(own) = self.own_account()? else { return self.away.forget() };
        let manifest = own.manifest()?;
        let vault = Some(self.vault.id()?);
        match kept {
            Some(kept) if kept.device == own.device.id && kept.journal.epoch() == own.device.epoch => {
                if kept.manifest.version < manifest.version || kept.server != own.server || kept.vault != vault {
                    let newer = std::cmp::max_by_key(kept.manifest, manifest, |manifest| manifest.version);
                    self.away.change(|outbox| {
                        (outbox.manifest, outbox.server, outbox.vault) = (newer, own.server, vault);
                    })?;
                }
                Ok(())
            }
            kept => {
                let epoch = own.device.epoch;
                let same = kept.filter(|kept| kept.device == own.device.id);
                let mut journal = same.map_or_else(|| Journal::new(epoch), |kept| kept.journal);
                if journal.epoch() != epoch {
                    journal.enrolled(epoch);
                }
                let (device, key) = (own.device.id.clone(), own.device.key().0);
                let outbox =
                    Outbox { server: own.server, device, key, manifest, journal, vault, erased: None, is_over: false };
                Mark::load(&self.vault)?.refuse_older(&outbox)?;
                self.away.put(outbox)?;
                crash::point("away.enrolled");
                Ok(())
            }
        }
    }
}
