//! Physical SIMs that were read into the vault (B2): what their files held, and the key, if their operator gave it in a file. No card
//! gives it away, so without such a file it is missing, and is never made up.

use crate::{CardRefusal, Error, Landfall, sim::ReadSim};
use model::{Algorithm, Batch, Iccid, SecretBytes};
use tlv::{Reader, Writer};
use uicc::aka::Aka;
use vault::{PinState, Purpose, Records, VaultError};

/// What was read of each. Id: 10 bytes of EF.ICCID.
const TABLE: &str = "app.sim";
/// Keys of some: for cards alone to read, as all tables of this kind are.
const KEYS: &str = "uicc.sim-key";
/// Which have keys: an empty record.
const KEYED: &str = "app.sim-keyed";

/// What authenticates a SIM, as its operator's file gives it.
#[derive(Debug, Clone)]
pub struct SimKey {
    /// The algorithm with its own secret.
    pub algorithm: Algorithm,
    /// Ki.
    pub ki: SecretBytes,
}

/// A SIM that was read into the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSim {
    /// What its files held.
    pub sim: ReadSim,
    /// Whether its operator's file gave Ki. Else it is missing: this copy can't authenticate.
    pub has_key: bool,
}

impl Landfall {
    /// Keeps what was read of a SIM, in place of what was read of it before. A key that was given before stays.
    ///
    /// # Errors
    /// [`Error::Refused`] if the key does not suit its algorithm; [`Error::Denied`], [`Error::Vault`].
    pub fn keep_sim(&self, sim: &ReadSim, key: Option<&SimKey>) -> Result<KeptSim, Error> {
        self.owner()?;
        let id = sim.iccid.as_ef();
        let mut batch = Batch::new();
        batch.put(TABLE, *id, sim.encode());
        if let Some(key) = key {
            Aka::new(&key.algorithm, &key.ki).map_err(|_| Error::Refused(CardRefusal::KeySize))?;
            batch.put(KEYS, *id, key.encode());
            batch.put(KEYED, *id, []);
        }
        self.vault.commit(batch)?;
        Ok(KeptSim { sim: sim.clone(), has_key: self.has_key(&sim.iccid)? })
    }

    /// Every SIM that was read, by number.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Vault`].
    pub fn kept_sims(&self) -> Result<Vec<KeptSim>, Error> {
        self.owner()?;
        let mut sims = Vec::new();
        for (id, record) in self.vault.scan(TABLE, &[])? {
            let damaged = || VaultError::Corrupt { what: TABLE.to_owned() };
            let iccid = Iccid::from_ef(&id).map_err(|_| damaged())?;
            let sim = ReadSim::decode(iccid, record.expose()).ok_or_else(damaged)?;
            sims.push(KeptSim { sim, has_key: self.has_key(&iccid)? });
        }
        Ok(sims)
    }

    /// Forgets a SIM that was read, and its key.
    ///
    /// # Errors
    /// [`Error::NoSuchCard`] if it was not read; [`Error::Denied`], [`Error::Vault`].
    pub fn forget_sim(&self, iccid: &Iccid) -> Result<(), Error> {
        self.owner()?;
        let id = iccid.as_ef();
        self.vault.get(TABLE, id)?.ok_or(Error::NoSuchCard(*iccid))?;
        let mut batch = Batch::new();
        for table in [TABLE, KEYS, KEYED] {
            batch.delete(table, *id);
        }
        Ok(self.vault.commit(batch)?)
    }

    /// What was read of a SIM, and the key that its operator gave.
    pub(super) fn kept_sim(&self, iccid: &Iccid) -> Result<(ReadSim, Option<SimKey>), Error> {
        let kept =
            self.kept_sims()?.into_iter().find(|kept| kept.sim.iccid == *iccid).ok_or(Error::NoSuchCard(*iccid))?;
        let cards = self.records(Purpose::Manage, None, PinState::NotSet)?;
        let key = match cards.get(KEYS, iccid.as_ef())? {
            Some(record) => Some(SimKey::decode(&record).ok_or(VaultError::Corrupt { what: KEYS.to_owned() })?),
            None => None,
        };
        Ok((kept.sim, key))
    }

    fn has_key(&self, iccid: &Iccid) -> Result<bool, Error> {
        Ok(self.vault.get(KEYED, iccid.as_ef())?.is_some())
    }
}

impl SimKey {
    fn encode(&self) -> SecretBytes {
        Writer::build(|w| {
            w.put(0x80u32, self.ki.expose());
            match &self.algorithm {
                Algorithm::Milenage { opc } => w.put(0x81u32, opc.expose()),
                Algorithm::Tuak { topc, iterations, res_size } => {
                    w.put(0x82u32, topc.expose());
                    w.put(0x83u32, &[*iterations, *res_size]);
                }
                Algorithm::Comp128 { version } => w.put(0x84u32, &[*version]),
            }
        })
        .into()
    }

    fn decode(record: &SecretBytes) -> Option<Self> {
        let parts = Reader::new(record.expose());
        let find = |tag: u32| parts.find(tag).ok().flatten().map(|part| part.value);
        let algorithm = match (find(0x81), find(0x82), find(0x83), find(0x84)) {
            (Some(opc), ..) => Algorithm::Milenage { opc: opc.into() },
            (_, Some(topc), Some(&[iterations, res_size]), _) => {
                Algorithm::Tuak { topc: topc.into(), iterations, res_size }
            }
            (.., Some(&[version])) => Algorithm::Comp128 { version },
            _ => return None,
        };
        Some(Self { algorithm, ki: find(0x80)?.into() })
    }
}
