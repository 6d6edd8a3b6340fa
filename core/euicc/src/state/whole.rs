use super::{
    Downloads, HOME_KEY, HomeKey, IDENTITY, Identity, LoadError, NOTIFICATION, Notifications, PREPARED, PROFILE,
    Pending, Prepared, ProfileEntry, SETTINGS, Settings, TABLE, id,
};
use model::{Batch, Eid, Iccid, SecretBytes};
use rsp::{TransactionId, metadata::NotificationEvent};
use std::collections::BTreeMap;

/// First bytes of every ISD-P's AID, `0010` to `FFFF` and `00` follow (SGP.22 §2.4.3, SGP.02 annex H).
const ISD_P: [u8; 13] = [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00];
/// Numbers below this are kept for others.
const FIRST_ISD_P: u32 = 0x10;
/// The most one-time keys that wait for copies.
const MOST_HOME_KEYS: usize = 16;
const ISD_PS: u32 = 0x1_0000 - FIRST_ISD_P;

/// Everything an eUICC keeps. A command changes a copy, and the copy takes over once its batch is durable: a commit
/// that fails leaves nothing half done.
#[derive(Debug, Clone)]
pub struct State {
    /// Who it is.
    pub identity: Identity,
    /// Settings and counters.
    pub settings: Settings,
    /// Installed profiles.
    pub profiles: BTreeMap<Iccid, ProfileEntry>,
    /// Notifications that wait.
    pub notifications: Notifications,
    /// Downloads that were prepared.
    pub prepared: Downloads,
    /// One-time keys to which copies of cards may be sealed.
    pub home_keys: BTreeMap<Iccid, HomeKey>,
}

impl State {
    /// A new eUICC without profiles.
    #[must_use]
    pub fn new(identity: Identity) -> Self {
        Self {
            identity,
            settings: Settings::default(),
            profiles: BTreeMap::new(),
            notifications: Notifications::default(),
            prepared: Downloads::default(),
            home_keys: BTreeMap::new(),
        }
    }

    /// From the records of the table [`TABLE`] whose ids start with the EID.
    ///
    /// # Errors
    /// [`LoadError`] if the identity is missing or a record is damaged.
    pub fn load(records: &[(Vec<u8>, SecretBytes)]) -> Result<Self, LoadError> {
        let part = |id: &[u8]| id.get(16).copied();
        let identity = records.iter().find(|(id, _)| part(id) == Some(IDENTITY)).ok_or(LoadError::Missing)?;
        let mut state = Self::new(Identity::from_record(&identity.1)?);
        for (id, record) in records {
            match part(id) {
                Some(PROFILE) => {
                    let entry = ProfileEntry::from_record(record)?;
                    state.profiles.insert(entry.iccid, entry);
                }
                Some(NOTIFICATION) => state.notifications.load(record)?,
                Some(PREPARED) => state.prepared.load(id.get(17..).unwrap_or_default(), record)?,
                Some(HOME_KEY) => {
                    let iccid = id.get(17..).and_then(|key| key.try_into().ok()).map(Iccid::from_ef);
                    match (iccid, HomeKey::from_record(record)) {
                        (Some(Ok(iccid)), Ok(key)) => state.home_keys.insert(iccid, key),
                        _ => return Err(LoadError::Damaged("one-time key of a copy")),
                    };
                }
                Some(SETTINGS) => state.settings = Settings::from_record(record)?,
                _ => {}
            }
        }
        Ok(state)
    }

    /// The eUICC's number.
    #[must_use]
    pub const fn eid(&self) -> &Eid {
        &self.identity.eid
    }

    /// The profile that is enabled.
    #[must_use]
    pub fn enabled(&self) -> Option<&ProfileEntry> {
        self.profiles.values().find(|entry| entry.enabled)
    }

    /// Adds the records of a new eUICC.
    pub fn put_identity(&self, batch: &mut Batch) {
        batch.put(TABLE, id(self.eid(), IDENTITY, &[]), self.identity.to_record());
        self.put_settings(batch);
    }

    pub(crate) fn put_settings(&self, batch: &mut Batch) {
        batch.put(TABLE, id(self.eid(), SETTINGS, &[]), self.settings.to_record());
    }

    /// The AID of the next ISD-P; numbers come round again after 65,520 installations, past those in use.
    pub(crate) fn next_isdp(&mut self) -> [u8; 16] {
        loop {
            let [.., high, low] = (FIRST_ISD_P + self.settings.isdps % ISD_PS).to_be_bytes();
            self.settings.isdps = (self.settings.isdps + 1) % ISD_PS;
            let mut aid = [0; 16];
            aid[..13].copy_from_slice(&ISD_P);
            aid[13..].copy_from_slice(&[high, low, 0]);
            // There are more numbers than profiles that are taken.
            if self.profiles.values().all(|entry| entry.isdp_aid != aid) {
                return aid;
            }
        }
    }

