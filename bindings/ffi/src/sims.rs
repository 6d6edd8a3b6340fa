use crate::{Landfall, runtime::block, trouble::LandfallError};
use app::{
    CardView,
    sim::{self, Authentication, Entry, PinStatus},
};
use model::{Iccid, SecretBytes};

/// A SIM as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SimInfo {
    /// Its number.
    pub iccid: String,
    /// The eUICC that holds it.
    pub eid: String,
    /// The operator's name.
    pub operator: String,
    /// The product's name.
    pub name: String,
    /// The user's own name for it.
    pub nickname: Option<String>,
    /// Whether it is the one in use.
    pub enabled: bool,
    /// Whether it is a copy that can't be used until the live role is moved to this phone.
    pub dormant: bool,
    /// Whether it has no PIN of its user's yet.
    pub needs_pin: bool,
    /// Whether its kiosk or server does not know yet that it is here.
    pub result_waits: bool,
    /// Where it lives.
    pub place: Place,
}

/// Where a SIM lives, which says where it can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Place {
    /// In this app's software card: for programs that ask it. A stock modem takes no software card.
    Software,
    /// In a removable eUICC: wherever that is put.
    Removable,
}

/// Where a SIM's PIN stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PinState {
    /// It is asked for.
    Required {
        /// Tries that are left.
        tries: u32,
    },
    /// It is switched off.
    Off,
    /// No tries are left: the PUK unblocks it.
    Blocked,
}

/// An entry of a SIM's phone book.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Contact {
    /// The record's number, from 1; 0 for a new one.
    pub number: u32,
    /// The name.
    pub name: String,
    /// The telephone number.
    pub dial: String,
}

/// What the SIM answers to a network's challenge. CK and IK stay in the core, and are dropped there.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Aka {
    /// The network is genuine and the challenge fresh.
    Success {
        /// RES, which goes to the network.
        res: Vec<u8>,
    },
    /// The challenge is not fresh: the network must resynchronise.
    Resynchronise {
        /// AUTS, 14 bytes.
        auts: Vec<u8>,
    },
    /// The network is not this SIM's.
    WrongNetwork,
}

/// An operator that the phone trusts.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RootInfo {
    /// Subject key identifier, hex.
    pub key_id: String,
    /// The operator's name.
    pub name: String,
}

impl From<CardView> for SimInfo {
    fn from(card: CardView) -> Self {
        Self {
            iccid: card.iccid.to_string(),
            eid: card.eid.to_string(),
            operator: card.operator,
            name: card.name,
            nickname: card.nickname,
            enabled: card.enabled,
            dormant: card.dormant,
            needs_pin: card.fresh,
            result_waits: card.result_waits,
            place: Place::Software,
        }
    }
}

/// A SIM's number, as it came.
pub(crate) fn number(iccid: &str) -> Result<Iccid, LandfallError> {
    let wrong = "Choose one of the SIMs that are listed.";
    iccid.parse().map_err(|_| LandfallError::invalid("card.number", "Not a SIM's number", "this is no ICCID", wrong))
}

fn with_sim<T>(
    core: &app::Landfall,
    iccid: &Iccid,
    pin: Option<Vec<u8>>,
    work: impl FnOnce(&mut sim::Sim) -> Result<T, app::Error>,
) -> Result<T, app::Error> {
    let pin = pin.map(SecretBytes::new);
    let mut sim = core.sim(iccid)?;
    if let Some(pin) = &pin {
        sim::verify_pin(&mut sim, pin)?;
    }
    work(&mut sim)
}

#[uniffi::export]
impl Landfall {
    /// Takes the SIM into use; the one that was is not any more.
    pub async fn enable_sim(&self, iccid: String) -> Result<(), LandfallError> {
        self.of(&iccid, |core, iccid| core.enable(iccid)).await
    }

    /// Takes it out of use.
    pub async fn disable_sim(&self, iccid: String) -> Result<(), LandfallError> {
        self.of(&iccid, |core, iccid| core.disable(iccid)).await
    }

    /// Deletes it for good: what is here can't be had back.
    pub async fn delete_sim(&self, iccid: String) -> Result<(), LandfallError> {
        self.of(&iccid, |core, iccid| core.delete(iccid)).await
    }

    /// Gives it the user's own name; an empty one takes it away.
    pub async fn set_nickname(&self, iccid: String, nickname: String) -> Result<(), LandfallError> {
        self.of(&iccid, move |core, iccid| core.set_nickname(iccid, &nickname)).await
    }

    /// Gives a new SIM its first PIN, 4 to 8 digits as typed; with it the acquisition ends.
    pub async fn set_first_pin(&self, iccid: String, pin: Vec<u8>) -> Result<(), LandfallError> {
        let pin = SecretBytes::new(pin);
        self.of(&iccid, move |core, iccid| core.set_first_pin(iccid, &pin)).await
    }

