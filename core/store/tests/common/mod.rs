//! A small schema that the tests of this crate share.
#![allow(dead_code, reason = "each test program uses a part")]

use landfall_store::{Error, Folder, Migrations, Options, Store};
use std::{
    path::Path,
    sync::{Barrier, mpsc},
    thread,
    time::Duration,
};

pub(crate) const NUMBERS: Migrations = Migrations {
    application_id: *b"LFt1",
    steps: &["CREATE TABLE number (value INTEGER PRIMARY KEY, note TEXT NOT NULL DEFAULT '') STRICT"],
};

pub(crate) fn open(path: &Path) -> Store {
    open_with(path, Options::default())
}

pub(crate) fn open_with(path: &Path, options: Options) -> Store {
    let folder = Folder::claim(path).expect("nobody else has the folder");
    Store::open(&folder, "test", &NUMBERS, options).expect("opens")
}

pub(crate) fn insert(store: &Store, value: i64) -> landfall_store::Pending<(), Error> {
    store.write(move |tx| {
        tx.execute("INSERT INTO number (value) VALUES (?1)", [value])?;
        Ok(())
    })
}

/// Keeps the writer busy until told to go on, so that what is written meanwhile shares one commit.
pub(crate) fn hold(store: &Store) -> (mpsc::Sender<()>, landfall_store::Pending<(), Error>) {
    let (go, gate) = mpsc::channel();
    let (begun, running) = mpsc::channel();
    let held = store.write(move |_| {
        begun.send(()).map_err(|_| Error::Closed)?;
        gate.recv().map_err(|_| Error::Closed)
    });
    running.recv().expect("the writer runs it");
    (go, held)
}

pub(crate) fn values(store: &Store) -> Vec<i64> {
    store
        .read(|tx| tx.query_all("SELECT value FROM number ORDER BY value", [], |row| row.get(0)).map_err(Error::from))
        .expect("reads")
}

/// Makes a table whose constraint only the commit itself checks.
pub(crate) fn make_child_table(store: &Store) {
    let made = store.write_now(|tx| {
        tx.execute("CREATE TABLE child (of INTEGER REFERENCES number DEFERRABLE INITIALLY DEFERRED)", [])?;
        Ok::<(), Error>(())
    });
    made.expect("makes a table");
}

/// Has 256 threads `write` eight values each, all at once, on a disk that takes 7 ms; how many jobs shared a commit.
pub(crate) fn crowd(path: &Path, write: impl Fn(&Store, i64) + Sync) -> u64 {
    const CLIENTS: usize = 256;
    const EACH: usize = 8;
    let store = open_with(path, Options { sync_delay: Duration::from_millis(7), ..Options::default() });
    let start = Barrier::new(CLIENTS);
    let before = store.counters();
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (store, start, write) = (&store, &start, &write);
            let run = move || {
                start.wait();
                (0..EACH).for_each(|turn| write(store, (client * EACH + turn) as i64));
            };
            thread::Builder::new().stack_size(128 << 10).spawn_scoped(scope, run).expect("a thread");
        }
    });
    let (commits, jobs) = (store.counters().commits - before.commits, store.counters().jobs - before.jobs);
    assert_eq!(jobs, (CLIENTS * EACH) as u64);
    jobs / commits
}
