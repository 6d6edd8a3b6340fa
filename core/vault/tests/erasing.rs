//! Crypto-erase and rotation, killed at every step and finished by the next opening.
//!
//! The test program starts itself again as the process to be killed: `child` does nothing unless told what to do.

mod common;

use common::{JOURNAL, create, desk, get, put, reopen};
use landfall_vault::{KeyId, KeystoreError, Vault, VaultError};
use std::{
    env, fs,
    path::Path,
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
};

const WHERE: &str = "LANDFALL_TEST_FOLDER";
const WHAT: &str = "LANDFALL_TEST_DEED";
const DEVICE: &str = "euicc.1";

/// One test at a time: a program that another test is just starting holds copies of this one's open locks.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn child() {
    let Some(folder) = env::var_os(WHERE) else { return };
    let path = Path::new(&folder);
    match env::var(WHAT).as_deref() {
        Ok("create") => drop(create(path)),
        Ok("rotate") => reopen(path).and_then(|vault| vault.rotate()).expect("rotates"),
        Ok("destroy") => reopen(path).and_then(|vault| vault.destroy(&[DEVICE.into()])).expect("destroys"),
        other => panic!("nothing to do: {other:?}"),
    }
}

/// Runs a deed in a process of its own that dies at `crash`; whether it got through alive.
fn run(path: &Path, deed: &str, crash: &str) -> bool {
    let status = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "child"])
        .env(WHERE, path)
        .env(WHAT, deed)
        .env("LANDFALL_CRASH", crash)
        .env("LANDFALL_CRASH_LOG", path.join("crashes"))
        .output()
        .expect("starts")
        .status;
    let died = fs::read_to_string(path.join("crashes")).is_ok();
    assert_eq!(status.success(), !died, "{deed} with {crash} failed without a crash");
    status.success()
}

/// A vault with one record, whose keystore also holds a device key.
fn furnish(path: &Path) {
    let vault = create(path);
    vault.keystore().generate_signing_key(&DEVICE.into(), b"").expect("makes");
    put(&vault, JOURNAL, b"card", b"secret of the card");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("creates");
    for entry in fs::read_dir(from).expect("lists").map(|e| e.expect("entry")) {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("copies");
    }
}

/// Runs `deed` with the crash at its first, second, … passing of any point, until it gets through.
fn killed_at_each_point(deed: &str, prepare: impl Fn(&Path), check: impl Fn(&Path, u32)) -> u32 {
    for turn in 1.. {
        let temp = tempfile::tempdir().expect("temp folder");
        prepare(temp.path());
        let through = run(temp.path(), deed, &format!("*:{turn}"));
        check(temp.path(), turn);
        if through {
            return turn - 1;
        }
    }
    0
}

// R: F8
#[test]
fn creation_killed_at_any_point_is_repeated() {
    let _alone = alone();
    let points = killed_at_each_point(
        "create",
        |_| {},
        |path, _| {
            let (folder, keystore) = desk(path);
            let vault = match Vault::open(&folder, keystore.clone()) {
                Err(VaultError::Missing) => Vault::create(&folder, keystore).expect("creates"),
                other => other.expect("opens"),
            };
            put(&vault, JOURNAL, b"a", b"b");
            vault.verify().expect("sound");
        },
    );
    assert!(points >= 8, "only {points} points were passed");
}

// R: F8
#[test]
fn destruction_killed_at_any_point_is_finished() {
    let _alone = alone();
    let points = killed_at_each_point("destroy", furnish, |path, turn| {
        let opened = reopen(path);
        // The first point lies before the first durable step: nothing has happened then.
        if turn == 1 {
            let vault = opened.expect("untouched");
            assert_eq!(get(&vault, JOURNAL, b"card").expect("is there").expose(), b"secret of the card");
            return;
        }
        assert!(matches!(opened, Err(VaultError::Destroyed)), "turn {turn}: {opened:?}");
        assert!(matches!(reopen(path), Err(VaultError::Destroyed)), "it stays destroyed");
        let (folder, keystore) = desk(path);
        assert!(matches!(keystore.attest(&DEVICE.into()), Err(KeystoreError::NoSuchKey(_))));
        assert_eq!(rows(path), 0);
        let fresh = Vault::create(&folder, keystore).expect("a new one may follow");
        assert_eq!(get(&fresh, JOURNAL, b"card"), None);
    });
    assert!(points >= 9, "only {points} points were passed");
}

// R: A6
#[test]
fn what_was_destroyed_opens_no_more_not_even_from_a_copy_of_the_rows() {
    let _alone = alone();
    let temp = tempfile::tempdir().expect("temp folder");
    let (data, before) = (temp.path().join("data"), temp.path().join("before"));
    furnish(&data);
    copy(&data, &before);
    let vault = reopen(&data).expect("opens");
    vault.destroy(&[]).expect("destroys");
    assert!(matches!(vault.destroy(&[]), Ok(())), "repeating is fine");
    assert!(matches!(landfall_vault::Records::get(&vault, JOURNAL, b"card"), Err(VaultError::Destroyed)));
    assert!(matches!(vault.rotate(), Err(VaultError::Destroyed)));
    drop(vault);
    // The database comes back from a backup; the keystore, as a phone's would, doesn't.
    fs::copy(before.join("vault.db"), data.join("vault.db")).expect("copies");
    assert!(matches!(reopen(&data), Err(VaultError::KeyLost)));
}

