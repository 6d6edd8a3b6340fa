use super::{Heads, Reader, Seen, entries::name};
use crate::{
    log::{Breach, checks, head},
    signed::Signed,
    wire::{Bytes, Device, Manifest},
};
use std::collections::BTreeSet;

impl Reader {
    /// Holds what the account's devices signed against what this one has read.
    pub(super) fn judge(&mut self, heads: Heads<'_>, last_seq: u64, manifest: &Manifest) -> Result<(), Breach> {
        let live = |id: &Bytes| manifest.devices.iter().find(|device| device.id == *id && !device.revoked);
        // What was seen under an enrolment that ended binds nobody.
        self.heads.retain(|id, seen| live(id).is_some_and(|device| device.epoch == seen.epoch));
        let mut served = BTreeSet::new();
        for signed in heads {
            let Some(device) = head::signer(signed).and_then(live) else { continue };
            if self.one(signed, device, last_seq)? {
                served.insert(&device.id);
            }
        }
        let dropped = self.heads.keys().find(|id| !served.contains(id));
        match dropped {
            Some(id) if checks::HEAD_DROPPED.on() => Err(Breach::HeadDropped(name(manifest, id))),
            _ => Ok(()),
        }
    }

    /// One device's head; whether it is one.
    fn one(&mut self, signed: &Signed, device: &Device, last_seq: u64) -> Result<bool, Breach> {
        let seen = self.heads.get(&device.id);
        let verified = if checks::HEAD_SIGNED.on() {
            head::verify(signed, device, &self.account).ok()
        } else {
            serde_json::from_slice(&signed.payload.0).ok()
        };
        let Some(head) = verified else {
            // Of a device whose head was never seen it may be of an enrolment before.
            return if seen.is_some() { Err(Breach::HeadForged(device.name.clone())) } else { Ok(false) };
        };
        // One of before a restored backup, or of a device that believes in another one, says nothing of this log.
        if head.restore_epoch != self.restore_epoch() {
            return Ok(seen.is_none());
        }
        let name = || device.name.clone();
        if let Some(seen) = seen
            && checks::HEAD_SANK.on()
            && head.seq < seen.seq
        {
            return Err(Breach::HeadSank { found: head.seq, seen: seen.seq, device: name() });
        }
        if checks::WITHHELD.on() && head.seq > last_seq {
            return Err(Breach::Withheld { signed: head.seq, found: last_seq, device: name() });
        }
        let twice = seen.is_some_and(|seen| seen.seq == head.seq && seen.chain != head.chain);
        let other = self.history.at(head.seq).is_some_and(|own| *own != head.chain);
        if checks::FORK.on() && (twice || other) {
            return Err(Breach::Fork { seq: head.seq, device: name() });
        }
        self.heads.insert(device.id.clone(), Seen { epoch: device.epoch, seq: head.seq, chain: head.chain });
        Ok(true)
    }
}
