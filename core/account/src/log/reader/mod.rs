//! Pages of the log, verified against what was read before.

mod entries;
mod heads;

use super::{Breach, Content, RecordId, chain, checks};
use crate::{
    keys::{AccountId, Keyring},
    manifest::Pinned,
    signed::Signed,
    wire::{Bytes, Head, Manifest, Pulled},
};
use chain::History;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a device stands in the log, and what it holds the server to. Nothing in it is secret; it lies in the vault, so that nobody changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reader {
    account: Bytes,
    seq: u64,
    chain: Bytes,
    history: History,
    /// Of the last entry.
    key_epoch: u32,
    /// None before the first page.
    restore_epoch: Option<u64>,
    /// Records whose last content was left out so far, and at which place.
    owed: BTreeMap<RecordId, u64>,
    heads: BTreeMap<Bytes, Seen>,
    /// Revoked devices, and the place after which nothing is theirs.
    closed: BTreeMap<Bytes, u64>,
}

/// The highest head that was seen of a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    /// Under this enrolment.
    epoch: u64,
    seq: u64,
    chain: Bytes,
}

/// What is known of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its kind.
    pub kind: String,
    /// Its last version.
    pub version: u64,
    /// It ended with a tombstone.
    pub deleted: bool,
}

/// What a page is held against.
pub struct Against<'a> {
    /// The account's data keys.
    pub keys: &'a Keyring,
    /// The device list, as read before the page was asked for.
    pub pinned: &'a Pinned,
    /// What is known of a record.
    pub known: &'a dyn Fn(&RecordId) -> Option<Known>,
}

/// An entry that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its place.
    pub seq: u64,
    /// The device that wrote it.
    pub device: Bytes,
    /// The record.
    pub record: RecordId,
    /// Its kind.
    pub kind: String,
    /// Its version.
    pub version: u64,
    /// Of the key.
    pub key_epoch: u32,
    /// Whether it ends the record.
    pub deleted: bool,
    /// SHA-256 of what was sealed.
    pub digest: [u8; 32],
    /// What it says.
    pub what: What,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The record has this content.
    Content(Content),
    /// The record has ended.
    Deleted,
    /// A later entry says it: this one's content is no longer kept.
    Superseded,
    /// Nobody can read it, and its author was taken out of the account: it counts as a version, or as the record's end, and says nothing.
    SetAside,
}

/// A page that passed.
#[derive(Debug)]
pub struct Taken {
    /// Where the device stands then.
    pub reader: Reader,
    /// What the page says, in order.
    pub applied: Vec<Applied>,
    /// Whether the server has more.
    pub more: bool,
}

impl Reader {
    /// Before the first page.
    #[must_use]
    pub fn new(account: &AccountId) -> Self {
        let chain = chain::start(account);
        let mut history = History::default();
        history.push(0, &chain);
        Self {
            account: account.bytes(),
            seq: 0,
            chain: Bytes::from(chain),
            history,
            key_epoch: 0,
            restore_epoch: None,
            owed: BTreeMap::new(),
            heads: BTreeMap::new(),
            closed: BTreeMap::new(),
        }
    }

    /// From the start again, since the operator restored a backup and the user believes it.
    #[must_use]
    pub fn after_restore(account: &AccountId, epoch: u64) -> Self {
        Self { restore_epoch: Some(epoch), ..Self::new(account) }
    }

    /// The last place that was read; the next page starts after it.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// The chain's value there.
    #[must_use]
    pub const fn chain(&self) -> &Bytes {
        &self.chain
    }

    /// The restore epoch that is known.
    #[must_use]
    pub fn restore_epoch(&self) -> u64 {
        self.restore_epoch.unwrap_or(0)
    }

    /// What `device` is to sign: where this reader stands, `now` by its clock.
    #[must_use]
    pub fn head(&self, device: &Bytes, now: u64) -> Head {
        Head {
            account: self.account.clone(),
            device: device.clone(),
            seq: self.seq,
            chain: self.chain.clone(),
            restore_epoch: self.restore_epoch(),
            time: now,
        }
    }

    /// The server has taken this device's head: it may not serve a lower one any more.
    pub fn head_kept(&mut self, head: &Head, epoch: u64) {
        let seen = Seen { epoch, seq: head.seq, chain: head.chain.clone() };
        let known = self.heads.get(&head.device);
        if known.is_none_or(|known| known.epoch != epoch || known.seq <= seen.seq) {
            self.heads.insert(head.device.clone(), seen);
        }
    }

    /// Takes the page that was asked for after [`seq`](Self::seq), whole or not at all.
    ///
    /// # Errors
    /// [`Breach`].
    pub fn take(&self, page: &Pulled, against: &Against<'_>) -> Result<Taken, Breach> {
        let manifest = self.before(page, against)?;
        let mut reader = self.clone();
        reader.restore_epoch = Some(page.restore_epoch);
        // A device that was revoked and enrolled again writes as the new one.
        reader.closed.retain(|id, _| manifest.devices.iter().any(|device| device.id == *id && device.revoked));
        let applied = reader.entries(page, against, &manifest)?;
        if reader.seq == page.last_seq
            && checks::OMITTED.on()
            && let Some((record, seq)) = reader.owed.first_key_value()
        {
            return Err(Breach::Omitted { seq: *seq, record: *record });
        }
        reader.judge(&page.heads, page.last_seq, &manifest)?;
        // This page was asked for when they were revoked already: what the server took of theirs it had by then.
        for device in manifest.devices.iter().filter(|device| device.revoked) {
            reader.closed.entry(device.id.clone()).or_insert(page.last_seq);
        }
        let more = reader.seq < page.last_seq;
        Ok(Taken { reader, applied, more })
    }

    /// What is judged before any entry.
    fn before(&self, page: &Pulled, against: &Against<'_>) -> Result<Manifest, Breach> {
        let (found, known) = (page.restore_epoch, self.restore_epoch.unwrap_or(page.restore_epoch));
        if checks::RESTORE.on() && found < known {
            return Err(Breach::RestoreSank { known, found });
        }
        if checks::RESTORE.on() && found > known {
            return Err(Breach::Restored { known, found });
        }
        against.pinned.told(page.manifest)?;
        if page.manifest > against.pinned.version() {
            return Err(Breach::NewManifest(page.manifest));
        }
        if checks::ROLLBACK.on() && page.last_seq < self.seq {
            return Err(Breach::Rollback { found: page.last_seq, seen: self.seq });
        }
        if checks::GAP.on() && page.entries.is_empty() && page.last_seq > self.seq {
            return Err(Breach::Gap { wanted: self.seq.saturating_add(1) });
        }
        let last = page.entries.last().map_or(self.seq, |entry| entry.seq);
        if checks::ROLLBACK.on() && last > page.last_seq {
            return Err(Breach::Malformed("it ends before its own entries"));
        }
        against.pinned.manifest().ok_or(Breach::Malformed("there is no device list yet"))
    }

    /// The highest place that this device was seen to sign.
    #[must_use]
    pub fn head_of(&self, device: &Bytes) -> Option<u64> {
        self.heads.get(device).map(|seen| seen.seq)
    }
}

/// Heads that devices signed, before they are judged.
type Heads<'a> = &'a [Signed];
