use super::{Edit, Replica, Row};
use crate::{
    keys::Keyring,
    log::{Against, Applied, Breach, Content, Known, RecordId, What},
    manifest::Pinned,
    wire::{Bytes, Pulled},
};

/// What a page meant for this device's user and programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Another device wrote this record, or ended it.
    Changed {
        /// Which.
        record: RecordId,
        /// Its kind.
        kind: String,
    },
    /// An edit came too late: what came first stays, and the edit is kept beside it.
    Conflict {
        /// The record that was edited twice.
        record: RecordId,
        /// The record that keeps this device's edit.
        beside: RecordId,
        /// Their kind.
        kind: String,
    },
    /// A record was edited here and ended elsewhere: it has ended, and this edit with it.
    Ended {
        /// Which.
        record: RecordId,
        /// Its kind.
        kind: String,
        /// What the edit said.
        content: Content,
    },
    /// A device that was taken out of the account wrote this record so that nobody can read it.
    SetAside {
        /// Which.
        record: RecordId,
        /// Its kind.
        kind: String,
        /// The device.
        device: Bytes,
    },
    /// After a restored backup the log was read to its end, and what was missing there is written anew.
    BroughtBack {
        /// How many records.
        records: usize,
    },
}

impl Replica {
    /// Takes the page of the log that was asked for after [`reader`](Self::reader)`().seq()`, whole or not at all; whether the server has more.
    ///
    /// # Errors
    /// [`Breach`]; nothing was changed.
    pub fn take(&mut self, page: &Pulled, keys: &Keyring, pinned: &Pinned) -> Result<(Vec<Told>, bool), Breach> {
        let known = |record: &RecordId| self.rows.get(record).map(Row::known);
        let taken = self.reader.take(page, &Against { keys, pinned, known: &known })?;
        self.reader = taken.reader;
        self.dirty.reader = true;
        let mut told = Vec::new();
        for applied in taken.applied {
            told.extend(self.apply(applied));
        }
        if !taken.more {
            told.extend(self.bring_back());
        }
        Ok((told, taken.more))
    }

    fn apply(&mut self, applied: Applied) -> Option<Told> {
        let own = self.own(&applied);
        let Applied { record, version, kind, device, key_epoch, deleted, what, digest, .. } = applied;
        self.has_survived(record, version, &digest);
        let sealed = Bytes::from(digest);
        let aside = (what == What::SetAside).then(|| device.clone());
        let (content, deleted) = match what {
            What::Content(content) => (Some(content), false),
            What::Deleted => (None, true),
            What::Superseded => (None, false),
            What::SetAside => (None, deleted),
        };
        let row = Row { kind: kind.clone(), version, key_epoch, deleted, device, sealed, content: content.clone() };
        let before = self.rows.insert(record, row);
        self.dirty.rows.insert(record);
        if let Some(device) = aside {
            return Some(self.set_aside(record, before, device));
        }
        if let Some(sent) = own {
            self.sent_is_there(record, version, sent.as_ref());
            return None;
        }
        if content.is_none() && !deleted {
            // What it said is no longer there; what an edit meets comes later.
            return None;
        }
        let same = before.is_some_and(|before| !deleted && before.content == content);
        let settled = self.settle(record, version, content.as_ref());
        settled.or((!same).then_some(Told::Changed { record, kind }))
    }

    /// The log has a version that nobody can read: what was here of the one before is written anew, as any device does that has it.
    fn set_aside(&mut self, record: RecordId, before: Option<Row>, device: Bytes) -> Told {
        let row = self.rows.get(&record);
        let (version, ended) = row.map_or((0, false), |row| (row.version, row.deleted));
        let kind = row.map(|row| row.kind.clone()).unwrap_or_default();
        if ended {
            let ended = self.settle(record, version, None);
            return ended.unwrap_or(Told::SetAside { record, kind, device });
        }
        let edit = self.edits.remove(&record).map(|edit| Edit { base_version: version, base: None, ..edit });
        let again = || {
            let content = before.and_then(|before| before.content);
            content.map(|content| Edit {
                kind: kind.clone(),
                base_version: version,
                base: None,
                content: Some(content),
            })
        };
        if let Some(edit) = edit.or_else(again) {
            self.edits.insert(record, edit);
            self.dirty.edits.insert(record);
        }
        Told::SetAside { record, kind, device }
    }

    /// If the entry is a write of the batch under way: what was sent.
    fn own(&mut self, applied: &Applied) -> Option<Option<Content>> {
        if applied.device != self.device {
            return None;
        }
        let outgoing = self.outgoing.as_mut()?;
        let sent = outgoing.sent.iter_mut().find(|sent| sent.is(applied))?;
        sent.seen = true;
        outgoing.open = outgoing.open.saturating_sub(1);
        let content = sent.content.clone();
        if outgoing.open == 0 {
            self.outgoing = None;
        }
        self.dirty.outgoing = true;
        Some(content)
    }

    /// The log has what was sent: an edit that says the same is done, a later one is made upon it.
    fn sent_is_there(&mut self, record: RecordId, version: u64, sent: Option<&Content>) {
        let Some(edit) = self.edits.get_mut(&record) else { return };
        self.dirty.edits.insert(record);
        if edit.content.as_ref() == sent {
            self.edits.remove(&record);
        } else {
            (edit.base_version, edit.base) = (version, sent.map(|sent| Bytes::from(sent.digest())));
        }
    }
}

impl Row {
    fn known(&self) -> Known {
        Known { kind: self.kind.clone(), version: self.version, deleted: self.deleted }
    }

    pub(super) fn digest(&self) -> Option<Bytes> {
        self.content.as_ref().map(|content| Bytes::from(content.digest()))
    }
}