// R: F4
#[test]
fn what_can_not_be_opened_any_more_is_destroyed_all_the_same() {
    let _alone = alone();
    let temp = tempfile::tempdir().expect("temp folder");
    let (data, before) = (temp.path().join("data"), temp.path().join("before"));
    furnish(&data);
    copy(&data, &before);
    assert_eq!(reopen(&data).expect("opens").generation().expect("live"), 0);
    reopen(&data).and_then(|vault| vault.rotate()).expect("rotates");
    assert_eq!(reopen(&data).expect("opens").generation().expect("live"), 1);
    fs::copy(before.join("vault.db"), data.join("vault.db")).expect("copies");
    assert!(matches!(reopen(&data), Err(VaultError::KeyLost)));
    for _ in 0..2 {
        let (folder, keystore) = desk(&data);
        Vault::destroy_unopened(&folder, &*keystore, None).expect("destroys");
        drop((folder, keystore));
        assert!(matches!(reopen(&data), Err(VaultError::Destroyed)));
    }
    assert_eq!(rows(&data), 0);
    let (empty, keystore) = desk(&temp.path().join("empty"));
    Vault::destroy_unopened(&empty, &*keystore, None).expect("nothing is there");
    assert!(matches!(Vault::open(&empty, keystore), Err(VaultError::Missing)));
}

// R: F4
#[test]
fn a_vault_whose_file_lies_is_destroyed_all_the_same() {
    let _alone = alone();
    for lie in ["UPDATE vault SET generation = 99", "UPDATE vault SET state = 3", "UPDATE vault SET id = zeroblob(16)"]
    {
        let temp = tempfile::tempdir().expect("temp folder");
        let (data, before) = (temp.path().join("data"), temp.path().join("before"));
        furnish(&data);
        for _ in 0..3 {
            reopen(&data).and_then(|vault| vault.rotate()).expect("rotates");
        }
        let id = reopen(&data).and_then(|vault| vault.id()).expect("live");
        copy(&data, &before);
        rusqlite::Connection::open(data.join("vault.db")).and_then(|file| file.execute(lie, [])).expect("writes");
        assert!(reopen(&data).is_err(), "{lie}");
        let (folder, keystore) = desk(&data);
        Vault::destroy_unopened(&folder, &*keystore, Some(&id)).expect("destroys");
        drop((folder, keystore));
        // Whoever kept the file as it was has nothing of it.
        fs::copy(before.join("vault.db"), data.join("vault.db")).expect("copies");
        assert!(matches!(reopen(&data), Err(VaultError::KeyLost)), "{lie}");
    }
}

// R: F8
#[test]
fn rotation_killed_at_any_point_loses_nothing_and_ends_old_backups() {
    let _alone = alone();
    let points = killed_at_each_point(
        "rotate",
        |path| {
            furnish(&path.join("data"));
            copy(&path.join("data"), &path.join("before"));
            // The child works in the folder itself.
            copy(&path.join("data"), path);
        },
        |path, turn| {
            let vault = reopen(path).unwrap_or_else(|e| panic!("turn {turn}: {e}"));
            assert_eq!(get(&vault, JOURNAL, b"card").expect("is there").expose(), b"secret of the card");
            vault.verify().expect("sound");
            vault.rotate().expect("rotates again");
            put(&vault, JOURNAL, b"later", b"still writable");
            drop(vault);
            assert_eq!(
                get(&reopen(path).expect("opens"), JOURNAL, b"later").expect("is there").expose(),
                b"still writable"
            );
            fs::copy(path.join("before/vault.db"), path.join("vault.db")).expect("copies");
            let old = reopen(path);
            assert!(matches!(old, Err(VaultError::KeyLost)), "an old backup is dead data: turn {turn} {old:?}");
        },
    );
    assert!(points >= 8, "only {points} points were passed");
}

#[test]
fn lifecycle_answers() {
    let _alone = alone();
    let temp = tempfile::tempdir().expect("temp folder");
    assert!(matches!(reopen(temp.path()), Err(VaultError::Missing)));
    let vault = create(temp.path());
    drop(vault);
    let (folder, keystore) = desk(temp.path());
    assert!(matches!(Vault::create(&folder, keystore), Err(VaultError::Exists)));
    let elsewhere = tempfile::tempdir().expect("temp folder");
    let (_, foreign) = desk(elsewhere.path());
    assert!(matches!(Vault::open(&folder, foreign), Err(VaultError::KeyLost)));
    assert_eq!(KeyId::from("a").to_string(), "a");
}

fn rows(path: &Path) -> i64 {
    let connection = rusqlite::Connection::open(path.join("vault.db")).expect("opens");
    connection.query_row("SELECT count(*) FROM record", [], |row| row.get(0)).expect("counts")
}
