//! What the vault knows of the orders that were taken. The outbox lies outside of it and could be put back to an earlier state by whoever holds the
//! disk; the vault can't, since each order taken wraps it under a new key: so the outbox may be ahead of this mark, when a kill came between, and never
//! behind it.

use super::{AwayError, outbox::Outbox};
use crate::{Error, checks};
use account::{
    order::{Counters, journal::Step},
    wire::{Bytes, Verb},
};
use model::Batch;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::crash;
use vault::{Records, Vault, VaultError};

pub(super) const TABLE: &str = "app.away";
const MARK: &[u8] = b"mark";

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Mark {
    device: Bytes,
    epoch: u64,
    counters: Counters,
    /// Nothing is used until the owner has signed in or says otherwise.
    pub(super) locked: bool,
    /// The generation of the vault's key that the last order taken has to end.
    rotate: Option<u32>,
}

impl Mark {
    pub(super) fn load(vault: &Vault) -> Result<Self, Error> {
        Ok(load(vault, MARK)?.unwrap_or_default())
    }

    /// The same, used or not.
    pub(super) fn locked(self, locked: bool) -> Self {
        Self { locked, ..self }
    }

    pub(super) fn put(&self, batch: &mut Batch) {
        put(batch, MARK, self);
    }

    /// Refuses an outbox from before what the vault knows.
    pub(super) fn refuse_older(&self, outbox: &Outbox) -> Result<(), Error> {
        let (epoch, counters) = (outbox.journal.epoch(), outbox.journal.counters());
        let of = |counters: Counters| [counters.owner, counters.lock, counters.by_right];
        let lower = of(counters).iter().zip(of(self.counters)).any(|(found, known)| *found < known);
        let older = epoch < self.epoch || epoch == self.epoch && lower;
        if checks::OUTBOX_PUT_BACK.on() && outbox.device == self.device && older {
            return Err(AwayError::PutBack.into());
        }
        Ok(())
    }

    /// Brings the vault to where the outbox is: its counters, a lock that was ordered or lifted, and a new key, so that no copy of the vault from
    /// before the order is worth anything.
    pub(super) fn follow(vault: &Vault, outbox: &Outbox) -> Result<(), Error> {
        let mut mark = Self::load(vault)?;
        mark.refuse_older(outbox)?;
        let (device, epoch, counters) = (outbox.device.clone(), outbox.journal.epoch(), outbox.journal.counters());
        if (&device, epoch, counters) != (&mark.device, mark.epoch, mark.counters) {
            let taken = outbox.journal.under_way().iter().filter(|entry| entry.step == Step::Accepted);
            let locked = taken.fold(mark.locked, |locked, entry| match entry.order.verb {
                Verb::Lock => true,
                Verb::Unlock => false,
                _ => locked,
            });
            let rotate = if counters == Counters::default() { None } else { Some(vault.generation()?) };
            mark = Self { device, epoch, counters, locked, rotate };
            let mut batch = Batch::new();
            mark.put(&mut batch);
            vault.commit(batch)?;
            crash::point("away.marked");
        }
        if mark.rotate == Some(vault.generation()?) {
            vault.rotate()?;
            crash::point("away.rotated");
        }
        Ok(())
    }
}

/// Reads one of this table's records.
pub(super) fn load<T: DeserializeOwned>(vault: &Vault, id: &[u8]) -> Result<Option<T>, Error> {
    let Some(record) = vault.get(TABLE, id)? else { return Ok(None) };
    let read = serde_json::from_slice(record.expose());
    read.map(Some).map_err(|_| VaultError::Corrupt { what: TABLE.to_owned() }.into())
}

pub(super) fn put(batch: &mut Batch, id: &[u8], what: &impl Serialize) {
    batch.put(TABLE, id, serde_json::to_vec(what).expect("what is kept has string keys only"));
}
