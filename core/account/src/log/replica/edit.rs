use super::{Edit, Replica};
use crate::{
    log::{
        Content, RecordId,
        merge::{Verdict, judge},
        replica::take::Told,
    },
    wire::Bytes,
};

/// A record's content is at most this long, as JSON.
const LIMIT: usize = 128 * 1024;

/// Why an edit was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotEdited {
    /// The record has ended.
    #[error("this was deleted, on this device or another one")]
    Ended,
    /// It is too long.
    #[error("it is {size} bytes long; the account takes {limit} for one record")]
    TooLong {
        /// How long it is.
        size: usize,
        /// The longest.
        limit: usize,
    },
}

impl NotEdited {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        false
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Ended => "Make it anew if you want it back.",
            Self::TooLong { .. } => "Shorten it.",
        }
    }
}

impl Replica {
    /// Writes a record, new or in place of its content. It waits, durable once [`changes`](Self::changes) are, until the log has it.
    ///
    /// # Errors
    /// [`NotEdited`]; nothing was changed.
    pub fn put(&mut self, record: RecordId, kind: &str, content: Content) -> Result<(), NotEdited> {
        if self.has_ended(&record) {
            return Err(NotEdited::Ended);
        }
        let size = content.to_bytes().len();
        if size > LIMIT {
            return Err(NotEdited::TooLong { size, limit: LIMIT });
        }
        if self.view(&record).is_some_and(|view| view.content == content) {
            return Ok(());
        }
        self.edit(record, kind, Some(content));
        Ok(())
    }

    /// Ends a record, for good. One that is not there needs no end.
    pub fn end(&mut self, record: RecordId) {
        let Some(view) = self.view(&record) else { return };
        self.edit(record, &view.kind, None);
        // What never left this device leaves nothing behind.
        let sent = self.outgoing.as_ref().is_some_and(|outgoing| outgoing.has(&record));
        if view.version == 0 && !sent {
            self.edits.remove(&record);
        }
    }

    /// Decides a conflict for the edit that came too late: `beside` takes the place of what it was meant for, and goes.
    ///
    /// # Errors
    /// [`NotEdited::Ended`] if either has ended; nothing was changed.
    pub fn prefer(&mut self, beside: RecordId) -> Result<(), NotEdited> {
        let view = self.view(&beside).ok_or(NotEdited::Ended)?;
        let record = view.content.conflict_of.ok_or(NotEdited::Ended)?;
        self.put(record, &view.kind, Content { conflict_of: None, ..view.content })?;
        self.end(beside);
        Ok(())
    }

    fn edit(&mut self, record: RecordId, kind: &str, content: Option<Content>) {
        let row = self.rows.get(&record);
        let (base_version, base) = match self.edits.get(&record) {
            Some(edit) => (edit.base_version, edit.base.clone()),
            None => (row.map_or(0, |row| row.version), row.and_then(super::Row::digest)),
        };
        self.dirty.edits.insert(record);
        self.edits.insert(record, Edit { kind: kind.to_owned(), base_version, base, content });
    }

    /// What becomes of an edit now that the log says `came` (none: the record's end).
    pub(super) fn settle(&mut self, record: RecordId, version: u64, came: Option<&Content>) -> Option<Told> {
        let edit = self.edits.remove(&record)?;
        self.dirty.edits.insert(record);
        let base = edit.base.as_ref().and_then(|base| base.0.as_slice().try_into().ok());
        match judge(edit.content.as_ref(), base, came) {
            Verdict::Same => None,
            Verdict::Rebase => {
                let base = came.map(|came| Bytes::from(came.digest()));
                self.edits.insert(record, Edit { base_version: version, base, ..edit });
                None
            }
            Verdict::Ended => {
                let Edit { kind, content, .. } = edit;
                Some(Told::Ended { record, kind, content: content? })
            }
            Verdict::Beside => self.keep_beside(record, edit),
        }
    }

    /// Keeps what this device has beside what came first, as [`prefer`](Self::prefer) takes it.
    pub fn put_beside(&mut self, record: RecordId, kind: &str, content: Content) {
        let edit = Edit { kind: kind.to_owned(), base_version: 0, base: None, content: Some(content) };
        self.keep_beside(record, edit);
    }

    /// Keeps an edit that came too late as a record of its own. Its id follows from what it says, so that it is one record however often this is done.
    pub(super) fn keep_beside(&mut self, record: RecordId, edit: Edit) -> Option<Told> {
        let Edit { kind, base_version, content, .. } = edit;
        let content = content?;
        let beside = self.namer.conflict(record, &kind, base_version, &content.body_bytes());
        // A conflict of a conflict is shown beside the record that both are about.
        let conflict_of = content.conflict_of.or(Some(record));
        let content = Content { conflict_of, ..content };
        if !self.rows.contains_key(&beside) && !self.edits.contains_key(&beside) {
            self.edit(beside, &kind, Some(content));
        }
        Some(Told::Conflict { record, beside, kind })
    }
}
