use super::SyncError;
use crate::{AccountState, Landfall};
use account::{
    log::{NotEdited, RecordId, Replica, View},
    record::{Kind, Setting},
    wire::Bytes,
};
use serde_json::{Map, Value};

/// A record of the account, as this phone has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    /// Its id.
    pub record: RecordId,
    /// What it says.
    pub what: T,
    /// An edit that came too late: the record that it was meant for. [`Landfall::prefer_record`] and [`Landfall::end_record`] decide.
    pub conflict_of: Option<RecordId>,
    /// The device that wrote it.
    pub device: Bytes,
    /// Whether the server has it so.
    pub synced: bool,
}

impl Landfall {
    /// The account's records of a kind ([`account::record`]), as of the last sync and with what was edited here since.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn account_records<T: Kind>(&self) -> Result<Vec<Kept<T>>, SyncError> {
        let replica = self.replica(&self.account()?)?;
        let own = replica.views().filter(|view| view.kind == T::KIND);
        // One that a newer release wrote otherwise is for that to show.
        let kept = own.filter_map(|view| {
            let what = view.content.read()?;
            let (record, conflict_of, device, synced) =
                (view.record, view.content.conflict_of, view.device, view.synced);
            Some(Kept { record, what, conflict_of, device, synced })
        });
        Ok(kept.collect())
    }

    /// All of them, of whatever kind.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn all_records(&self) -> Result<Vec<View>, SyncError> {
        Ok(self.replica(&self.account()?)?.views().collect())
    }

    /// How many edits the account's server does not have yet.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn unsynced(&self) -> Result<usize, SyncError> {
        Ok(self.replica(&self.account()?)?.waiting())
    }

    /// Sets a setting for all devices of the account. It waits until the next sync.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn set_setting(&self, name: &str, value: Value) -> Result<(), SyncError> {
        self.edit(|_, replica| {
            let before = replica.view_about(Setting::KIND, &[name]).and_then(|view| view.content.read::<Setting>());
            let other = before.map_or_else(Map::new, |before| before.other);
            put(replica, &Setting { name: name.to_owned(), value, other })
        })
    }

    /// Takes a setting away on all devices.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn unset_setting(&self, name: &str) -> Result<(), SyncError> {
        self.edit(|_, replica| {
            if let Some(view) = replica.view_about(Setting::KIND, &[name]) {
                replica.end(view.record);
            }
            Ok(())
        })
    }

    /// Decides a conflict for the edit that came too late: it takes the place of what came first.
    ///
    /// # Errors
    /// [`SyncError::NoSuchRecord`] if it is no such edit; [`SyncError::NotEdited`] if what it is about has ended.
    pub fn prefer_record(&self, beside: RecordId) -> Result<(), SyncError> {
        self.edit(|_, replica| match replica.view(&beside) {
            Some(view) if view.content.conflict_of.is_some() => Ok(replica.prefer(beside)?),
            _ => Err(SyncError::NoSuchRecord),
        })
    }

    /// Ends a record, on all devices and for good.
    ///
    /// # Errors
    /// [`SyncError::NoSuchRecord`].
    pub fn end_record(&self, record: RecordId) -> Result<(), SyncError> {
        self.edit(|_, replica| {
            replica.view(&record).ok_or(SyncError::NoSuchRecord)?;
            replica.end(record);
            Ok(())
        })
    }

    /// Edits records of the account that is signed in; durable once this returns.
    pub(in crate::flows) fn edit<T>(
        &self,
        edit: impl FnOnce(&AccountState, &mut Replica) -> Result<T, SyncError>,
    ) -> Result<T, SyncError> {
        let state = self.account()?;
        self.step(&state, |replica, _| edit(&state, replica))
    }
}

/// Writes the record that `what` is about.
pub(in crate::flows) fn put<T: Kind>(replica: &mut Replica, what: &T) -> Result<(), SyncError> {
    let subject = what.subject();
    let subject: Vec<&str> = subject.iter().map(String::as_str).collect();
    let record = replica.record_about(T::KIND, &subject);
    let written: Result<(), NotEdited> = replica.put(record, T::KIND, what.content());
    Ok(written?)
}
