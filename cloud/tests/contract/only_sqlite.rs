use crate::made::*;
use landfall_cloud::storage::{Accounts, Appended, Sessions, Storage, StorageError, sqlite, sqlite::Sqlite};
use store::{Folder, Migrations, Options, Store};

/// What a later release would bring.
const LATER: Migrations = Migrations { application_id: *b"LFcl", steps: &["", "", "", "", "", "", "", "", ""] };

// R: F6
#[test]
fn an_older_release_does_not_touch_a_newer_ones_data() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    drop(Sqlite::open(&folder).expect("opens"));
    drop(Store::open(&folder, "cloud", &LATER, Options::default()).expect("opens"));
    let refused = Sqlite::open(&folder).map(drop);
    assert!(matches!(refused, Err(StorageError::Newer { found: 9, known }) if known < 9), "{refused:?}");
    drop(Store::open(&folder, "cloud", &LATER, Options::default()).expect("is as it was"));
}

// R: F6
#[tokio::test]
async fn a_restored_backup_says_so() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path().join("data")).expect("free");
    let backup = temp.path().join("backup.db");
    let storage = Sqlite::open(&folder).expect("opens");
    let account = an_account(&storage, 1).await;
    assert_eq!(append(&storage, &account, &[write(1, 1)]).await, Appended::At(1));
    signed_in(&storage, 1, session(&account, Some(1))).await;
    storage.backup(&backup).expect("copies");
    append(&storage, &account, &[write(1, 2)]).await;
    an_account(&storage, 2).await;
    drop(storage);
    // With a clock that is behind, too, it rises each time: above what was there, above what is in the backup.
    for (now, expected) in [(0, 1), (0, 2), (NOW, NOW), (0, NOW + 1)] {
        assert_eq!(sqlite::restore(&folder, &backup, now).expect("restores"), expected);
    }
    let storage = Sqlite::open(&folder).expect("opens");
    assert_eq!(storage.restore_epoch().await.expect("reads"), NOW + 1);
    let page = page(&storage, &account, 0).await;
    assert_eq!((page.restore_epoch, entries(&page)), (NOW + 1, vec![entry(1, write(1, 1))]));
    assert!(storage.by_login("user2@example.org").await.expect("reads").is_none());
    assert!(storage.session([1; 32], NOW).await.expect("reads").is_none(), "it may have ended since the backup");
    // Where nothing is left of the data.
    let fresh = Folder::claim(temp.path().join("fresh")).expect("free");
    assert_eq!(sqlite::restore(&fresh, &backup, NOW).expect("restores"), NOW);
}

// R: F6
#[tokio::test]
async fn what_was_answered_is_there_after_opening_again() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let storage = Sqlite::open(&folder).expect("opens");
    let account = an_account(&storage, 1).await;
    append(&storage, &account, &[write(1, 1)]).await;
    drop(storage);
    let storage = Sqlite::open(&folder).expect("opens");
    assert_eq!(append(&storage, &account, &[write(1, 2)]).await, Appended::At(2));
}
