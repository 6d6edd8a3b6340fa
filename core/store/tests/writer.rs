//! The writer: group commit, jobs that stand or fall alone, failures that reach their callers, an orderly end.

mod common;

use common::{crowd, hold, insert, make_child_table, open, open_with, values};
use landfall_store::{Error, Options};
use std::{
    pin::pin,
    sync::{Arc, mpsc},
    task::{Context, Poll, Wake},
    thread,
    time::{Duration, Instant},
};

#[test]
fn jobs_run_in_order_and_see_those_before_them() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    let counts: Vec<_> = (0..500)
        .map(|value| {
            store.write(move |tx| {
                tx.execute("INSERT INTO number (value) VALUES (?1)", [value])?;
                Ok::<i64, Error>(tx.query_row("SELECT count(*) FROM number", [], |row| row.get(0))?)
            })
        })
        .collect();
    for (expected, count) in (1..).zip(counts) {
        assert_eq!(count.wait(), Ok(expected));
    }
    assert_eq!(values(&store).len(), 500);
}

#[test]
fn a_failing_or_panicking_job_rolls_back_alone() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    let (go, first) = hold(&store);
    let good = insert(&store, 1);
    let before = store.counters().commits + 1;
    let failing = store.write(|tx| {
        tx.execute("INSERT INTO number (value) VALUES (2)", [])?;
        Err::<(), _>(Error::NotFound)
    });
    let refused = insert(&store, 1);
    let panicking = store.write(|tx| {
        tx.execute("INSERT INTO number (value) VALUES (3)", []).map_err(Error::from)?;
        if tx.last_insert_rowid() == 3 { panic!("a job may be wrong") } else { Ok::<(), Error>(()) }
    });
    let last = insert(&store, 4);
    go.send(()).expect("the writer waits");
    assert_eq!(first.wait(), Ok(()));
    assert_eq!(good.wait(), Ok(()));
    assert_eq!(failing.wait(), Err(Error::NotFound));
    assert!(matches!(refused.wait(), Err(Error::Constraint(_))));
    assert_eq!(panicking.wait(), Err(Error::Panicked));
    assert_eq!(last.wait(), Ok(()));
    assert_eq!(values(&store), [1, 4]);
    assert_eq!(store.counters().commits, before + 1, "they shared a commit");
}

#[test]
fn a_failed_commit_is_told_to_every_job_in_it_and_the_next_one_works() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    make_child_table(&store);
    let (go, first) = hold(&store);
    let innocent = insert(&store, 7);
    // The one kind of constraint that only the commit itself checks.
    let guilty = store.write(|tx| {
        tx.execute("INSERT INTO child VALUES (99)", [])?;
        Ok::<(), Error>(())
    });
    go.send(()).expect("the writer waits");
    first.wait().expect("first");
    assert!(matches!(innocent.wait(), Err(Error::Constraint(_))));
    assert!(matches!(guilty.wait(), Err(Error::Constraint(_))));
    assert!(values(&store).is_empty());
    insert(&store, 8).wait().expect("the writer lives on");
    assert_eq!(values(&store), [8]);
}

// R: F3
#[test]
fn a_full_disk_is_named_and_loses_nothing() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    insert(&store, 1).wait().expect("there is room");
    let limit = |pages: i64| {
        store
            .write(move |tx| {
                let sql = format!("PRAGMA max_page_count = {pages}");
                Ok::<i64, Error>(tx.query_row(&sql, [], |row| row.get(0))?)
            })
            .wait()
            .expect("sets a limit")
    };
    limit(4);
    let big = || {
        store.write(|tx| {
            tx.execute("INSERT INTO number (value, note) VALUES (2, ?1)", ["x".repeat(1 << 20)])?;
            Ok::<(), Error>(())
        })
    };
    let error = big().wait().expect_err("there is no room");
    assert_eq!(error, Error::DiskFull);
    assert!(error.retrying_helps());
    assert_eq!(values(&store), [1]);
    limit(1 << 20);
    big().wait().expect("there is room again");
    assert_eq!(values(&store), [1, 2]);
}

#[test]
fn many_clients_share_commits() {
    let temp = tempfile::tempdir().expect("temp folder");
    let shared = crowd(temp.path(), |store, value| insert(store, value).wait().expect("writes"));
    assert!(shared >= 100, "{shared} jobs a commit");
}

