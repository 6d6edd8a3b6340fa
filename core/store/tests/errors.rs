//! Every error of the store: its words, whether trying again helps, what to do.

use landfall_store::{Error, OpenError, RestoreError, door::DoorError};
use std::{io, path::PathBuf};
use tables::{check, table};

fn denied() -> io::Error {
    io::Error::from(io::ErrorKind::PermissionDenied)
}

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    let path = || PathBuf::from("data");
    let why = || "why".to_owned();
    let mut rows = table! { Error:
        Error::DiskFull => Error::DiskFull, true, "Free some space";
        Error::Io(_) => Error::Io(why()), false, "Check the disk";
        Error::ReadOnly(_) => Error::ReadOnly(why()), false, "permissions";
        Error::Corrupt(_) => Error::Corrupt(why()), false, "Restore a backup";
        Error::Busy => Error::Busy, true, "Try again";
        Error::Constraint(_) => Error::Constraint(why()), false, "Report it";
        Error::NotFound => Error::NotFound, false, "Report it";
        Error::Statement(_) => Error::Statement(why()), false, "Report it";
        Error::Panicked => Error::Panicked, false, "Report it";
        Error::Closed => Error::Closed, false, "Start the program again";
    };
    rows.extend(table! { OpenError:
        OpenError::Held { .. } => OpenError::Held { folder: path(), holder: "process 7".to_owned(), pid: Some(7) }, true, "Wait until";
        OpenError::Io { .. } => OpenError::Io { path: path(), source: denied() }, false, "permissions";
        OpenError::Foreign { .. } => OpenError::Foreign { path: path(), found: 9 }, false, "another data folder";
        OpenError::Newer { .. } => OpenError::Newer { path: path(), found: 9, known: 1 }, false, "Update";
        OpenError::Migration { .. } => OpenError::Migration { path: path(), to: 2, source: Error::DiskFull }, true, "Free some space";
        OpenError::NoWriteAheadLog { .. } => OpenError::NoWriteAheadLog { path: path() }, false, "local disk";
        OpenError::Database { .. } => OpenError::Database { path: path(), source: Error::Busy }, true, "Try again";
    });
    rows.extend(table! { RestoreError:
        RestoreError::Unusable(_) => RestoreError::Unusable(OpenError::Newer { path: path(), found: 9, known: 1 }), false, "Update";
        RestoreError::Damaged(_) => RestoreError::Damaged(Error::Busy), false, "another backup";
        RestoreError::Prepare(_) => RestoreError::Prepare(Error::DiskFull), true, "Free some space";
        RestoreError::Io { .. } => RestoreError::Io { path: path(), source: denied() }, false, "permissions";
    });
    rows.extend(table! { DoorError:
        DoorError::NobodyHome { .. } => DoorError::NobodyHome { folder: path() }, false, "Start the program";
        DoorError::Timeout => DoorError::Timeout, true, "Try again";
        DoorError::HungUp => DoorError::HungUp, true, "Try again";
        DoorError::TooLong(_) => DoorError::TooLong(9), false, "Ask for less";
        DoorError::Io(_) => DoorError::Io(denied()), false, "permissions";
    });
    check(rows);
}
