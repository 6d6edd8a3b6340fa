//! Kill at any point: what was answered is there, what wasn't is there whole or not at all.
//!
//! The test program starts itself again as the process to be killed: `child` does nothing unless told where to write.

mod common;

use common::{insert, open, values};
use landfall_store::Error;
use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};

const WHERE: &str = "LANDFALL_TEST_FOLDER";
const BACKUP: &str = "LANDFALL_TEST_BACKUP";

/// One test at a time: a program that another test is just starting holds copies of this one's open locks.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn child() {
    let Some(folder) = env::var_os(WHERE) else { return };
    let folder = Path::new(&folder);
    if let Some(backup) = env::var_os(BACKUP) {
        return restore_noted(folder, Path::new(&backup));
    }
    let store = open(folder);
    let first = values(&store).last().map_or(1, |last| last + 1);
    let mut out = std::io::stdout();
    for value in first..first + 2000 {
        let job = move |tx: &landfall_store::Transaction<'_>| {
            tx.execute("INSERT INTO number (value) VALUES (?1)", [value])?;
            tx.execute("INSERT INTO number (value) VALUES (?1)", [-value])?;
            Ok::<(), Error>(())
        };
        // By the writer, or by this thread itself.
        let written = if value % 2 == 0 { store.write(job).wait() } else { store.write_now(job) };
        written.expect("writes");
        out.write_all(format!("answered {value}\n").as_bytes()).and_then(|()| out.flush()).expect("says so");
    }
}

fn restore_noted(folder: &Path, backup: &Path) {
    let folder = landfall_store::Folder::claim(folder).expect("free");
    let note = |tx: &landfall_store::Transaction<'_>| {
        tx.execute("INSERT INTO number (value, note) VALUES (0, 'restored')", [])?;
        Ok(())
    };
    landfall_store::restore(&folder, "test", backup, &common::NUMBERS, note).expect("restores");
}

fn start(folder: &Path, crash: &str) -> Child {
    Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "child", "--nocapture"])
        .env(WHERE, folder)
        .env("LANDFALL_CRASH", crash)
        .env("LANDFALL_CRASH_LOG", folder.join("crashes"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts")
}

/// Reads what the child says was answered, up to `enough` lines; the last one.
fn listen(child: &mut Child, enough: usize) -> i64 {
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let answered = lines.filter_map(|line| line.split("answered ").nth(1)?.trim().parse().ok());
    answered.take(enough).last().unwrap_or(0)
}

fn check(folder: &Path, answered: i64) -> i64 {
    let store = open(folder);
    store.integrity_check().expect("sound");
    let found = values(&store);
    let last = *found.last().unwrap_or(&0);
    assert!(last >= answered, "{answered} was answered, {last} is there");
    assert!(last <= answered + 1, "only what was under way may be there beyond what was answered");
    let expected: Vec<_> = (-last..=last).filter(|value| *value != 0).collect();
    assert_eq!(found, expected, "whole jobs only, none missing");
    last
}

// R: A7
#[test]
fn what_was_answered_survives_kill_9() {
    let _alone = alone();
    let temp = tempfile::tempdir().expect("temp folder");
    let mut last = 0;
    for round in 1..=5 {
        let mut child = start(temp.path(), "");
        let answered = listen(&mut child, round * 7);
        child.kill().expect("kills");
        child.wait().expect("dies");
        assert!(answered > last);
        let store = open(temp.path());
        store.integrity_check().expect("sound");
        last = *values(&store).last().expect("rows");
        // More lines may have stood in the pipe than were read.
        assert!(last >= answered);
        assert_eq!(values(&store).len() as i64, last * 2);
    }
}

// R: A7
#[test]
fn every_crash_point_kills_and_heals() {
    let _alone = alone();
    let temp = tempfile::tempdir().expect("temp folder");
    for (point, kept) in [("store.commit.before", 0), ("store.commit.after", 1)] {
        for turn in [1, 2, 9] {
            let before = values(&open(temp.path())).last().copied().unwrap_or(0);
            let mut child = start(temp.path(), &format!("{point}:{turn}"));
            let answered = listen(&mut child, usize::MAX).max(before);
            assert!(!child.wait().expect("dies").success());
            assert_eq!(answered, before + turn - 1, "it dies at its turn, before it answers");
            assert_eq!(check(temp.path(), answered), answered + kept, "{point}: the disk has it or hasn't");
        }
    }
    let log = std::fs::read_to_string(temp.path().join("crashes")).expect("the log");
    assert_eq!(log.matches("store.commit.before\n").count(), 3);
    assert_eq!(log.matches("store.commit.after\n").count(), 3);
}

#[test]
fn a_killed_owner_frees_the_folder() {
    let _alone = alone();
    let temp = tempfile::tempdir().expect("temp folder");
    let mut child = start(temp.path(), "");
    listen(&mut child, 1);
    let error = landfall_store::Folder::claim(temp.path()).expect_err("the child owns it");
    assert!(matches!(error, landfall_store::OpenError::Held { pid: Some(pid), .. } if pid == child.id()), "{error}");
    child.kill().expect("kills");
    child.wait().expect("dies");
    insert(&open(temp.path()), 1_000_000).wait().expect("ours now");
}

// R: F8
#[test]
fn a_restore_killed_at_any_point_leaves_the_old_or_the_noted_new() {
    let _alone = alone();
    let temp = tempfile::tempdir().expect("temp folder");
    let (data, backup) = (temp.path().join("data"), temp.path().join("backup.db"));
    let store = open(&data);
    insert(&store, 1).wait().expect("writes");
    store.backup(&backup, |_| Ok(())).expect("backs up");
    insert(&store, 2).wait().expect("writes");
    for (point, expected) in [("store.restore.copied", &[1, 2][..]), ("store.restore.retired", &[1, 2]), ("", &[0, 1])]
    {
        // With a log that isn't folded into the file, as a killed process leaves it.
        let copy = temp.path().join(format!("killed {point}"));
        std::fs::create_dir(&copy).expect("creates");
        for name in ["test.db", "test.db-wal"] {
            std::fs::copy(data.join(name), copy.join(name)).expect("copies");
        }
        let status = Command::new(env::current_exe().expect("this program"))
            .args(["--exact", "child"])
            .envs([(WHERE, copy.as_path()), (BACKUP, backup.as_path())])
            .env("LANDFALL_CRASH", format!("{point}:1"))
            .output()
            .expect("starts")
            .status;
        assert_eq!(status.success(), point.is_empty());
        let store = open(&copy);
        store.integrity_check().expect("sound");
        assert_eq!(values(&store), expected, "{point}");
    }
}