    /// Where the PIN of the SIM in use stands. Costs no try.
    pub async fn pin_state(&self, iccid: String) -> Result<PinState, LandfallError> {
        self.of(&iccid, |core, iccid| {
            Ok(match sim::pin_status(&mut core.sim(iccid)?)? {
                PinStatus::Required { tries } => PinState::Required { tries: tries.into() },
                PinStatus::Satisfied => PinState::Off,
                PinStatus::Blocked => PinState::Blocked,
            })
        })
        .await
    }

    /// Whether this is the PIN.
    pub async fn verify_pin(&self, iccid: String, pin: Vec<u8>) -> Result<(), LandfallError> {
        self.of(&iccid, move |core, iccid| with_sim(core, iccid, Some(pin), |_| Ok(()))).await
    }

    /// Changes it.
    pub async fn change_pin(&self, iccid: String, old: Vec<u8>, new: Vec<u8>) -> Result<(), LandfallError> {
        let (old, new) = (SecretBytes::new(old), SecretBytes::new(new));
        self.of(&iccid, move |core, iccid| Ok(sim::change_pin(&mut core.sim(iccid)?, &old, &new)?)).await
    }

    /// Gives the PIN a new value and all its tries, by the PUK, 8 digits as typed.
    pub async fn unblock_pin(&self, iccid: String, puk: Vec<u8>, new: Vec<u8>) -> Result<(), LandfallError> {
        let (puk, new) = (SecretBytes::new(puk), SecretBytes::new(new));
        self.of(&iccid, move |core, iccid| Ok(sim::unblock_pin(&mut core.sim(iccid)?, &puk, &new)?)).await
    }

    /// The SIM's phone book, by its PIN where it asks for one.
    pub async fn phone_book(&self, iccid: String, pin: Option<Vec<u8>>) -> Result<Vec<Contact>, LandfallError> {
        let contact = |entry: Entry| Contact { number: entry.number.into(), name: entry.name, dial: entry.dial };
        self.of(&iccid, move |core, iccid| {
            with_sim(core, iccid, pin, |sim| Ok(sim::read_phone_book(sim)?.into_iter().map(contact).collect()))
        })
        .await
    }

    /// Writes an entry, over record `number` or into a free one; answers the record's number.
    pub async fn write_contact(
        &self,
        iccid: String,
        pin: Option<Vec<u8>>,
        contact: Contact,
    ) -> Result<u32, LandfallError> {
        let place = u8::try_from(contact.number).ok().filter(|number| *number > 0);
        self.of(&iccid, move |core, iccid| {
            with_sim(core, iccid, pin, |sim| {
                Ok(sim::write_entry(sim, place, &contact.name, &contact.dial).map(u32::from)?)
            })
        })
        .await
    }

    /// Has the SIM in use answer a network's challenge (TS 31.102 §7.1.2); both are 16 bytes.
    pub async fn authenticate(
        &self,
        iccid: String,
        pin: Option<Vec<u8>>,
        challenge: Vec<u8>,
    ) -> Result<Aka, LandfallError> {
        let (rand, autn) = halves(&challenge).ok_or_else(|| {
            LandfallError::invalid(
                "aka",
                "Not a challenge",
                "a challenge is RAND and AUTN, 16 bytes each",
                "Give both.",
            )
        })?;
        self.of(&iccid, move |core, iccid| {
            with_sim(core, iccid, pin, |sim| {
                Ok(match sim::authenticate(sim, &rand, &autn)? {
                    Authentication::Success { res } => Aka::Success { res: res.expose().to_vec() },
                    Authentication::Resynchronise { auts } => Aka::Resynchronise { auts: auts.to_vec() },
                    Authentication::WrongNetwork => Aka::WrongNetwork,
                })
            })
        })
        .await
    }

    /// Trusts an operator: its root certificate, DER.
    pub async fn add_root(&self, der: Vec<u8>) -> Result<RootInfo, LandfallError> {
        let core = self.core.clone();
        block(move || core.add_root(&der).map(|root| root_info(&root))).await
    }

    /// The operators that are trusted.
    pub async fn roots(&self) -> Result<Vec<RootInfo>, LandfallError> {
        let core = self.core.clone();
        block(move || core.roots().map(|roots| roots.iter().map(root_info).collect())).await
    }
}

fn root_info(root: &app::Root) -> RootInfo {
    RootInfo { key_id: root.key_id.iter().map(|byte| format!("{byte:02X}")).collect(), name: root.name.clone() }
}

/// RAND and AUTN, one behind the other.
fn halves(challenge: &[u8]) -> Option<([u8; 16], [u8; 16])> {
    let (rand, autn) = challenge.split_at_checked(16)?;
    Some((rand.try_into().ok()?, autn.try_into().ok()?))
}

impl Landfall {
    /// Does something with one SIM, where it may block.
    async fn of<T: Send + 'static>(
        &self,
        iccid: &str,
        work: impl FnOnce(&app::Landfall, &Iccid) -> Result<T, app::Error> + Send + 'static,
    ) -> Result<T, LandfallError> {
        let (core, iccid) = (self.core.clone(), number(iccid)?);
        block(move || work(&core, &iccid)).await
    }
}
