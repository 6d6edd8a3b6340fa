//! Every error of what the cloud keeps: its words, whether trying again helps, what to do.

use landfall_cloud::storage::StorageError;
use std::path::PathBuf;
use tables::{check, table};

// R: F3
#[test]
fn every_error_says_what_happened_and_what_to_do() {
    check(table! { StorageError:
        StorageError::Sqlite(_) => StorageError::Sqlite(store::Error::DiskFull), true, "Free some space";
        StorageError::Open(_) => StorageError::Open(store::OpenError::NoWriteAheadLog { path: PathBuf::from("data") }), false, "local disk";
        StorageError::Postgres(_) => StorageError::Postgres(sqlx::Error::PoolTimedOut), true, "DATABASE_URL";
        StorageError::Newer { .. } => StorageError::Newer { found: 9, known: 1 }, false, "Run the release";
        StorageError::Full => StorageError::Full, false, "new account";
        StorageError::Damaged(_) => StorageError::Damaged("orders"), false, "Restore a backup";
    });
}

// R: F3
#[test]
fn what_passes_by_itself_is_said_to() {
    assert!(!StorageError::Postgres(sqlx::Error::PoolClosed).retrying_helps());
    assert!(!StorageError::from(store::Error::Corrupt("why".to_owned())).retrying_helps());
    let newer = store::OpenError::Newer { path: PathBuf::from("data"), found: 9, known: 1 };
    assert!(matches!(StorageError::from(newer), StorageError::Newer { found: 9, known: 1 }));
}
