use super::{Outgoing, Replica, Sent};
use crate::{
    keys::{DataKey, Keyring},
    log::{Content, RecordId, chain::sealed_digest, reader::Applied, seal::Bound},
    wire::{Bytes, Entry, Write},
};
use model::Random;

/// A batch has at most so many writes…
const WRITES: usize = 64;
/// …and about so many sealed bytes, if it has more than one.
const BYTES: usize = 384 * 1024;

/// A batch to be sent: `POST /v1/log`, with the head of where the reader stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushing {
    /// 16 bytes.
    pub batch: Bytes,
    /// Sealed.
    pub writes: Vec<Write>,
}

impl Replica {
    /// The batch to send next, once the log was read to its end: the one under way if the server can still take it, else one of the edits that wait;
    /// and records that are still sealed with an older key. [`changes`](Self::changes) must be durable before it is sent. None: the log has everything.
    pub fn next_push(&mut self, keys: &Keyring, random: &mut dyn Random) -> Option<Pushing> {
        if self.outgoing.as_ref().is_some_and(|outgoing| !self.can_still_be_taken(outgoing, keys.epoch())) {
            self.outgoing = None;
            self.dirty.outgoing = true;
        }
        if self.outgoing.is_none() {
            let sent = self.gather(keys, random);
            if sent.is_empty() {
                return None;
            }
            let mut batch = [0; 16];
            random.fill(&mut batch);
            let (batch, device, open) = (Bytes::from(batch), self.device.clone(), sent.len());
            self.outgoing = Some(Outgoing { batch, device, sent, open });
            self.dirty.outgoing = true;
        }
        self.outgoing.as_ref().map(|outgoing| Pushing {
            batch: outgoing.batch.clone(),
            writes: outgoing.sent.iter().map(|sent| sent.write.clone()).collect(),
        })
    }

    /// Whether this device sealed it as it is enrolled now, none of it is in the log, and each write is still the next of its record.
    fn can_still_be_taken(&self, outgoing: &Outgoing, epoch: u32) -> bool {
        let mine = outgoing.device == self.device;
        mine && outgoing.sent.iter().all(|sent| {
            let row = RecordId::read(&sent.write.record.0).and_then(|record| self.rows.get(&record));
            let (version, ended) = row.map_or((0, false), |row| (row.version, row.deleted));
            !sent.seen && !ended && sent.write.version == version.saturating_add(1) && sent.write.key_epoch == epoch
        })
    }

    fn gather(&self, keys: &Keyring, random: &mut dyn Random) -> Vec<Sent> {
        let epoch = keys.epoch();
        let Ok(key) = keys.key(epoch) else { return Vec::new() };
        let edits = self.edits.iter().map(|(id, edit)| (*id, edit.kind.as_str(), edit.content.as_ref()));
        let old = self.rows.iter().filter(|(id, row)| row.is_old(epoch) && !self.edits.contains_key(*id));
        let old = old.map(|(id, row)| (*id, row.kind.as_str(), row.content.as_ref()));
        let (mut sent, mut bytes) = (Vec::new(), 0);
        for (record, kind, content) in edits.chain(old) {
            let write = self.seal(record, kind, content, (epoch, key), random);
            bytes += write.sealed.0.len();
            if sent.len() == WRITES || (bytes > BYTES && !sent.is_empty()) {
                break;
            }
            sent.push(Sent { write, content: content.cloned(), seen: false });
        }
        sent
    }

    fn seal(
        &self,
        record: RecordId,
        kind: &str,
        content: Option<&Content>,
        (key_epoch, key): (u32, &DataKey),
        random: &mut dyn Random,
    ) -> Write {
        let version = self.rows.get(&record).map_or(0, |row| row.version).saturating_add(1);
        let (account, deleted, device) = (&self.account, content.is_none(), self.device.0.as_slice());
        Bound { account, record, kind, version, key_epoch, deleted, device }.seal(key, content, random)
    }
}

impl Outgoing {
    pub(super) fn has(&self, record: &RecordId) -> bool {
        self.sent.iter().any(|sent| sent.write.record.0 == record.0)
    }
}

impl Sent {
    /// Whether this write is what stands in the log.
    pub(super) fn is(&self, applied: &Applied) -> bool {
        let write = &self.write;
        let own = Entry { seq: 0, device: Bytes::default(), digest: Bytes::default(), write: write.clone() };
        write.record.0 == applied.record.0
            && write.version == applied.version
            && sealed_digest(&own) == Some(applied.digest)
    }
}