#[test]
fn a_full_queue_makes_callers_wait() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open_with(temp.path(), Options { queue: 2, ..Options::default() });
    let (go, first) = hold(&store);
    let waiting = [insert(&store, 1), insert(&store, 2)];
    let (done, third) = mpsc::channel();
    let other = store.clone();
    let caller = thread::spawn(move || {
        let pending = insert(&other, 3);
        done.send(()).expect("the test listens");
        pending.wait()
    });
    assert!(third.recv_timeout(Duration::from_millis(100)).is_err(), "there was no room");
    go.send(()).expect("the writer waits");
    first.wait().expect("first");
    for pending in waiting {
        pending.wait().expect("writes");
    }
    assert_eq!(caller.join().expect("the caller ends"), Ok(()));
    assert_eq!(values(&store), [1, 2, 3]);
}

#[test]
fn closing_writes_what_waits() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open_with(temp.path(), Options { sync_delay: Duration::from_millis(20), ..Options::default() });
    assert!(values(&store).is_empty(), "a reader is open as well");
    let pending: Vec<_> = (0..100).map(|value| insert(&store, value)).collect();
    drop(store);
    for write in pending {
        assert_eq!(write.wait(), Ok(()));
    }
    assert!(!temp.path().join("test.db-wal").exists(), "the log is folded into the file");
    assert_eq!(values(&open(temp.path())).len(), 100);
}

#[test]
fn the_last_clone_may_end_inside_a_job() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open(temp.path());
    let own = store.clone();
    let pending = store.write(move |_| {
        thread::sleep(Duration::from_millis(50));
        drop(own);
        Ok::<(), Error>(())
    });
    drop(store);
    assert_eq!(pending.wait(), Ok(()));
}

#[test]
fn readers_see_one_state_and_cannot_write() {
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open_with(temp.path(), Options { readers: 1, ..Options::default() });
    insert(&store, 1).wait().expect("writes");
    let count = "SELECT count(*) FROM number";
    let (before, after): (i64, i64) = store
        .read(|tx| {
            let before = tx.query_row(count, [], |row| row.get(0))?;
            insert(&store, 2).wait()?;
            Ok::<_, Error>((before, tx.query_row(count, [], |row| row.get(0))?))
        })
        .expect("reads");
    assert_eq!((before, after), (1, 1));
    assert_eq!(values(&store), [1, 2]);
    let write = store.read(|tx| tx.execute("DELETE FROM number", []).map_err(Error::from));
    assert!(matches!(write, Err(Error::ReadOnly(_))), "{write:?}");
    assert_eq!(
        store.read(|tx| tx
            .query_row("SELECT value FROM number WHERE value = 9", [], |row| row.get::<_, i64>(0))
            .map_err(Error::from)),
        Err(Error::NotFound)
    );
}

#[test]
fn a_lone_client_does_not_wait_for_company() {
    let temp = tempfile::tempdir().expect("temp folder");
    let delay = Duration::from_millis(40);
    let store = open_with(temp.path(), Options { sync_delay: delay, ..Options::default() });
    // After a full batch the writer hopes for as many again; after one lone job it no longer does.
    let crowd: Vec<_> = (0..50).map(|value| insert(&store, value)).collect();
    crowd.into_iter().for_each(|write| write.wait().expect("writes"));
    insert(&store, 100).wait().expect("writes");
    let begun = Instant::now();
    for value in 101..106 {
        insert(&store, value).wait().expect("writes");
    }
    // Five commits of 40 ms; lingering would add an eighth to each, 25 ms. The disk's own time comes on top.
    assert!(begun.elapsed() >= delay * 5);
    assert_eq!(store.counters().jobs, 56);
}

#[test]
fn an_answer_can_be_awaited() {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let temp = tempfile::tempdir().expect("temp folder");
    let store = open_with(temp.path(), Options { sync_delay: Duration::from_millis(20), ..Options::default() });
    let both = async {
        let (one, two) = (insert(&store, 1), insert(&store, 1));
        (one.await, two.await)
    };
    let mut both = pin!(both);
    let waker = Arc::new(Unpark(thread::current())).into();
    let (one, two) = loop {
        match both.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(answers) => break answers,
            Poll::Pending => thread::park(),
        }
    };
    assert_eq!(one, Ok(()));
    assert!(matches!(two, Err(Error::Constraint(_))));
}
