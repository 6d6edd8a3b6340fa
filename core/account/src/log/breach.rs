//! What a server is caught at.

use super::RecordId;
use crate::manifest::ManifestError;

/// Why a page of the log was not taken; nothing of it was. Places are the log's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// An entry is missing, or the server says there are more and gives none.
    #[error("the server leaves out entry {wanted} of the account's log")]
    Gap {
        /// What should come.
        wanted: u64,
    },
    /// What was read before came again as new.
    #[error("the server serves entry {0} of the account's log a second time")]
    Replay(u64),
    /// The log ends before what was read.
    #[error(
        "the server's log ends at {found}; this device has read {seen}: the server was put back to an earlier state"
    )]
    Rollback {
        /// Where it ends.
        found: u64,
        /// Where this device stands.
        seen: u64,
    },
    /// The operator says that a backup was restored: what was written since may be missing.
    #[error(
        "the server says that a backup was restored (epoch {found} after {known}): what came after it may be missing there"
    )]
    Restored {
        /// The restore epoch that was known.
        known: u64,
        /// The server's.
        found: u64,
    },
    /// The restore epoch sank.
    #[error("the server goes back to restore epoch {found}; it was at {known}")]
    RestoreSank {
        /// The restore epoch that was known.
        known: u64,
        /// The server's.
        found: u64,
    },
    /// A device signed another history.
    #[error("at place {seq} the server shows the device \"{device}\" another log than this one")]
    Fork {
        /// Where.
        seq: u64,
        /// The other device's name.
        device: String,
    },
    /// A device signed a place that the server does not show.
    #[error("the device \"{device}\" has seen entry {signed}; the server shows {found} only")]
    Withheld {
        /// What the device signed.
        signed: u64,
        /// Where the log ends, as the server says.
        found: u64,
        /// The other device's name.
        device: String,
    },
    /// A device's head came that is lower than one that was seen.
    #[error("the server shows an older state of the device \"{device}\": {found} after {seen}")]
    HeadSank {
        /// What came.
        found: u64,
        /// What was seen.
        seen: u64,
        /// The other device's name.
        device: String,
    },
    /// A device's head that was seen is no longer served.
    #[error("the server no longer shows what the device \"{0}\" signed")]
    HeadDropped(String),
    /// A device's head is not signed by it.
    #[error("what the server shows of the device \"{0}\" is not signed by it")]
    HeadForged(String),
    /// A version is missing, or comes twice.
    #[error("entry {seq} of the log makes version {found} of a record where {wanted} should come")]
    Version {
        /// Where.
        seq: u64,
        /// The version that should come.
        wanted: u64,
        /// What came.
        found: u64,
    },
    /// Something follows a tombstone.
    #[error("entry {0} of the log brings a record back that was deleted")]
    Resurrected(u64),
    /// A record's kind changed.
    #[error("entry {seq} of the log, by the device \"{device}\", changes what kind of record it is")]
    Kind {
        /// Where.
        seq: u64,
        /// The name of the device that is said to have written it.
        device: String,
    },
    /// Content is left out, and nothing follows that makes it needless.
    #[error("the server leaves out the content of entry {seq} of the log, the last version of record {record:?}")]
    Omitted {
        /// Where.
        seq: u64,
        /// Of which record.
        record: RecordId,
    },
    /// What was sealed doesn't open as what the server says it is: changed, or swapped with another record, version, kind or author. Or the device
    /// wrote it so.
    #[error(
        "entry {seq} of the log, by the device \"{device}\", was changed or swapped: it doesn't open as what the server says it is"
    )]
    Tampered {
        /// Where.
        seq: u64,
        /// The name of the device that is said to have written it.
        device: String,
    },
    /// No device of the account wrote it.
    #[error("entry {0} of the log is by a device that is not one of the account's")]
    UnknownAuthor(u64),
    /// A revoked device wrote it.
    #[error("entry {seq} of the log is by the device \"{device}\", after that was revoked")]
    RevokedAuthor {
        /// Where.
        seq: u64,
        /// The device's name.
        device: String,
    },
    /// It is sealed with an older key than the one before.
    #[error("entry {seq} of the log is sealed with the key of epoch {found}, after {last}")]
    OldKey {
        /// Where.
        seq: u64,
        /// Its epoch.
        found: u32,
        /// The epoch before.
        last: u32,
    },
    /// It is sealed with a key that this device has not got yet.
    #[error("entry {seq} of the log is sealed with the key of epoch {epoch}, which this device has not read yet")]
    NewKey {
        /// Where.
        seq: u64,
        /// Its epoch.
        epoch: u32,
    },
    /// The server has a newer device list, which is to be followed first.
    #[error("the server has version {0} of the device list, which this device has not read yet")]
    NewManifest(u64),
    /// The server's device list.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// It opened, and can't be read.
    #[error("entry {seq} of the log, by the device \"{device}\", can't be read: it may be of a newer release")]
    Unreadable {
        /// Where.
        seq: u64,
        /// The name of the device that wrote it.
        device: String,
    },
    /// It is no log.
    #[error("the server's answer is no part of a log: {0}")]
    Malformed(&'static str),
}

impl Breach {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Manifest(error) => error.retrying_helps(),
            Self::Gap { .. } | Self::Withheld { .. } | Self::Omitted { .. } => true,
            Self::NewKey { .. } | Self::NewManifest(_) => true,
            _ => false,
        }
    }

    /// Whether the device that is said to have written an entry could have written it so, whatever the server did.
    #[must_use]
    pub const fn may_be_its_authors(&self) -> bool {
        matches!(self, Self::Tampered { .. } | Self::Unreadable { .. } | Self::Kind { .. })
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Manifest(error) => error.hint(),
            Self::NewKey { .. } | Self::NewManifest(_) => "Try again: the device list and the keys are read first.",
            Self::Gap { .. } | Self::Withheld { .. } | Self::Omitted { .. } => {
                "Try again; if it stays, the server holds something back: ask its operator."
            }
            Self::Restored { .. } => {
                "Ask the server's operator whether a backup was restored; if so, let this device bring back what it knows."
            }
            Self::Rollback { .. } | Self::RestoreSank { .. } | Self::Fork { .. } => {
                "Ask the server's operator whether a backup was restored, and compare with your other devices; nothing was changed here."
            }
            Self::Unreadable { .. } => "Update this program, then try again.",
            Self::Tampered { .. } | Self::Kind { .. } => {
                "Don't use this server until its operator has explained it: your devices keep what they have. If it is that device's fault, take it out of the account: what it wrote is set aside then."
            }
            _ => "Don't use this server until its operator has explained it: your devices keep what they have.",
        }
    }
}
