//! Two edits of one record: what became of the one that came second. The rules are the same on every device, so that all come to the same.
//!
//! | edit here | came first | what becomes of it |
//! |---|---|---|
//! | any | what it was made upon, sealed anew | it stands upon that |
//! | content | the same content | nothing is left to do |
//! | content | other content | that stays; this one is kept as a record of its own |
//! | content | the record's end | the record has ended: its user is told |
//! | the record's end | content | the record ends |
//! | the record's end | the record's end | nothing is left to do |

use super::Content;

/// What becomes of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The log says the same: it is done.
    Same,
    /// It is made upon what came.
    Rebase,
    /// The record has ended, and the edit with it.
    Ended,
    /// What came stays; the edit is kept beside it.
    Beside,
}

/// Judges an edit (`None`: the record's end), made upon content of `base` digest (`None`: upon nothing), against what came first.
#[must_use]
pub fn judge(edit: Option<&Content>, base: Option<&[u8; 32]>, came: Option<&Content>) -> Verdict {
    match (edit, came) {
        (None, None) => Verdict::Same,
        (None, Some(_)) => Verdict::Rebase,
        (Some(_), None) => Verdict::Ended,
        (Some(edit), Some(came)) if edit == came => Verdict::Same,
        (Some(_), Some(came)) if base == Some(&came.digest()) => Verdict::Rebase,
        (Some(_), Some(_)) => Verdict::Beside,
    }
}
