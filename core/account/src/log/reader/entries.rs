use super::{Against, Applied, Known, Reader, What};
use crate::{
    keys::AccountId,
    log::{Breach, Content, RecordId, chain, checks, seal::Bound},
    wire::{Bytes, Entry, Manifest, Pulled},
};
use std::collections::BTreeMap;

/// Records as they are within the page.
type Within = BTreeMap<RecordId, Known>;

impl Reader {
    /// Reads the page's entries one after the other.
    pub(super) fn entries(
        &mut self,
        page: &Pulled,
        against: &Against<'_>,
        manifest: &Manifest,
    ) -> Result<Vec<Applied>, Breach> {
        let (mut within, mut applied) = (Within::new(), Vec::with_capacity(page.entries.len()));
        for entry in &page.entries {
            applied.push(self.entry(entry, against, manifest, &mut within)?);
        }
        Ok(applied)
    }

    fn entry(
        &mut self,
        entry: &Entry,
        against: &Against<'_>,
        manifest: &Manifest,
        within: &mut Within,
    ) -> Result<Applied, Breach> {
        let seq = entry.seq;
        self.place(seq)?;
        self.author(entry, manifest)?;
        let write = &entry.write;
        let record = RecordId::read(&write.record.0).ok_or(Breach::Malformed("a record's id has another size"))?;
        let known = within.get(&record).cloned().or_else(|| (against.known)(&record));
        let author = || name(manifest, &entry.device);
        let fits = follows(entry, known.as_ref(), author);
        let last = self.key_epoch;
        if checks::KEY_EPOCH.on() && write.key_epoch < last {
            return Err(Breach::OldKey { seq, found: write.key_epoch, last });
        }
        self.key_epoch = last.max(write.key_epoch);
        let tampered = || Breach::Tampered { seq, device: author() };
        let digest = chain::sealed_digest(entry).ok_or_else(tampered)?;
        let what = match fits.and_then(|()| self.open(entry, record, against, author)) {
            Err(breach) if breach.may_be_its_authors() && is_set_aside(entry, manifest) => What::SetAside,
            what => what?,
        };
        match what {
            What::Superseded => drop(self.owed.insert(record, seq)),
            _ => drop(self.owed.remove(&record)),
        }
        self.advance(seq, &chain::entry(entry, &digest), manifest)?;
        let (version, deleted) = (write.version, write.deleted);
        let kind = match known {
            Some(known) if what == What::SetAside => known.kind,
            _ => write.kind.clone(),
        };
        within.insert(record, Known { kind: kind.clone(), version, deleted });
        let (device, key_epoch) = (entry.device.clone(), write.key_epoch);
        Ok(Applied { seq, device, record, kind, version, key_epoch, deleted, digest, what })
    }

    fn place(&self, seq: u64) -> Result<(), Breach> {
        let wanted = self.seq.saturating_add(1);
        if checks::REPLAY.on() && seq < wanted {
            return Err(Breach::Replay(seq));
        }
        if checks::GAP.on() && seq > wanted {
            return Err(Breach::Gap { wanted });
        }
        Ok(())
    }

    fn author(&self, entry: &Entry, manifest: &Manifest) -> Result<(), Breach> {
        let seq = entry.seq;
        let author = manifest.devices.iter().find(|device| device.id == entry.device);
        if checks::AUTHOR.on() && author.is_none() {
            return Err(Breach::UnknownAuthor(seq));
        }
        let closed = self.closed.get(&entry.device).is_some_and(|last| seq > *last);
        if checks::REVOKED.on() && closed {
            let device = author.map(|device| device.name.clone()).unwrap_or_default();
            return Err(Breach::RevokedAuthor { seq, device });
        }
        Ok(())
    }

    /// What is sealed, opened as what the server says that it is.
    fn open(
        &self,
        entry: &Entry,
        record: RecordId,
        against: &Against<'_>,
        author: impl Fn() -> String,
    ) -> Result<What, Breach> {
        let (seq, write) = (entry.seq, &entry.write);
        if write.sealed.is_empty() {
            return Ok(What::Superseded);
        }
        let Ok(key) = against.keys.key(write.key_epoch) else {
            let oldest = against.keys.epochs().next().unwrap_or(0);
            // Keys that no last version needs are dropped: then a later one follows.
            let dropped = write.key_epoch < oldest;
            return if dropped { Ok(What::Superseded) } else { Err(Breach::NewKey { seq, epoch: write.key_epoch }) };
        };
        let account = AccountId::read(&self.account).ok_or(Breach::Malformed("an account's id has another size"))?;
        let bound = Bound {
            account: &account,
            record,
            kind: &write.kind,
            version: write.version,
            key_epoch: write.key_epoch,
            deleted: write.deleted,
            device: &entry.device.0,
        };
        let tampered = || Breach::Tampered { seq, device: author() };
        let plain = bound.open(key, &write.sealed).ok_or_else(tampered)?;
        if write.deleted {
            return Ok(What::Deleted);
        }
        let unreadable = || Breach::Unreadable { seq, device: author() };
        Content::from_bytes(plain.expose()).map(What::Content).ok_or_else(unreadable)
    }

    /// One entry more: whoever signed this place signed this chain.
    fn advance(&mut self, seq: u64, entry: &[u8; 32], manifest: &Manifest) -> Result<(), Breach> {
        let last =
            self.chain.0.as_slice().try_into().map_err(|_| Breach::Malformed("the chain's value has another size"))?;
        let chain = chain::next(last, entry);
        let forked = self.heads.iter().find(|(_, seen)| seen.seq == seq && seen.chain.0 != chain);
        if checks::FORK.on()
            && let Some((id, _)) = forked
        {
            return Err(Breach::Fork { seq, device: name(manifest, id) });
        }
        (self.seq, self.chain) = (seq, Bytes::from(chain));
        self.history.push(seq, &chain);
        Ok(())
    }
}

/// The device's name.
pub(super) fn name(manifest: &Manifest, id: &Bytes) -> String {
    let device = manifest.devices.iter().find(|device| device.id == *id);
    device.map_or_else(|| id.text(), |device| device.name.clone())
}

/// Whether what a device wrote that nobody can read is passed over: if its owner has taken it out of the account. Else one broken device would end the
/// account's log; and a server that spoils what another one wrote is found out still.
fn is_set_aside(entry: &Entry, manifest: &Manifest) -> bool {
    let author = manifest.devices.iter().find(|device| device.id == entry.device);
    author.is_some_and(|author| author.revoked) || !checks::ASIDE.on()
}

/// Whether the entry is the record's next.
fn follows(entry: &Entry, known: Option<&Known>, author: impl Fn() -> String) -> Result<(), Breach> {
    let (seq, write) = (entry.seq, &entry.write);
    if checks::TOMBSTONE.on() && known.is_some_and(|known| known.deleted) {
        return Err(Breach::Resurrected(seq));
    }
    let wanted = known.map_or(0, |known| known.version).saturating_add(1);
    if checks::VERSION.on() && write.version != wanted {
        return Err(Breach::Version { seq, wanted, found: write.version });
    }
    if checks::KIND.on() && known.is_some_and(|known| known.kind != write.kind) {
        return Err(Breach::Kind { seq, device: author() });
    }
    Ok(())
}
