use super::{LoadError, NOTIFICATION, TABLE, id};
use model::{Batch, Eid, SecretBytes};
use rsp::notification::{NotificationMetadata, PendingNotification};
use std::collections::BTreeMap;

/// A notification that its server has not accepted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Number, operation, address and ICCID.
    pub metadata: NotificationMetadata,
    /// The notification as it will be sent: BF37 or 30.
    pub encoded: Vec<u8>,
}

/// Notifications by sequence number, the oldest first (SGP.22 §3.5).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notifications {
    pending: BTreeMap<u64, Pending>,
}

impl Notifications {
    /// All that wait, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Pending> {
        self.pending.values()
    }

    /// The one with this sequence number.
    #[must_use]
    pub fn get(&self, sequence: u64) -> Option<&Pending> {
        self.pending.get(&sequence)
    }

    pub(crate) fn add(&mut self, eid: &Eid, pending: Pending, batch: &mut Batch) {
        let sequence = pending.metadata.seq_number;
        batch.put(TABLE, id(eid, NOTIFICATION, &sequence.to_be_bytes()), pending.encoded.clone());
        self.pending.insert(sequence, pending);
    }

    pub(crate) fn remove(&mut self, eid: &Eid, sequence: u64, batch: &mut Batch) -> bool {
        batch.delete(TABLE, id(eid, NOTIFICATION, &sequence.to_be_bytes()));
        self.pending.remove(&sequence).is_some()
    }

    pub(crate) fn load(&mut self, record: &SecretBytes) -> Result<(), LoadError> {
        let notification =
            PendingNotification::decode(record.expose()).map_err(|_| LoadError::Damaged("notification"))?;
        let metadata = notification.metadata().clone();
        let encoded = record.expose().to_vec();
        self.pending.insert(metadata.seq_number, Pending { metadata, encoded });
        Ok(())
    }
}