    pub(crate) fn put_profile(&mut self, entry: ProfileEntry, batch: &mut Batch) {
        batch.put(TABLE, id(self.eid(), PROFILE, entry.iccid.as_ef()), entry.to_record());
        self.profiles.insert(entry.iccid, entry);
    }

    pub(crate) fn remove_profile(&mut self, iccid: &Iccid, batch: &mut Batch) {
        batch.delete(TABLE, id(self.eid(), PROFILE, iccid.as_ef()));
        batch.append(uicc::Profile::erase(iccid));
        self.profiles.remove(iccid);
        // No copy of it that is on its way comes in any more.
        self.end_home_key(iccid, batch);
    }

    pub(crate) fn add_prepared(&mut self, prepared: Prepared, batch: &mut Batch) {
        let eid = *self.eid();
        self.prepared.add(&eid, prepared, batch);
    }

    /// Ends the download of this session with this server: its key is for nothing any more.
    pub(crate) fn end_prepared(&mut self, smdp_oid: &[u8], transaction_id: &TransactionId, batch: &mut Batch) {
        let eid = *self.eid();
        self.prepared.remove(&eid, batch, |prepared| prepared.is_of(smdp_oid, transaction_id));
    }

    /// The number of the next one-time key.
    pub(crate) fn next_home_key(&self) -> u64 {
        self.home_keys.values().map(|key| key.number + 1).max().unwrap_or_default()
    }

    /// Keeps the key to which a copy of this card may be sealed; when there are too many the oldest one goes.
    pub(crate) fn put_home_key(&mut self, iccid: Iccid, key: HomeKey, batch: &mut Batch) {
        while self.home_keys.len() >= MOST_HOME_KEYS && !self.home_keys.contains_key(&iccid) {
            let oldest = self.home_keys.iter().min_by_key(|(_, key)| key.number).map(|(iccid, _)| *iccid);
            oldest.into_iter().for_each(|oldest| self.end_home_key(&oldest, batch));
        }
        batch.put(TABLE, id(self.eid(), HOME_KEY, iccid.as_ef()), key.to_record());
        self.home_keys.insert(iccid, key);
    }

    /// The key is for nothing any more.
    pub(crate) fn end_home_key(&mut self, iccid: &Iccid, batch: &mut Batch) {
        if self.home_keys.remove(iccid).is_some() {
            batch.delete(TABLE, id(self.eid(), HOME_KEY, iccid.as_ef()));
        }
    }

    /// A sequence number that was never used, and its place in the settings' record.
    pub(crate) fn next_sequence(&mut self, batch: &mut Batch) -> u64 {
        self.settings.last_sequence += 1;
        self.put_settings(batch);
        self.settings.last_sequence
    }

    pub(crate) fn add_notification(&mut self, pending: Pending, batch: &mut Batch) {
        let eid = *self.eid();
        self.notifications.add(&eid, pending, batch);
    }

    pub(crate) fn remove_notification(&mut self, sequence: u64, batch: &mut Batch) -> bool {
        let eid = *self.eid();
        self.notifications.remove(&eid, sequence, batch)
    }

    /// The addresses that the profile's metadata names for an event, in order (SGP.22 §2.4a.1.2).
    #[must_use]
    pub fn addresses(entry: &ProfileEntry, event: NotificationEvent) -> Vec<String> {
        entry
            .metadata
            .notification_configuration_info
            .iter()
            .filter(|n| n.profile_management_operation.contains(event))
            .map(|n| n.notification_address.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Home;
    use rsp::metadata::{ConfigureIsdpRequest, StoreMetadataRequest};
    use uicc::KeyId;

    #[test]
    fn numbers_of_isd_ps_come_round_past_those_in_use() {
        let eid = Eid::with_check_digits("890490320012345123451234567890").expect("30 digits");
        let identity = Identity { eid, key: KeyId("key".to_owned()), chains: Vec::new(), roots: Vec::new() };
        let mut state = State::new(identity);
        let number = |aid: [u8; 16]| u16::from_be_bytes([aid[13], aid[14]]);
        let first = state.next_isdp();
        assert_eq!((number(first), first[15]), (0x0010, 0));
        let iccid = Iccid::with_check_digit("890010100000000001").expect("18 digits");
        let entry = ProfileEntry {
            iccid,
            isdp_aid: state.next_isdp(),
            enabled: false,
            nickname: None,
            metadata: StoreMetadataRequest::new(iccid, "Harbour", "Week"),
            smdp_oid: Vec::new(),
            ci_key_id: Vec::new(),
            configuration: ConfigureIsdpRequest::default(),
            home: Home::default(),
        };
        state.put_profile(entry, &mut Batch::new());
        state.settings.isdps = ISD_PS - 1;
        let numbers: Vec<_> = (0..3).map(|_| number(state.next_isdp())).collect();
        assert_eq!(numbers, [0xFFFF, 0x0010, 0x0012]);
    }
}
