//! Opening: schemas go forward only, other programs' files are left alone, nobody else can read ours.

mod common;

use common::{NUMBERS, insert, open, values};
use landfall_store::{Error, Folder, Migrations, OpenError, Options, Store};
use std::{fs, os::unix::fs::PermissionsExt};

const SECOND: Migrations = Migrations {
    application_id: NUMBERS.application_id,
    steps: &[NUMBERS.steps[0], "ALTER TABLE number ADD COLUMN colour TEXT; UPDATE number SET colour = 'red'"],
};

fn attempt(folder: &Folder, migrations: &Migrations) -> Result<Store, OpenError> {
    Store::open(folder, "test", migrations, Options { check: true, ..Options::default() })
}

#[test]
fn migrates_forward_and_refuses_to_go_back() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    insert(&store, 1).wait().expect("writes");
    drop(store);
    let folder = Folder::claim(temp.path()).expect("free");
    let store = attempt(&folder, &SECOND).expect("migrates");
    let colour = |store: &Store| {
        store.read(|tx| {
            tx.query_row("SELECT colour FROM number", [], |row| row.get::<_, String>(0)).map_err(Error::from)
        })
    };
    assert_eq!(colour(&store), Ok("red".to_owned()));
    drop(store);
    let error = attempt(&folder, &NUMBERS).expect_err("an older release");
    assert!(matches!(error, OpenError::Newer { found: 2, known: 1, .. }));
    assert!(error.to_string().contains("update this program"));
    assert_eq!(colour(&attempt(&folder, &SECOND).expect("opens again")), Ok("red".to_owned()));
}

#[test]
fn a_failing_migration_changes_nothing() {
    const BROKEN: Migrations = Migrations {
        application_id: NUMBERS.application_id,
        steps: &[NUMBERS.steps[0], "DELETE FROM number; ALTER TABLE nowhere ADD COLUMN colour TEXT"],
    };
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    insert(&store, 1).wait().expect("writes");
    drop(store);
    let folder = Folder::claim(temp.path()).expect("free");
    assert!(matches!(attempt(&folder, &BROKEN), Err(OpenError::Migration { to: 2, .. })));
    assert_eq!(values(&attempt(&folder, &NUMBERS).expect("as it was")), [1]);
}

#[test]
fn other_programs_files_are_left_alone() {
    let temp = tempfile::tempdir().expect("temp folder");
    let folder = Folder::claim(temp.path()).expect("free");
    let path = temp.path().join("test.db");
    fs::write(&path, "this is no database, but somebody's letter").expect("writes");
    assert!(matches!(attempt(&folder, &NUMBERS), Err(OpenError::Database { source: Error::Corrupt(_), .. })));
    assert!(fs::read(&path).expect("reads").starts_with(b"this is no database"));
    fs::remove_file(&path).expect("removes");
    drop(attempt(&folder, &Migrations { application_id: *b"else", ..NUMBERS }).expect("creates"));
    let before = fs::read(&path).expect("reads");
    let found = u32::from_be_bytes(*b"else");
    assert!(matches!(attempt(&folder, &NUMBERS), Err(OpenError::Foreign { found: f, .. }) if f == found));
    assert_eq!(fs::read(&path).expect("reads"), before);
}

// R: A9
#[test]
fn nobody_else_can_read_the_files() {
    let temp = tempfile::tempdir().expect("temp folder");
    let path = temp.path().join("data");
    let store = open(&path);
    insert(&store, 1).wait().expect("writes");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("exists").permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    let files: Vec<_> = fs::read_dir(&path).expect("lists").map(|e| e.expect("entry").path()).collect();
    assert!(files.len() >= 3, "database, log and lock at least");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_damaged_page_is_found() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    for value in 0..2000 {
        drop(insert(&store, value));
    }
    insert(&store, -1).wait().expect("writes");
    store.integrity_check().expect("sound");
    store.checkpoint().expect("nobody reads");
    let path = store.path().to_owned();
    drop(store);
    let mut bytes = fs::read(&path).expect("reads");
    let middle = bytes.len() / 2 / 4096 * 4096;
    for byte in &mut bytes[middle..middle + 512] {
        *byte = 0xEE;
    }
    fs::write(&path, bytes).expect("writes");
    let folder = Folder::claim(temp.path()).expect("free");
    assert!(matches!(attempt(&folder, &NUMBERS), Err(OpenError::Database { source: Error::Corrupt(_), .. })));
}
