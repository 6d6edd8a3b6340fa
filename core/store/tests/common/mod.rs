//! A small schema that the tests of this crate share.
#![allow(dead_code, reason = "each test program uses a part")]

use landfall_store::{Error, Folder, Migrations, Options, Store};
use std::{path::Path, sync::mpsc};

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
