use crate::{Error, Landfall, flows::order};
use euicc::state::deleted_profiles;
use model::{Batch, Eid, Iccid, Random, UnixTime};
use std::fmt;
use tlv::{Reader, Writer};
use vault::{PinState, Purpose, Records, Vault, VaultError};

const TABLE: &str = "app.acquisition";
/// Tags of an origin.
const KIOSK: (u32, u32) = (0x81, 0x82);
const SERVER: (u32, u32) = (0x87, 0x88);

/// How far an acquisition has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// A number is being reserved, or is reserved: the kiosk knows by the nonce.
    Reserving,
    /// The package is here, bound to this eUICC; it can be loaded without the kiosk.
    Kept {
        /// The eUICC.
        eid: Eid,
        /// The profile, as the server announced it.
        iccid: Iccid,
        /// `rsp::lpa::Kept`, encoded.
        package: Vec<u8>,
    },
    /// The profile is installed, and its user may not know yet: whoever asks for it again gets this one, not a second.
    Installed {
        /// The profile.
        iccid: Iccid,
    },
}

/// From where a card comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An offer of a kiosk.
    Kiosk {
        /// The kiosk's name.
        kiosk: String,
        /// The offer's class.
        class_id: String,
    },
    /// An order at a server that is reached through a network.
    Server {
        /// The SM-DP+'s address.
        address: String,
        /// Names the order; empty if the eUICC alone does.
        matching_id: String,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kiosk { kiosk, class_id } => write!(f, "{class_id} at {kiosk}"),
            // Who knows the matching id may fetch the order: it is not shown.
            Self::Server { address, .. } => write!(f, "an order at {address}"),
        }
    }
}

/// An acquisition that was begun and has not ended: its journal entry. The step that installs the profile makes it
/// [`Stage::Installed`]; it ends with the profile's first PIN ([`Landfall::set_first_pin`]), or when its user has been told
/// ([`Landfall::acknowledge`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquisition {
    /// Names the reservation to the kiosk.
    pub nonce: [u8; 16],
    /// When it was begun.
    pub started: UnixTime,
    /// Whose it is.
    pub origin: Origin,
    /// The name of the key that a new eUICC will sign with.
    pub key: String,
    /// How far it has come.
    pub stage: Stage,
}

impl Acquisition {
    /// A new one, with a nonce of its own.
    pub(crate) fn begin(origin: Origin, now: UnixTime, random: &mut impl Random) -> Self {
        let nonce: [u8; 16] = random.array();
        let name: String = nonce[..8].iter().map(|b| format!("{b:02x}")).collect();
        Self { nonce, started: now, origin, key: format!("euicc-{name}"), stage: Stage::Reserving }
    }

    /// The same, installed.
    fn installed(&self, iccid: Iccid) -> Self {
        Self { stage: Stage::Installed { iccid }, ..self.clone() }
    }

    /// The card, once it is installed.
    #[must_use]
    pub const fn installed_card(&self) -> Option<Iccid> {
        match self.stage {
            Stage::Installed { iccid } => Some(iccid),
            _ => None,
        }
    }

    /// What says that it is installed.
    pub(crate) fn batch_installed(&self, iccid: Iccid) -> Batch {
        let mut batch = Batch::new();
        self.installed(iccid).put(&mut batch);
        batch
    }

    pub(crate) fn put(&self, batch: &mut Batch) {
        batch.put(TABLE, self.nonce, self.encode());
    }

    pub(crate) fn remove(&self, batch: &mut Batch) {
        batch.delete(TABLE, self.nonce);
    }

    fn encode(&self) -> Vec<u8> {
        Writer::build(|w| {
            w.uint(0x80u32, self.started.0);
            let (tags, place, what) = match &self.origin {
                Origin::Kiosk { kiosk, class_id } => (KIOSK, kiosk, class_id),
                Origin::Server { address, matching_id } => (SERVER, address, matching_id),
            };
            w.text(tags.0, place);
            w.text(tags.1, what);
            w.text(0x83u32, &self.key);
            match &self.stage {
                Stage::Reserving => {}
                Stage::Kept { eid, iccid, package } => {
                    w.put(0x84u32, eid.as_bytes());
                    w.put(0x85u32, package);
                    w.put(0x86u32, iccid.as_ef());
                }
                Stage::Installed { iccid } => w.put(0x86u32, iccid.as_ef()),
            }
        })
    }

    fn decode(id: &[u8], value: &[u8]) -> Option<Self> {
        let reader = Reader::new(value);
        let text = |tag: u32| Some(reader.require(tag).ok()?.as_str().ok()?.to_owned());
        let iccid = reader.find(0x86).ok()?.map(|t| Iccid::from_ef(t.value)).transpose().ok()?;
        let origin = match text(KIOSK.0) {
            Some(kiosk) => Origin::Kiosk { kiosk, class_id: text(KIOSK.1)? },
            None => Origin::Server { address: text(SERVER.0)?, matching_id: text(SERVER.1)? },
        };
        let stage = match (iccid, reader.find(0x84).ok()?, reader.find(0x85).ok()?) {
            (Some(iccid), Some(eid), Some(package)) => {
                Stage::Kept { eid: Eid::from_bytes(eid.value).ok()?, iccid, package: package.value.to_vec() }
            }
            (Some(iccid), ..) => Stage::Installed { iccid },
            _ => Stage::Reserving,
        };
        Some(Self {
            nonce: id.try_into().ok()?,
            started: UnixTime(reader.require(0x80).ok()?.as_u64().ok()?),
            origin,
            key: text(0x83)?,
            stage,
        })
    }
}

