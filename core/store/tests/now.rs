//! `write_now`: done by who asks, as long as nobody else writes; otherwise as any other write.

mod common;

use common::{crowd, hold, insert, make_child_table, open, values};
use landfall_store::{Error, Store};
use std::{
    thread::{self, ThreadId},
    time::Duration,
};

/// Inserts `value`; answers on which thread, and how many values there are then.
fn insert_now(store: &Store, value: i64) -> Result<(ThreadId, i64), Error> {
    store.write_now(move |tx| {
        tx.execute("INSERT INTO number (value) VALUES (?1)", [value])?;
        let count = tx.query_row("SELECT count(*) FROM number", [], |row| row.get(0))?;
        Ok((thread::current().id(), count))
    })
}

/// Lets the writer come to rest: it does when it has nothing to do and expects nobody.
fn settle(store: &Store) {
    while store.write_now(|_| Ok::<_, Error>(thread::current().id())) != Ok(thread::current().id()) {
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn alone_it_is_done_on_the_callers_own_thread() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    settle(&store);
    let before = store.counters();
    for value in 1..=5 {
        assert_eq!(insert_now(&store, value), Ok((thread::current().id(), value)));
    }
    let after = store.counters();
    assert_eq!((after.commits - before.commits, after.jobs - before.jobs), (5, 5));
    assert_eq!(values(&store), [1, 2, 3, 4, 5]);
}

#[test]
fn it_overtakes_nobody() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    settle(&store);
    for turn in 1..=300 {
        let before = insert(&store, 2 * turn);
        let (_, count) = insert_now(&store, 2 * turn + 1).expect("writes");
        assert_eq!(count, 2 * turn, "what this caller wrote before is there");
        before.wait().expect("writes");
    }
    let (go, first) = hold(&store);
    let before = insert(&store, 0);
    thread::scope(|scope| {
        let later = scope.spawn(|| insert_now(&store, -1));
        thread::sleep(Duration::from_millis(50));
        assert!(!later.is_finished(), "the writer is busy");
        go.send(()).expect("the writer waits");
        let (thread, count) = later.join().expect("ends").expect("writes");
        assert_ne!(thread, thread::current().id());
        assert_eq!(count, 602);
    });
    first.wait().expect("first");
    before.wait().expect("writes");
}

#[test]
fn what_fails_or_panics_leaves_nothing_behind() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    settle(&store);
    insert_now(&store, 1).expect("writes");
    let before = store.counters();
    let failing = store.write_now(|tx| {
        tx.execute("INSERT INTO number (value) VALUES (2)", [])?;
        Err::<(), _>(Error::NotFound)
    });
    assert_eq!(failing, Err(Error::NotFound));
    assert!(matches!(insert_now(&store, 1), Err(Error::Constraint(_))));
    let panicking = store.write_now(|tx| {
        tx.execute("INSERT INTO number (value) VALUES (3)", []).map_err(Error::from)?;
        if tx.last_insert_rowid() > 0 { panic!("a job may be wrong") } else { Ok::<(), Error>(()) }
    });
    assert_eq!(panicking, Err(Error::Panicked));
    assert_eq!(store.counters(), before, "nothing was committed");
    insert_now(&store, 4).expect("the next one works");
    assert_eq!(values(&store), [1, 4]);
}

#[test]
fn a_failed_commit_is_told_and_the_next_one_works() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    make_child_table(&store);
    settle(&store);
    // The one kind of constraint that only the commit itself checks.
    let guilty = store.write_now(|tx| {
        tx.execute("INSERT INTO child VALUES (99)", [])?;
        Ok::<(), Error>(())
    });
    assert!(matches!(guilty, Err(Error::Constraint(_))));
    assert_eq!(insert_now(&store, 8), Ok((thread::current().id(), 1)));
}

#[test]
fn a_crowd_shares_commits() {
    let temp = tempfile::tempdir().expect("temp folder");
    let shared = crowd(temp.path(), |store, value| {
        insert_now(store, value).expect("writes");
    });
    assert!(shared >= 100, "{shared} jobs a commit");
}
