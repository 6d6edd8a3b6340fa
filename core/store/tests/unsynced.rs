//! A power cut: what was never synced is gone. Kill -9 alone doesn't show that, since the kernel still writes what a dead
//! process left, so the process to be killed runs on `tests/torture/unsynced`, which keeps unsynced writes in memory.
//!
//! The test program starts itself again as that process: `child` does nothing unless told where to write.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

mod common;

use common::{NUMBERS, insert, open, values};
use landfall_store::{Durability, Error, Folder, Options, Store, files};
use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread,
};

const WHERE: &str = "LANDFALL_TEST_FOLDER";
const WHAT: &str = "LANDFALL_TEST_DEED";

#[test]
fn child() {
    let Some(folder) = env::var_os(WHERE) else { return };
    let folder = Path::new(&folder);
    match env::var(WHAT).expect("a deed").as_str() {
        "store" => write_numbers(folder, Durability::Full, 100_000),
        "careless store" => write_numbers(folder, Durability::None, 100_000),
        "orderly store" => write_numbers(folder, Durability::None, 50),
        "file" => write_file(folder, |path, text| files::write_atomic(path, text).expect("writes")),
        "careless file" => write_file(folder, |path, text| fs::write(path, text).expect("writes")),
        "threads" => write_in_threads(folder),
        "tour" => tour(folder),
        other => panic!("no such deed: {other}"),
    }
}

fn say(answered: i64) {
    let mut out = std::io::stdout();
    out.write_all(format!("answered {answered}\n").as_bytes()).and_then(|()| out.flush()).expect("says so");
}

fn write_numbers(folder: &Path, durability: Durability, count: i64) {
    let folder = Folder::claim(folder).expect("free");
    let store = Store::open(&folder, "test", &NUMBERS, Options { durability, ..Options::default() }).expect("opens");
    for value in 1..=count {
        insert(&store, value).wait().expect("writes");
        assert_eq!(values(&store).len() as i64, value, "the process itself sees what it wrote");
        say(value);
    }
}

fn write_file(folder: &Path, write: impl Fn(&Path, &[u8])) {
    let path = folder.join("key");
    for turn in 1.. {
        write(&path, format!("{turn:08}").as_bytes());
        assert_eq!(fs::read(&path).expect("reads"), format!("{turn:08}").as_bytes());
        say(turn);
    }
}

fn write_in_threads(folder: &Path) {
    let folder = Folder::claim(folder).expect("free");
    let store = Store::open(&folder, "test", &NUMBERS, Options::default()).expect("opens");
    thread::scope(|scope| {
        for lane in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for turn in 0..20_000 {
                    let value = turn * 8 + lane;
                    insert(store, value).wait().expect("writes");
                    let found = store.read(|tx| {
                        let sql = "SELECT value FROM number WHERE value = ?1";
                        tx.query_row(sql, [value], |row| row.get::<_, i64>(0)).map_err(Error::from)
                    });
                    assert_eq!(found, Ok(value));
                    say(value);
                }
            });
        }
    });
}

/// Every call that the library stands in for, held against what a file must do.
fn tour(folder: &Path) {
    use std::{
        fs::OpenOptions,
        io::{Read, Seek, SeekFrom},
        os::unix::fs::FileExt,
    };
    let path = folder.join("tour");
    let mut options = OpenOptions::new();
    let mut file = options.read(true).write(true).create(true).truncate(true).open(&path).expect("opens");
    file.write_all(&[1; 10_000]).expect("writes");
    file.sync_all().expect("syncs");
    file.set_len(5_000).expect("cuts");
    file.set_len(9_000).expect("grows");
    file.write_at(&[2; 10], 8_190).expect("writes across pages");
    let mut expected = vec![0; 9_000];
    expected[..5_000].fill(1);
    expected[8_190..8_200].fill(2);
    assert_eq!(fs::read(&path).expect("reads"), expected);
    assert_eq!(fs::metadata(&path).expect("stats").len(), 9_000);
    assert_eq!(file.metadata().expect("stats").len(), 9_000);
    assert_eq!(file.seek(SeekFrom::End(-3)).expect("seeks"), 8_997);
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).expect("reads");
    assert_eq!(tail, [0; 3]);
    let mut appending = OpenOptions::new().append(true).open(&path).expect("opens");
    appending.write_all(b"end").expect("appends");
    file.seek(SeekFrom::Start(8_999)).expect("seeks");
    let mut four = [9; 4];
    file.try_clone().expect("duplicates").read_exact(&mut four).expect("reads");
    assert_eq!(&four, b"\0end");
    let other = folder.join("copy");
    assert_eq!(fs::copy(&path, &other).expect("copies"), 9_003);
    fs::rename(&other, &path).expect("renames over");
    assert_eq!(fs::read(&path).expect("reads").len(), 9_003);
    fs::remove_file(&path).expect("removes");
    assert_eq!(file.metadata().expect("still open").len(), 9_003);
    // The freed inode may come back: nothing of the old file may shine through.
    drop((file, appending));
    for turn in 0..20 {
        fs::write(&path, [turn; 3]).expect("writes");
        assert_eq!(fs::read(&path).expect("reads"), [turn; 3]);
        fs::remove_file(&path).expect("removes");
    }
    let mut last = fs::File::create(&path).expect("creates");
    last.write_all(&expected).and_then(|()| last.sync_data()).expect("syncs");
    last.write_all(b"never synced").expect("writes");
    say(1);
    thread::park();
}

