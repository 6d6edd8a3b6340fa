//! Copies of cards on their way to another device, as records of the account.

use super::{SyncError, records::put};
use crate::Landfall;
use account::{record::SimBackup, wire::Bytes};
use model::Iccid;
use ring::digest::{SHA256, digest};

impl Landfall {
    /// Has this copy of a card be a record for `device` with the next sync, in place of any that this phone made for it before; its digest. Nothing of
    /// one that is too long.
    pub(crate) fn hand_up(&self, iccid: &Iccid, device: &Bytes, copy: &[u8]) -> Result<Option<Bytes>, SyncError> {
        let (name, own, iccid) = (Bytes::from(digest(&SHA256, copy)), self.account()?.device.id, iccid.to_string());
        let Some(parts) = SimBackup::split(&iccid, device, &name, copy) else { return Ok(None) };
        let before = self.account_records::<SimBackup>()?;
        let before = before.into_iter().filter(|kept| kept.what.iccid == iccid && kept.what.device == *device);
        let before: Vec<_> = before.filter(|kept| kept.device == own).map(|kept| kept.record).collect();
        self.edit(|_, replica| {
            before.into_iter().for_each(|record| replica.end(record));
            parts.iter().try_for_each(|part| put(replica, part))
        })?;
        Ok(Some(name))
    }

    /// The copy with this digest, if it is here.
    pub(crate) fn handed_up(&self, copy: &Bytes) -> Result<Option<Vec<u8>>, SyncError> {
        let parts: Vec<_> = self.account_records::<SimBackup>()?.into_iter().map(|kept| kept.what).collect();
        Ok(SimBackup::join(&parts, copy))
    }

    /// Ends the records of the copies of this card that were for this phone.
    pub(crate) fn end_handed_up(&self, iccid: &Iccid) -> Result<(), SyncError> {
        let (device, iccid) = (self.account()?.device.id, iccid.to_string());
        let own = self.account_records::<SimBackup>()?;
        let own = own.into_iter().filter(|kept| kept.what.iccid == iccid && kept.what.device == device);
        let records: Vec<_> = own.map(|kept| kept.record).collect();
        self.edit(|_, replica| {
            records.into_iter().for_each(|record| replica.end(record));
            Ok(())
        })
    }
}
