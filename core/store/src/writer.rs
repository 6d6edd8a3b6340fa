use crate::{
    Error, Options, Transaction,
    answers::{self, Answers},
    crash,
    queue::{Job, Queue},
    store::Totals,
};
use rusqlite::Connection;
use std::{
    cell::Cell,
    sync::{Arc, Mutex, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

/// The writing connection. Whoever holds it takes all jobs that wait, runs each in a savepoint, commits them together and has them answered;
/// while it syncs, the next batch gathers. A thread of its own does it for callers who come together; one who comes alone does it himself,
/// since waking two threads one after the other takes longer than writing.
pub(crate) struct Writer {
    connection: Connection,
    queue: Arc<Queue>,
    totals: Arc<Totals>,
    options: Options,
    answers: Answers,
    last: Last,
}

/// The last commit.
#[derive(Default)]
struct Last {
    jobs: usize,
    time: Duration,
}

/// Of the time that the disk took for the last commit, how much the next may wait for callers who are expected back: what
/// they would save is a commit of their own.
const LINGER_PART: u32 = 8;

/// So many callers are sooner woken than another thread is.
const FEW: usize = 4;

/// Where the writer is; none once its store has closed.
pub(crate) type Desk = Mutex<Option<Writer>>;

thread_local! {
    /// The desk at which this thread writes, by address.
    static WRITING_AT: Cell<usize> = const { Cell::new(0) };
}

/// Whether this thread is in the middle of a commit there.
pub(crate) fn is_writing_at(desk: &Arc<Desk>) -> bool {
    WRITING_AT.get() == Arc::as_ptr(desk).addr()
}

/// The thread that writes for callers who come together, until the queue is closed and empty.
pub(crate) fn run(desk: &Arc<Desk>, queue: &Arc<Queue>) {
    // However this ends, nobody is left waiting for it.
    let _closing = Closing(queue.clone());
    while queue.wait() {
        // Poisoned: a caller who wrote has panicked, in code that no job runs.
        let Ok(mut writer) = desk.lock() else { return };
        let Some(writer) = writer.as_mut() else { return };
        write(desk, writer);
    }
}

/// Writes here and now if callers come one by one and nobody writes; else the thread does, which was told of the job.
pub(crate) fn lead(desk: &Arc<Desk>, queue: &Queue) {
    if let Ok(mut guard) = desk.try_lock()
        && queue.is_alone()
        && let Some(writer) = guard.as_mut()
    {
        write(desk, writer);
    }
}

fn write(desk: &Arc<Desk>, writer: &mut Writer) {
    let before = WRITING_AT.replace(Arc::as_ptr(desk).addr());
    writer.write();
    WRITING_AT.set(before);
}

impl Writer {
    pub(crate) fn new(connection: Connection, queue: Arc<Queue>, totals: Arc<Totals>, options: Options) -> Self {
        Self { connection, queue, totals, options, answers: Answers::start(), last: Last::default() }
    }

    fn write(&mut self) {
        let mut jobs = self.queue.take(self.options.batch, self.last.jobs, self.last.time / LINGER_PART);
        if jobs.is_empty() {
            return;
        }
        let committed = self.commit(&mut jobs);
        self.last.jobs = jobs.len();
        if let Ok(time) = &committed {
            self.last.time = *time;
        }
        let committed = committed.map(drop);
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = jobs.len(), "a commit failed");
            self.roll_back();
        }
        if jobs.len() <= FEW {
            answers::answer((jobs, committed));
        } else {
            self.answers.give(jobs, committed);
        }
    }

    /// Runs the jobs and commits them; answers how long the disk took.
    fn commit(&self, jobs: &mut [Box<dyn Job>]) -> Result<Duration, Error> {
        self.statement("BEGIN IMMEDIATE")?;
        let transaction = Transaction::new(&self.connection);
        let mut kept = 0_u64;
        for job in jobs.iter_mut() {
            self.statement("SAVEPOINT job")?;
            if job.run(&transaction) {
                kept += 1;
            } else if self.connection.is_autocommit() {
                // A full disk or failed read made SQLite roll back everything, the other jobs too.
                return Err(Error::Io("the disk failed in the middle of a transaction".to_owned()));
            } else {
                self.statement("ROLLBACK TO job")?;
            }
            self.statement("RELEASE job")?;
        }
        if kept == 0 {
            self.statement("ROLLBACK")?;
            return Ok(Duration::ZERO);
        }
        crash::point("store.commit.before");
        let begun = Instant::now();
        if !self.options.sync_delay.is_zero() {
            thread::sleep(self.options.sync_delay);
        }
        self.statement("COMMIT")?;
        self.totals.commits.fetch_add(1, Ordering::Relaxed);
        self.totals.jobs.fetch_add(kept, Ordering::Relaxed);
        crash::point("store.commit.after");
        Ok(begun.elapsed())
    }

    fn statement(&self, sql: &str) -> Result<(), Error> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    fn roll_back(&self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.statement("ROLLBACK")
        {
            tracing::error!(%error, "a rollback failed");
        }
    }
}

struct Closing(Arc<Queue>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
        drop(self.0.take(usize::MAX, 0, Duration::ZERO));
    }
}