/// The library, compiled once.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/torture/unsynced");
        let files = fs::read_dir(folder).expect("lists").map(|entry| entry.expect("entry").path());
        let sources = files.filter(|path| path.extension().is_some_and(|e| e == "c"));
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unsynced.so");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-o"])
            .arg(&out)
            .args(sources)
            .args(["-ldl", "-pthread"])
            .status()
            .expect("a C compiler, as SQLite needs one too");
        assert!(compiled.success());
        out
    })
}

fn start(folder: &Path, deed: &str) -> Child {
    Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "child", "--nocapture"])
        .env(WHERE, folder)
        .env(WHAT, deed)
        .env("LD_PRELOAD", library())
        .env("UNSYNCED_DIR", folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts")
}

/// Runs the deed until it has answered so often, kills it, and gives all it had answered.
fn cut_after(folder: &Path, deed: &str, enough: usize) -> Vec<i64> {
    let mut child = start(folder, deed);
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let number = |line: String| line.split("answered ").nth(1).and_then(|n| n.trim().parse().ok());
    let mut answered: Vec<i64> = lines.by_ref().filter_map(number).take(enough).collect();
    child.kill().expect("kills");
    child.wait().expect("dies");
    // What still stood in the pipe was answered as well. The last line may be cut.
    answered.extend(lines.filter_map(number));
    assert!(answered.len() >= enough, "{deed} ended early");
    answered
}

// R: A7 F8
#[test]
fn what_was_answered_survives_a_power_cut() {
    for enough in [1, 3, 40, 400] {
        let temp = tempfile::tempdir().expect("temp folder");
        let answered = cut_after(temp.path(), "store", enough).len() as i64;
        let store = open(temp.path());
        store.integrity_check().expect("sound");
        let found = values(&store);
        assert!(found.len() as i64 >= answered, "{answered} were answered, {} are there", found.len());
        assert_eq!(found, (1..=found.len() as i64).collect::<Vec<_>>());
    }
}

#[test]
fn without_syncing_a_power_cut_loses_what_was_answered() {
    let temp = tempfile::tempdir().expect("temp folder");
    drop(open(temp.path()));
    let answered = cut_after(temp.path(), "careless store", 40).len();
    let kept = values(&open(temp.path())).len();
    assert!(kept < answered, "all {answered} are there: the library drops nothing, and proves nothing");
}

#[test]
fn an_orderly_end_loses_nothing() {
    let temp = tempfile::tempdir().expect("temp folder");
    let mut child = start(temp.path(), "orderly store");
    assert!(child.wait().expect("ends").success());
    assert_eq!(values(&open(temp.path())).len(), 50);
}

// R: F8
#[test]
fn a_small_file_is_old_or_new_after_a_power_cut() {
    let temp = tempfile::tempdir().expect("temp folder");
    let read = || fs::read_to_string(temp.path().join("key")).expect("reads");
    let answered = *cut_after(temp.path(), "file", 25).last().expect("answers");
    let found: i64 = read().parse().expect("a whole file");
    assert!(found == answered || found == answered + 1, "{found} instead of {answered}");
    cut_after(temp.path(), "careless file", 25);
    assert_eq!(read().parse().ok(), Some(found), "what was never synced never came");
}

#[test]
fn threads_see_one_file() {
    let temp = tempfile::tempdir().expect("temp folder");
    let answered = cut_after(temp.path(), "threads", 500);
    let store = open(temp.path());
    store.integrity_check().expect("sound");
    let found = values(&store);
    for value in answered {
        assert!(found.binary_search(&value).is_ok(), "{value} was answered");
    }
}

#[test]
fn files_behave_as_files_do() {
    let temp = tempfile::tempdir().expect("temp folder");
    cut_after(temp.path(), "tour", 1);
    let kept = fs::read(temp.path().join("tour")).expect("reads");
    assert_eq!(kept.len(), 9_000, "the synced bytes and no others");
    assert!(!temp.path().join("copy").exists());
}
