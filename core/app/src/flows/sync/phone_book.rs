//! Phone books: a card shows its own only while its PIN is given, so that it is taken over when its user reads or writes it.

use super::{SyncError, records::put};
use crate::{Landfall, sim::Entry};
use account::record::{Kind, PhoneBookEntry};
use model::Iccid;
use serde_json::Map;

impl Landfall {
    /// Takes over what a card's phone book holds now: new and changed entries are written, those that went end. It waits until the next sync. Does
    /// nothing where nobody is signed in.
    ///
    /// # Errors
    /// [`SyncError`].
    pub fn keep_phone_book(&self, iccid: &Iccid, entries: &[Entry]) -> Result<(), SyncError> {
        match self.account() {
            Err(crate::AccountError::None) => return Ok(()),
            other => drop(other?),
        }
        let iccid = iccid.to_string();
        self.edit(|_, replica| {
            let known = replica.views().filter(|view| view.kind == PhoneBookEntry::KIND);
            let known = known.filter(|view| view.content.conflict_of.is_none());
            let known = known.filter_map(|view| Some((view.record, view.content.read::<PhoneBookEntry>()?)));
            let known: Vec<_> = known.filter(|(_, entry)| entry.iccid == iccid).collect();
            for (record, entry) in &known {
                if !entries.iter().any(|one| one.number == entry.number) {
                    replica.end(*record);
                }
            }
            for Entry { number, name, dial } in entries {
                let before = known.iter().find(|(_, entry)| entry.number == *number);
                let other = before.map_or_else(Map::new, |(_, entry)| entry.other.clone());
                let (iccid, name, dial) = (iccid.clone(), name.clone(), dial.clone());
                put(replica, &PhoneBookEntry { iccid, number: *number, name, dial, other })?;
            }
            Ok(())
        })
    }
}
