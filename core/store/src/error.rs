use rusqlite::ErrorCode;
use std::{io, path::PathBuf};

/// Why a read, a write or its commit did not happen. Nothing of a failed write stays behind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No room for the commit. Retrying helps once there is room.
    #[error("the disk is full: nothing was written; free some space and try again")]
    DiskFull,
    /// The disk or file system failed.
    #[error("the disk failed, nothing was written: {0}")]
    Io(String),
    /// The file can't be written.
    #[error("the database is read-only: {0}")]
    ReadOnly(String),
    /// The file is damaged. Retrying doesn't help; a backup does.
    #[error("the database is damaged, restore a backup: {0}")]
    Corrupt(String),
    /// Another connection held the database for longer than the busy timeout. Retrying helps.
    #[error("the database was busy for too long, try again")]
    Busy,
    /// A uniqueness, foreign-key, check or not-null rule of the schema refused the change.
    #[error("a rule of the database refused the change: {0}")]
    Constraint(String),
    /// A query that must find a row found none.
    #[error("no such row")]
    NotFound,
    /// Any other answer of SQLite: a mistake in a statement or in a column's type.
    #[error("the database refused a statement: {0}")]
    Statement(String),
    /// The job itself panicked; its changes were rolled back.
    #[error("a database job panicked, its changes were rolled back")]
    Panicked,
    /// The store was closed before the job's turn came. Nothing was written.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    /// Whether the same call may succeed later without anybody repairing something first.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        matches!(self, Self::DiskFull | Self::Busy)
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::DiskFull => "Free some space, then try again.",
            Self::Io(_) | Self::ReadOnly(_) => "Check the disk, and the permissions of the data folder.",
            Self::Corrupt(_) => "Restore a backup.",
            Self::Busy => "Try again; if it stays, stop the other program that uses the data folder.",
            Self::Constraint(_) | Self::NotFound | Self::Statement(_) | Self::Panicked => {
                "Report it: this is a mistake in the program."
            }
            Self::Closed => "Start the program again.",
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => {
                    Self::Io(format!("{text} (code {})", failure.extended_code))
                }
                ErrorCode::ReadOnly => Self::ReadOnly(text),
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt(text),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::ConstraintViolation => Self::Constraint(text),
                _ => Self::Statement(text),
            },
            _ => Self::Statement(text),
        }
    }
}

/// Why a data folder or a store in it can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process owns the folder (law 10).
    #[error("{} is in use by {}; stop it, or ask it through its door", folder.display(), holder)]
    Held {
        /// The folder.
        folder: PathBuf,
        /// Who holds it, such as `process 4711 (landfall-kiosk)`.
        holder: String,
        /// The holder's process id, if it could be read.
        pid: Option<u32>,
    },
    /// A file or folder can't be created, opened or read.
    #[error("can't open {}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is a database of another program.
    #[error("{} belongs to another program (application id {found:#010x})", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The application id that stands in it.
        found: u32,
    },
    /// The file was written by a newer release. Nothing was changed.
    #[error("{} has schema {found}, this release knows {known}: update this program", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema version that stands in the file.
        found: u32,
        /// The newest that this release knows.
        known: u32,
    },
    /// A migration failed and was rolled back: the file is as the older release left it.
    #[error("{} could not be brought to schema {to}: {source}", path.display())]
    Migration {
        /// The file.
        path: PathBuf,
        /// The schema version that the failing step leads to.
        to: u32,
        /// Why.
        source: Error,
    },
    /// The file system can't hold a write-ahead log (no shared memory: a network share, say).
    #[error("{} lies on a file system that SQLite's write-ahead log can't use", path.display())]
    NoWriteAheadLog {
        /// The file.
        path: PathBuf,
    },
    /// SQLite refused the file.
    #[error("can't open {}: {source}", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Error,
    },
}

impl OpenError {
    /// Whether the same call may succeed later without anybody repairing something first.
    #[must_use]
    pub const fn retrying_helps(&self) -> bool {
        match self {
            Self::Held { .. } => true,
            Self::Migration { source, .. } | Self::Database { source, .. } => source.retrying_helps(),
            Self::Io { .. } | Self::Foreign { .. } | Self::Newer { .. } | Self::NoWriteAheadLog { .. } => false,
        }
    }

    /// What the user can do, as a sentence.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Held { .. } => "Wait until the other program ends, or stop it.",
            Self::Io { .. } => "Check the path and its permissions.",
            Self::Foreign { .. } => "Choose another data folder.",
            Self::Newer { .. } => "Update this program.",
            Self::Migration { source, .. } | Self::Database { source, .. } => source.hint(),
            Self::NoWriteAheadLog { .. } => "Put the data folder on a local disk.",
        }
    }
}
