//! After the operator restored a backup: the log is read from its start, and what it lacks is written anew.

use super::{Edit, Former, Replica, take::Told};
use crate::log::{Reader, RecordId};

impl Replica {
    /// The user believes that a backup was restored ([`crate::log::Breach::Restored`] named the epoch): the log is read anew, and what this device knows
    /// is brought back once it was read to its end.
    pub fn believe_restored(&mut self, epoch: u64) {
        let ids: Vec<RecordId> = self.rows.keys().chain(self.edits.keys()).copied().collect();
        for id in ids {
            if let Some(former) = self.former(&id) {
                self.formers.insert(id, former);
                self.dirty.formers.insert(id);
            }
            if self.rows.remove(&id).is_some() {
                self.dirty.rows.insert(id);
            }
            if self.edits.remove(&id).is_some() {
                self.dirty.edits.insert(id);
            }
        }
        self.outgoing = None;
        self.reader = Reader::after_restore(&self.account, epoch);
        (self.dirty.outgoing, self.dirty.reader) = (true, true);
    }

    fn former(&self, id: &RecordId) -> Option<Former> {
        let before = self.formers.get(id);
        let (row, edit) = (self.rows.get(id), self.edits.get(id));
        let version = row.map_or(0, |row| row.version);
        // A reading that a second restored backup interrupted knows less than the one before it.
        let before = before.filter(|before| before.version > version);
        match (edit, before, row) {
            // An edit is one version more, which the log never had.
            (Some(edit), ..) => {
                let version = version.max(before.map_or(0, |before| before.version)).saturating_add(1);
                Some(Former { kind: edit.kind.clone(), version, sealed: None, content: edit.content.clone() })
            }
            (None, Some(before), _) => Some(before.clone()),
            (None, None, Some(row)) if row.deleted || row.content.is_some() => {
                let (kind, sealed) = (row.kind.clone(), Some(row.sealed.clone()));
                Some(Former { kind, version, sealed, content: row.content.clone() })
            }
            _ => None,
        }
    }

    /// Forgets what was known of a record once the log was seen to have had just that.
    pub(super) fn has_survived(&mut self, record: RecordId, version: u64, sealed: &[u8; 32]) {
        let former = self.formers.get(&record);
        let same =
            |former: &Former| former.version == version && former.sealed.as_ref().is_some_and(|own| own.0 == sealed);
        if former.is_some_and(same) {
            self.formers.remove(&record);
            self.dirty.formers.insert(record);
        }
    }

    /// The log was read to its end: what it lacks becomes an edit.
    pub(super) fn bring_back(&mut self) -> Vec<Told> {
        let formers = std::mem::take(&mut self.formers);
        let (mut told, mut records) = (Vec::new(), 0);
        for (id, former) in formers {
            self.dirty.formers.insert(id);
            let row = self.rows.get(&id);
            let (version, ended) = row.map_or((0, false), |row| (row.version, row.deleted));
            // What was edited since is newer still.
            if ended
                || self.edits.contains_key(&id)
                || row.and_then(|row| row.content.as_ref()) == former.content.as_ref()
            {
                continue;
            }
            let Former { kind, content, .. } = former;
            let edit = Edit { kind, base_version: version, base: row.and_then(super::Row::digest), content };
            if edit.content.is_none() || former.version > version {
                records += 1;
                self.edits.insert(id, edit);
                self.dirty.edits.insert(id);
            } else {
                told.extend(self.keep_beside(id, edit));
            }
        }
        if records > 0 {
            told.push(Told::BroughtBack { records });
        }
        told
    }
}
