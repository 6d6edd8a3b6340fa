use super::{LoadError, PREPARED, Prepared, TABLE, id};
use model::{Batch, Eid, SecretBytes};
use rsp::TransactionId;
use std::collections::BTreeMap;

/// The most downloads that are prepared at once.
pub const MOST_PREPARED: usize = 4;

/// Downloads that were prepared, the oldest first. Each has a key of its own, so that the next order does not take it from
/// a package that was kept; when there are too many the oldest one goes.
#[derive(Debug, Clone, Default)]
pub struct Downloads {
    slots: BTreeMap<u64, Prepared>,
}

impl Downloads {
    /// All of them, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Prepared> {
        self.slots.values()
    }

    /// The one that was prepared last.
    #[must_use]
    pub fn newest(&self) -> Option<&Prepared> {
        self.iter().next_back()
    }

    /// The one of a session.
    #[must_use]
    pub fn of(&self, transaction_id: &TransactionId) -> Option<&Prepared> {
        self.iter().rev().find(|prepared| prepared.transaction_id == *transaction_id)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Adds one in the place of what the same session, or the same key, had before: a key is for one installation.
    pub(crate) fn add(&mut self, eid: &Eid, prepared: Prepared, batch: &mut Batch) {
        let number = self.slots.last_key_value().map_or(0, |(last, _)| last.saturating_add(1));
        self.remove(eid, batch, |old| {
            old.is_of(&prepared.smdp_oid, &prepared.transaction_id) || old.one_time_public == prepared.one_time_public
        });
        while self.slots.len() >= MOST_PREPARED {
            let Some((oldest, _)) = self.slots.pop_first() else { break };
            batch.delete(TABLE, record_id(eid, oldest));
        }
        batch.put(TABLE, record_id(eid, number), prepared.to_record());
        self.slots.insert(number, prepared);
    }

    pub(crate) fn remove(&mut self, eid: &Eid, batch: &mut Batch, goes: impl Fn(&Prepared) -> bool) {
        self.slots.retain(|number, prepared| {
            let goes = goes(prepared);
            if goes {
                batch.delete(TABLE, record_id(eid, *number));
            }
            !goes
        });
    }

    /// Takes a record whose id has `key` behind the part.
    pub(crate) fn load(&mut self, key: &[u8], record: &SecretBytes) -> Result<(), LoadError> {
        if key.len() > size_of::<u64>() {
            return Err(LoadError::Damaged("prepared download"));
        }
        let number = key.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.slots.insert(number, Prepared::from_record(record)?);
        Ok(())
    }
}

impl From<Prepared> for Downloads {
    fn from(prepared: Prepared) -> Self {
        Self { slots: BTreeMap::from([(0, prepared)]) }
    }
}

/// The number stands without leading zeros: the first one has none.
fn record_id(eid: &Eid, number: u64) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    id(eid, PREPARED, &bytes[number.leading_zeros() as usize / 8..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(session: u8, key: u8) -> Prepared {
        Prepared {
            transaction_id: [session; 16].into(),
            one_time_key: [key; 32].into(),
            one_time_public: [key; 65],
            binding_key: [4; 65],
            smdp_oid: vec![0x88, 0x37, 7],
            server_address: "kiosk-7.example".to_owned(),
            ci_key_id: vec![1; 20],
        }
    }

    fn keys(downloads: &Downloads) -> Vec<u8> {
        downloads.iter().map(|prepared| prepared.one_time_public[0]).collect()
    }

    // R: F1
    #[test]
    fn each_order_has_its_key_until_too_many_wait() {
        let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
        let (mut downloads, mut batch) = (Downloads::default(), Batch::new());
        for order in 1..=4 {
            downloads.add(&eid, prepared(order, order), &mut batch);
        }
        assert_eq!(keys(&downloads), [1, 2, 3, 4]);
        downloads.add(&eid, prepared(2, 12), &mut batch);
        assert_eq!(keys(&downloads), [1, 3, 4, 12], "the same session again");
        downloads.add(&eid, prepared(7, 3), &mut batch);
        assert_eq!(keys(&downloads), [1, 4, 12, 3], "the same key in another session");
        assert!(downloads.of(&[3; 16].into()).is_none(), "which is the only one that has it");
        downloads.add(&eid, prepared(8, 8), &mut batch);
        assert_eq!(keys(&downloads), [4, 12, 3, 8], "the oldest goes");
        let foreign = Prepared { smdp_oid: vec![0x88, 0x37, 8], ..prepared(8, 9) };
        downloads.add(&eid, foreign, &mut batch);
        assert_eq!(keys(&downloads), [12, 3, 8, 9], "another server's session of the same name");
    }

    #[test]
    fn the_first_ones_id_has_no_key() {
        let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
        let mut loaded = Downloads::default();
        for number in [0, 1, 0xFF, 0x100, u64::MAX] {
            let id = record_id(&eid, number);
            assert_eq!(id.len() == 17, number == 0);
            loaded.load(&id[17..], &prepared(1, number as u8).to_record()).expect("a record of its own");
            assert!(loaded.slots.contains_key(&number));
        }
        assert_eq!(loaded.load(&[1; 9], &prepared(1, 1).to_record()), Err(LoadError::Damaged("prepared download")));
    }
}
