use crate::{
    Error,
    card::{Apdu, Driver},
};
use euicc::Euicc;
use model::{Batch, Eid, Iccid};
use store::crash;
use vault::{Records, Vault, VaultError};

/// An eUICC that takes a profile, and what becomes durable with it.
pub(crate) trait Chip: Send {
    /// The eUICC.
    fn apdu(&mut self) -> &mut dyn Apdu;

    /// Its EID.
    fn eid(&self) -> Eid;

    /// Whether a profile that was to be installed is there, although the journal does not know.
    fn has(&mut self, iccid: &Iccid) -> Result<bool, Error>;

    /// Makes changes durable now, together with what the eUICC put off.
    fn keep(&mut self, batch: Batch) -> Result<(), VaultError>;

    /// Changes that become durable with the profile.
    fn join(&mut self, batch: Batch);

    /// The profile is there: what was joined is durable when this returns.
    fn installed(&mut self) -> Result<(), VaultError>;

    /// The profile is not there: what was joined is forgotten.
    fn forget(&mut self);
}

/// The software eUICC: one transaction holds profile and journal.
impl Chip for Driver<Euicc> {
    fn apdu(&mut self) -> &mut dyn Apdu {
        self
    }

    fn eid(&self) -> Eid {
        *self.card().state().eid()
    }

    fn has(&mut self, _: &Iccid) -> Result<bool, Error> {
        Ok(false)
    }

    fn keep(&mut self, batch: Batch) -> Result<(), VaultError> {
        Self::join(self, batch);
        self.flush()
    }

    fn join(&mut self, batch: Batch) {
        Self::join(self, batch);
    }

    fn installed(&mut self) -> Result<(), VaultError> {
        Ok(())
    }

    fn forget(&mut self) {
        self.unjoin();
    }
}

/// An eUICC that keeps its own state, behind a reader: the journal follows it. A crash between the two leaves a package that is kept, of a
/// profile that the eUICC [has](Chip::has).
pub(crate) struct Removable<'a> {
    card: &'a mut dyn Apdu,
    eid: Eid,
    vault: Vault,
    joined: Batch,
}

impl<'a> Removable<'a> {
    pub(crate) fn new(card: &'a mut dyn Apdu, vault: &Vault) -> Result<Self, Error> {
        let eid = crate::chip::info(card)?.eid;
        Ok(Self { card, eid, vault: vault.clone(), joined: Batch::new() })
    }
}

impl Chip for Removable<'_> {
    fn apdu(&mut self) -> &mut dyn Apdu {
        self.card
    }

    fn eid(&self) -> Eid {
        self.eid
    }

    fn has(&mut self, iccid: &Iccid) -> Result<bool, Error> {
        Ok(crate::chip::list(self.card)?.iter().any(|profile| profile.iccid.as_ref() == Some(iccid)))
    }

    fn keep(&mut self, batch: Batch) -> Result<(), VaultError> {
        self.vault.commit(batch)
    }

    fn join(&mut self, batch: Batch) {
        self.joined.append(batch);
    }

    fn installed(&mut self) -> Result<(), VaultError> {
        crash::point("phone.chip.installed");
        self.vault.commit(std::mem::take(&mut self.joined))
    }

    fn forget(&mut self) {
        self.joined = Batch::new();
    }
}
