use crate::file::FilePath;

/// What is selected on a logical channel (TS 102 221 §8.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Channel {
    /// The current DF or ADF.
    pub(super) df: FilePath,
    /// The current EF.
    pub(super) ef: Option<FilePath>,
    /// The current record of the EF.
    pub(super) record: Option<u8>,
    /// The active application's ADF.
    pub(super) app: Option<FilePath>,
    /// What is being read from or written to a BER-TLV EF in blocks.
    pub(super) transfer: Option<Transfer>,
}

/// A data object that crosses in blocks (TS 102 221 §11.3), with the place where its last block began: that one may be
/// asked for, or sent, again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Transfer {
    /// Handed out up to `next`.
    Reading { object: Vec<u8>, last: usize, next: usize },
    /// Come in so far.
    Writing { object: Vec<u8>, last: usize },
}

impl Channel {
    /// The same channel with this EF current, no record of it yet.
    pub(super) fn at(&self, ef: &FilePath) -> Self {
        if self.ef.as_ref() == Some(ef) {
            return Self { transfer: None, ..self.clone() };
        }
        let df = ef.parent().unwrap_or_default();
        Self { df, ef: Some(ef.clone()), record: None, transfer: None, app: self.app.clone() }
    }

    /// The same channel with record `number` current.
    pub(super) fn record(self, number: u8) -> Self {
        Self { record: Some(number), ..self }
    }
}
