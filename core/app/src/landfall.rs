use crate::{
    Error,
    card::{Driver, Turns},
    checks,
    flows::{
        acquire::goes_with,
        away::{Away, tidy},
        sync::Syncing,
    },
    ports::{Clock, DeviceInfo, PackageInstaller},
};
use account::scheme::Scheme;
use euicc::{Euicc, state};
use model::{Eid, Iccid};
use rsp::version::WrittenVersions;
use std::sync::{Arc, Mutex};
use store::Folder;
use uicc::Transport;
use vault::{Caller, Cards, Denied, Grant, Keystore, PinState, Purpose, Vault, VaultError};

/// What Landfall needs of the platform.
#[derive(Clone)]
pub struct Ports {
    /// Keys.
    pub keystore: Arc<dyn Keystore>,
    /// What the device is.
    pub device: Arc<dyn DeviceInfo>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Installs packages.
    pub installer: Arc<dyn PackageInstaller>,
}

/// The phone's side of Landfall: one data folder, its vault, and the flows over them.
#[derive(Clone)]
pub struct Landfall {
    pub(crate) vault: Vault,
    pub(crate) ports: Ports,
    /// The versions as they are written (E4), if servers are to be told so.
    pub(crate) written_versions: Option<WrittenVersions>,
    /// The key scheme of accounts.
    pub(crate) scheme: Scheme,
    /// Held while what is kept of the account is read and written again.
    pub(crate) accounting: Arc<Mutex<()>>,
    /// What keeps syncs apart.
    pub(crate) syncing: Arc<Syncing>,
    /// What outlives the vault.
    pub(crate) away: Arc<Away>,
    /// What keeps drivers of one eUICC from undoing each other's changes.
    pub(crate) turns: Arc<Turns>,
    caller: Caller,
}

/// A software eUICC as this crate drives it.
pub type EuiccDriver = Driver<Euicc>;

impl Landfall {
    /// Opens the data folder for its owner; a new one gets a vault. What an owner has ordered is gone on with first.
    ///
    /// # Errors
    /// [`Error::Vault`] if another process has it, its key is gone, or it was wiped; [`Error::Away`] if the record of orders was tampered with.
    pub fn open(folder: &Folder, ports: Ports) -> Result<Self, Error> {
        let keystore = ports.keystore.clone();
        let away = Arc::new(Away::open(folder, &keystore)?);
        let vault = match Vault::open(folder, keystore.clone()) {
            Err(VaultError::Missing) => Vault::create(folder, keystore)?,
            Err(error) => {
                tidy(&away, &ports, &error)?;
                return Err(error.into());
            }
            Ok(vault) => vault,
        };
        let (accounting, syncing, turns) = (Arc::default(), Arc::default(), Arc::default());
        let (written_versions, scheme, caller) = (None, Scheme::V1, Caller::Owner);
        let landfall = Self { vault, ports, written_versions, scheme, accounting, syncing, away, turns, caller };
        landfall.on_duty()?;
        Ok(landfall)
    }

    /// The same folder, used on behalf of another program: it may do what the owner gave it rights to.
    #[must_use]
    pub fn on_behalf_of(&self, caller: Caller) -> Self {
        Self { caller, ..self.clone() }
    }

    /// The same folder, telling servers the versions as they are written, beside the standard's numbers (E4): functions have names then.
    /// Numbers in it are the eUICC's own, or left out; servers that don't read it skip it.
    #[must_use]
    pub fn writing_versions(&self, versions: WrittenVersions) -> Self {
        Self { written_versions: Some(versions), ..self.clone() }
    }

    /// The same folder with another key scheme of accounts: tests have one whose passwords are cheap.
    #[must_use]
    pub fn with_scheme(&self, scheme: Scheme) -> Self {
        Self { scheme, ..self.clone() }
    }

    /// The vault, for its counters and rights: its owner's alone.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn vault(&self) -> Result<&Vault, Error> {
        self.owner()?;
        Ok(&self.vault)
    }

    /// Asks whether the caller may do this with the card, or with all of them.
    pub(crate) fn may(&self, purpose: Purpose, card: Option<&Iccid>, pin: PinState) -> Result<Grant, Denied> {
        let caller = if checks::RIGHTS.on() { &self.caller } else { &Caller::Owner };
        self.vault.check(caller, purpose, card, pin)
    }

    /// What is no single card's (whom the phone trusts, what it buys, its vault) is its owner's alone.
    pub(crate) fn owner(&self) -> Result<(), Denied> {
        self.may(Purpose::Manage, None, PinState::NotSet).map(drop)
    }

    /// The same folder for what its owner does to it while it is locked, from afar or signing in.
    pub(crate) fn past_hold(&self) -> Result<Self, Error> {
        let open = Self { vault: self.vault.past_hold(), ..self.clone() };
        open.owner()?;
        Ok(open)
    }

    /// Whether the caller may see that this card is there.
    pub(crate) fn may_see(&self, card: &Iccid) -> bool {
        self.may(Purpose::List, Some(card), PinState::Required).is_ok()
    }

    /// The lists of cards, of which the caller is shown what it may see.
    pub(crate) fn listed(&self) -> Result<Cards, Error> {
        Ok(self.vault.cards(&self.vault.check(&Caller::Owner, Purpose::List, None, PinState::Required)?))
    }

    /// The records of cards, as far as this caller may go for `purpose`.
    pub(crate) fn records(&self, purpose: Purpose, card: Option<&Iccid>, pin: PinState) -> Result<Cards, Error> {
        Ok(self.vault.cards(&self.may(purpose, card, pin)?))
    }

    /// Every eUICC that is kept here.
    pub(crate) fn eids(&self, records: &Cards) -> Result<Vec<Eid>, Error> {
        let ids = vault::Records::ids(records, state::TABLE, &[])?;
        let mut eids: Vec<Eid> = ids.iter().filter_map(|id| Eid::from_bytes(id.get(..16)?).ok()).collect();
        eids.dedup();
        Ok(eids)
    }

    /// A driver of the eUICC `eid`.
    pub(crate) fn euicc(&self, eid: &Eid, records: Cards) -> Result<EuiccDriver, Error> {
        self.euicc_behind(eid, records, Transport::Block)
    }

    /// A driver of the eUICC `eid` for this kind of reader.
    pub(crate) fn euicc_behind(&self, eid: &Eid, records: Cards, transport: Transport) -> Result<EuiccDriver, Error> {
        // Before the records are read: whatever changes meanwhile is read again.
        let seat = self.turns.seat(eid);
        let found = vault::Records::scan(&records, state::TABLE, eid.as_bytes())?;
        let euicc = Euicc::load(&found, transport)?;
        let vault = self.vault.clone();
        let driver = Driver::new(euicc, Arc::new(records), self.ports.keystore.clone()).in_turn(seat);
        Ok(driver.accompanied(Box::new(move |changes| goes_with(&vault, changes))))
    }

    /// A driver of the eUICC that holds the profile `iccid`.
    pub(crate) fn euicc_of(&self, iccid: &Iccid, purpose: Purpose, pin: PinState) -> Result<EuiccDriver, Error> {
        let records = self.records(purpose, Some(iccid), pin)?;
        for eid in self.eids(&records)? {
            let records = self.records(purpose, Some(iccid), pin)?;
            let driver = self.euicc(&eid, records)?;
            if driver.card().state().profiles.contains_key(iccid) {
                return Ok(driver);
            }
        }
        Err(Error::NoSuchCard(*iccid))
    }
}
