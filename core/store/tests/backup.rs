//! Online backup and restore.

mod common;

use common::{NUMBERS, insert, open, values};
use landfall_store::{Error, Folder, Migrations, OpenError, RestoreError, restore};
use std::{fs, os::unix::fs::PermissionsExt, thread};

#[test]
fn a_backup_is_one_state_while_writing_goes_on() {
    let temp = tempfile::tempdir().expect("temp folder");
    let (data, copy) = (temp.path().join("data"), temp.path().join("backup.db"));
    let store = open(&data);
    // Pairs: a backup in between would hold an odd number of rows.
    let pair = |value: i64| {
        store.write(move |tx| {
            tx.execute("INSERT INTO number (value) VALUES (?1)", [value])?;
            tx.execute("INSERT INTO number (value) VALUES (?1)", [-value])?;
            Ok::<(), Error>(())
        })
    };
    pair(1).wait().expect("writes");
    thread::scope(|scope| {
        let writing = scope.spawn(|| (2..400).for_each(|value| pair(value).wait().expect("writes")));
        for _ in 0..5 {
            store.backup(&copy, |_| Ok(())).expect("backs up");
            assert_eq!(fs::metadata(&copy).expect("exists").permissions().mode() & 0o777, 0o600);
        }
        writing.join().expect("writes");
    });
    let folder = Folder::claim(temp.path().join("other")).expect("free");
    restore(&folder, "test", &copy, &NUMBERS, |_| Ok(())).expect("restores");
    let found = values(
        &landfall_store::Store::open(&folder, "test", &NUMBERS, landfall_store::Options::default()).expect("opens"),
    );
    assert!(!found.is_empty() && found.len().is_multiple_of(2) && found.iter().sum::<i64>() == 0, "{found:?}");
    assert!(!temp.path().join("backup.db-wal").exists(), "one file carries everything");
}

// R: F8
#[test]
fn a_restore_replaces_everything_and_carries_its_note() {
    let temp = tempfile::tempdir().expect("temp folder");
    let (data, copy) = (temp.path().join("data"), temp.path().join("backup.db"));
    let store = open(&data);
    insert(&store, 1).wait().expect("writes");
    store.backup(&copy, |_| Ok(())).expect("backs up");
    insert(&store, 2).wait().expect("writes");
    drop(store);
    let folder = Folder::claim(&data).expect("free");
    restore(&folder, "test", &copy, &NUMBERS, |tx| {
        tx.execute("INSERT INTO number (value, note) VALUES (100, 'restored')", [])?;
        Ok(())
    })
    .expect("restores");
    drop(folder);
    assert_eq!(values(&open(&data)), [1, 100]);
}

#[test]
fn what_cannot_be_restored_leaves_the_store_alone() {
    let temp = tempfile::tempdir().expect("temp folder");
    let (data, copy) = (temp.path().join("data"), temp.path().join("backup.db"));
    let store = open(&data);
    insert(&store, 1).wait().expect("writes");
    store.backup(&copy, |_| Ok(())).expect("backs up");
    drop(store);
    let folder = Folder::claim(&data).expect("free");
    let older = Migrations { steps: &[], ..NUMBERS };
    let newer = restore(&folder, "test", &copy, &older, |_| Ok(()));
    assert!(matches!(newer, Err(RestoreError::Unusable(OpenError::Newer { .. }))));
    let elsewhere = Migrations { application_id: *b"else", ..NUMBERS };
    let foreign = restore(&folder, "test", &copy, &elsewhere, |_| Ok(()));
    assert!(matches!(foreign, Err(RestoreError::Unusable(OpenError::Foreign { .. }))));
    let unprepared = restore(&folder, "test", &copy, &NUMBERS, |_| Err(Error::NotFound));
    assert!(matches!(unprepared, Err(RestoreError::Prepare(Error::NotFound))));
    let absent = restore(&folder, "test", &temp.path().join("nothing"), &NUMBERS, |_| Ok(()));
    assert!(matches!(absent, Err(RestoreError::Unusable(OpenError::Database { .. }))));
    let mut bytes = fs::read(&copy).expect("reads");
    let cut = bytes.len() - 100;
    bytes.truncate(cut);
    fs::write(&copy, bytes).expect("writes");
    assert!(restore(&folder, "test", &copy, &NUMBERS, |_| Ok(())).is_err(), "a backup that was cut short");
    drop(folder);
    assert_eq!(values(&open(&data)), [1]);
}