impl Landfall {
    /// Acquisitions that were begun and have not ended, the oldest first.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn acquisitions(&self) -> Result<Vec<Acquisition>, Error> {
        self.owner()?;
        self.begun()
    }

    /// The same for whoever asks: for the flows themselves.
    pub(crate) fn begun(&self) -> Result<Vec<Acquisition>, Error> {
        Ok(begun(&self.vault)?)
    }

    /// The user has been told of a card that was acquired: the next acquisition is another one. A card that was given its first PIN needs
    /// no word more.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn acknowledge(&self, iccid: &Iccid) -> Result<(), Error> {
        self.may(Purpose::Manage, Some(iccid), PinState::NotSet)?;
        let end = self.end_of(iccid)?;
        if end.is_empty() {
            return Ok(());
        }
        Ok(self.vault.commit(end)?)
    }

    /// What ends the acquisition of an installed card, to be joined to what its user does with it.
    pub(crate) fn end_of(&self, iccid: &Iccid) -> Result<Batch, Error> {
        Ok(end_of(&self.vault, iccid)?)
    }

    /// Gives an acquisition up: its journal entry goes, with the package and the key if they were kept. The kiosk frees the number
    /// when its lease ends, unless a package was bound.
    ///
    /// # Errors
    /// [`Error::Vault`], [`Error::Keystore`].
    pub fn give_up(&self, acquisition: &Acquisition) -> Result<(), Error> {
        self.owner()?;
        self.end(acquisition)
    }
}

fn begun(vault: &Vault) -> Result<Vec<Acquisition>, VaultError> {
    let mut all = Vec::new();
    for (id, value) in vault.scan(TABLE, &[])? {
        let damaged = || VaultError::Corrupt { what: TABLE.to_owned() };
        all.push(Acquisition::decode(&id, value.expose()).ok_or_else(damaged)?);
    }
    all.sort_by_key(|a| a.started);
    Ok(all)
}

fn end_of(vault: &Vault, iccid: &Iccid) -> Result<Batch, VaultError> {
    let mut end = Batch::new();
    for acquisition in begun(vault)? {
        if acquisition.installed_card() == Some(*iccid) {
            acquisition.remove(&mut end);
        }
    }
    order::acknowledge(vault, iccid, &mut end)?;
    Ok(end)
}

/// What goes with the profiles that these changes of an eUICC delete, whoever has it delete them: rights that programs were given, and
/// what is left of their acquisition.
pub(crate) fn goes_with(vault: &Vault, changes: &Batch) -> Batch {
    let mut gone = Batch::new();
    for iccid in deleted_profiles(changes) {
        gone.append(Vault::end_rights(&iccid));
        match end_of(vault, &iccid) {
            Ok(end) => gone.append(end),
            // A damaged journal keeps nobody from deleting a card; `doctor` tells of it.
            Err(error) => tracing::warn!(%error, "what is left of a card's acquisition can't be told"),
        }
    }
    gone
}

#[cfg(test)]
fn gate_7() -> Origin {
    Origin::Kiosk { kiosk: "Gate 7".to_owned(), class_id: "tourist".to_owned() }
}

/// An entry at this stage, for tests.
#[cfg(test)]
pub(crate) fn checked_in(stage: Stage, random: &mut impl Random) -> (Acquisition, Batch) {
    let entry = Acquisition { stage, ..Acquisition::begin(gate_7(), UnixTime(1), random) };
    let mut batch = Batch::new();
    entry.put(&mut batch);
    (entry, batch)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R: F1
    #[test]
    fn entries_come_back() {
        let mut counter = 0u8;
        let mut random =
            |out: &mut [u8]| out.iter_mut().for_each(|b| (*b, counter) = (counter, counter.wrapping_add(1)));
        let begun = Acquisition::begin(gate_7(), UnixTime(1), &mut random);
        let eid = Eid::with_check_digits("890490321234512345123456789012").expect("30 digits");
        let iccid = Iccid::with_check_digit("899990100000000001").expect("18 digits");
        let kept = Acquisition { stage: Stage::Kept { eid, iccid, package: vec![1, 2] }, ..begun.clone() };
        let installed = kept.installed(iccid);
        let order = Origin::Server { address: "a.test:8443".to_owned(), matching_id: String::new() };
        let online = Acquisition { origin: order, ..kept.clone() };
        for entry in [begun, kept, installed, online] {
            assert_eq!(Acquisition::decode(&entry.nonce, &entry.encode()), Some(entry));
        }
    }
}
